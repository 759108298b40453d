from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from workstate.timetracking.days import last_day_of, shares_of

# Finished, kept time by the day on which it was spent. Entries within one day come as they are, out of their own index;
# the few that go over midnight come out of their parts.
FORWARD = """
CREATE VIEW timetracking_dayshare AS
SELECT e.id AS entry_id, e.workspace_id, e.user_id, e.task_id, e.project_id, e.description, e.billable, e.started_at,
       e.day, e.duration AS seconds, 0 AS before, true AS is_first
FROM timetracking_timeentry e
WHERE e.deleted_at IS NULL AND e.duration IS NOT NULL AND e.last_day IS NULL
UNION ALL
SELECT e.id, p.workspace_id, p.user_id, e.task_id, e.project_id, e.description, e.billable, e.started_at,
       p.day, p.seconds, p.before, p.day = e.day
FROM timetracking_entryday p
JOIN timetracking_timeentry e ON e.id = p.entry_id
WHERE e.deleted_at IS NULL AND e.duration IS NOT NULL AND e.last_day IS NOT NULL
"""
BACKWARD = "DROP VIEW timetracking_dayshare"

OVER_MIDNIGHT = """
SELECT e.id, e.workspace_id, e.user_id, e.started_at, e.stopped_at, u.time_zone
FROM timetracking_timeentry e JOIN accounts_user u ON u.id = e.user_id
WHERE e.started_at IS NOT NULL AND e.stopped_at > e.started_at
  AND (e.started_at AT TIME ZONE u.time_zone)::date
      <> ((e.stopped_at - INTERVAL '1 second') AT TIME ZONE u.time_zone)::date
"""


def spread(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Spread what was written before over its days, as its owner's clock shows them."""
    entry_model, day_model = apps.get_model("timetracking", "TimeEntry"), apps.get_model("timetracking", "EntryDay")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(OVER_MIDNIGHT)
        found = cursor.fetchall()
    for pk, workspace, user, start, stop, zone in found:
        shares = shares_of(_whole(start), _whole(stop), ZoneInfo(zone))
        last = last_day_of(shares)
        # Who has moved to another zone since has days of the old one; those stay as they were.
        if last and entry_model.objects.filter(pk=pk, day=shares[0].day).update(last_day=last):
            day_model.objects.bulk_create(
                day_model(
                    workspace_id=workspace,
                    user_id=user,
                    entry_id=pk,
                    day=share.day,
                    seconds=share.seconds,
                    before=share.before,
                )
                for share in shares
            )


def _whole(instant: datetime) -> datetime:
    return instant.astimezone(UTC) - timedelta(microseconds=instant.microsecond)


class Migration(migrations.Migration):
    dependencies = [("timetracking", "0003_time_in_full"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(spread, migrations.RunPython.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
