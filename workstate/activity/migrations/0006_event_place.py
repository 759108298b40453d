from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0005_event_by_user"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="project_id",
            field=models.UUIDField(help_text="The project in which it happened, if in one.", null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="task_id",
            field=models.UUIDField(help_text="The task on which it happened.", null=True),
        ),
    ]
