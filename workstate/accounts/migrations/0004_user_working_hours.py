from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def spread(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who said how long a working day is works so long from Monday to Friday, from nine."""
    person = apps.get_model("accounts", "User")
    for user in person.objects.exclude(workday_seconds=8 * 3600).only("pk", "workday_seconds").iterator():
        seconds = min(max(user.workday_seconds, 60), 24 * 3600)
        minutes = -(-seconds // 60)
        ends = datetime.combine(date.min, time(9)) + timedelta(minutes=minutes)
        one = {"starts": "09:00", "ends": f"{ends:%H:%M}", "seconds": seconds}
        person.objects.filter(pk=user.pk).update(working_hours=[one] * 5 + [None] * 2)


def gather(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to one length: that of the first working day."""
    person = apps.get_model("accounts", "User")
    for user in person.objects.exclude(working_hours=[]).only("pk", "working_hours").iterator():
        first = next((one["seconds"] for one in user.working_hours if one), 8 * 3600)
        person.objects.filter(pk=user.pk).update(workday_seconds=first)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_user_hotkeys")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="working_hours",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                help_text=(
                    "By weekday from Monday, null on a day off; read through working_week. Empty is the ordinary week."
                ),
                verbose_name="working hours",
            ),
        ),
        migrations.RunPython(spread, gather),
    ]
