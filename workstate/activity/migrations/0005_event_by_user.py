from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The table is large: its indexes are built beside the work of others.
    atomic = False

    dependencies = [
        ("activity", "0004_origin"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="event",
            index=models.Index(fields=["user", "-id"], name="event_by_user"),
        ),
        RemoveIndexConcurrently(
            model_name="event",
            name="event_user",
        ),
    ]
