from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The table is large: its indexes are built beside the work of others.
    atomic = False

    dependencies = [
        ("activity", "0006_event_place"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="event",
            index=models.Index(
                fields=["project_id", "-id"], name="event_of_project", condition=models.Q(project_id__isnull=False)
            ),
        ),
    ]
