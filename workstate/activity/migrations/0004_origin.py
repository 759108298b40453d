from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0003_batch"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="address",
            field=models.CharField(
                help_text="Of the net, from which it was asked; after ninety days its network alone.",
                max_length=49,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="device",
            field=models.CharField(help_text="As accounts.devices.device_code() names it.", max_length=60, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="relay_error",
            field=models.CharField(help_text="Why the last attempt failed.", max_length=300, null=True),
        ),
    ]
