from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidencerow",
            name="more",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="finding",
            name="more",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="problemrow",
            name="more",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="servicefindingrow",
            name="more",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="servicerow",
            name="more",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="unitrun",
            name="more",
            field=models.JSONField(default=dict),
        ),
    ]
