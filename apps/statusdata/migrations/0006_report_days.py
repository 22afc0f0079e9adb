from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_unit_changes"), ("statusdata", "0005_import_stopped")]

    operations = [
        migrations.AddField("round", "report_due", models.DateField("自我诊改报告期限", null=True, blank=True)),
        migrations.AddField("round", "quality_due", models.DateField("质量报告期限", null=True, blank=True)),
        migrations.CreateModel(
            "ReportDay",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField("学年")),
                ("on", models.DateField("提交日")),
                ("school", models.ForeignKey("organizations.organization", models.PROTECT, related_name="report_days", verbose_name="学校")),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=["school", "year"], name="report_day_once")],
            },
        ),
        migrations.AlterField("explanation", "text", models.TextField("说明")),
    ]
