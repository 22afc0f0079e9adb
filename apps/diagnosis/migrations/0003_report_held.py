from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('diagnosis', '0002_sittings'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='held_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='交付复核'),
        ),
    ]
