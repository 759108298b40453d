from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Whoever writes time meanwhile does not wait.
    atomic = False

    dependencies = [("timetracking", "0005_day_sums")]

    operations = [
        AddIndexConcurrently(
            "timeentry",
            models.Index(
                models.F("workspace"),
                models.OrderBy(models.F("day"), descending=True),
                models.OrderBy(models.F("started_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("deleted_at", None), ("duration__isnull", False), ("last_day", None)),
                include=("user", "project", "task", "billable", "duration"),
                name="entry_shares",
            ),
        ),
    ]
