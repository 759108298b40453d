from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The table is large: its indexes are built beside the work of others.
    atomic = False

    dependencies = [
        ("activity", "0007_event_of_project"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="event",
            index=models.Index(fields=["workspace", "verb", "-id"], name="event_by_verb"),
        ),
    ]
