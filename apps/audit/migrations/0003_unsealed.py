"""The list of what waits for a seal, kept by the database's own hand: sealing reads it alone, however long the log has become (N3)."""

import django.db.models.deletion
from django.db import migrations, models

FORWARDS = """
CREATE FUNCTION audit_wait_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed (entry_id) SELECT id FROM written;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_entry_waits AFTER INSERT ON audit_entry
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION audit_wait_for_seal();
INSERT INTO audit_unsealed (entry_id)
  SELECT id FROM audit_entry WHERE NOT EXISTS (SELECT FROM audit_sealed WHERE entry_id = audit_entry.id);
"""
BACKWARDS = """
DROP TRIGGER audit_entry_waits ON audit_entry;
DROP FUNCTION audit_wait_for_seal();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="unsealed",
                        serialize=False,
                        to="audit.entry",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
