from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
ALTER TABLE notifications_remindermoment ADD CONSTRAINT reminder_moment_of_reminder
    FOREIGN KEY (reminder_id) REFERENCES tasks_reminder (id) ON DELETE CASCADE;

-- When a reminder comes. Whole days before are counted on the wall clock, what is left of them as it passes.
CREATE FUNCTION reminder_comes(
    seconds integer, instant timestamptz, due_on date, due_at timestamptz, due_zone text, person_zone text
) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
    wall timestamp;
    zone text;
BEGIN
    IF instant IS NOT NULL THEN
        RETURN instant;
    END IF;
    zone := CASE WHEN due_at IS NULL THEN person_zone ELSE due_zone END;
    BEGIN
        wall := CASE WHEN due_at IS NULL THEN due_on + time '09:00' ELSE due_at AT TIME ZONE zone END;
    EXCEPTION WHEN invalid_parameter_value THEN
        -- A zone that Python knows and this server does not must not hinder anybody in changing a task.
        zone := 'UTC';
        wall := CASE WHEN due_at IS NULL THEN due_on + time '09:00' ELSE due_at AT TIME ZONE zone END;
    END;
    BEGIN
        RETURN ((wall - make_interval(days => seconds / 86400)) AT TIME ZONE zone) - make_interval(secs => seconds % 86400);
    EXCEPTION WHEN invalid_parameter_value THEN
        RETURN ((wall - make_interval(days => seconds / 86400)) AT TIME ZONE 'UTC') - make_interval(secs => seconds % 86400);
    END;
END $$;

CREATE FUNCTION reminder_moment_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO notifications_remindermoment (reminder_id, next_at)
    SELECT NEW.id, CASE WHEN moment > now() THEN moment END
    FROM (
        SELECT reminder_comes(NEW.before, NEW.at, task.due_on, task.due_at, task.due_zone, person.time_zone) AS moment
        FROM tasks_task AS task, accounts_user AS person
        WHERE task.id = NEW.task_id AND person.id = NEW.user_id
    ) AS found
    ON CONFLICT (reminder_id) DO UPDATE SET next_at = CASE
        WHEN excluded.next_at IS DISTINCT FROM notifications_remindermoment.fired_for THEN excluded.next_at END;
    RETURN NULL;
END $$;

CREATE FUNCTION reminder_moments_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE notifications_remindermoment AS kept
    SET next_at = CASE WHEN found.moment > now() AND found.moment IS DISTINCT FROM kept.fired_for THEN found.moment END
    FROM (
        SELECT reminder.id,
            reminder_comes(
                reminder.before, reminder.at, NEW.due_on, NEW.due_at, NEW.due_zone, person.time_zone
            ) AS moment
        FROM tasks_reminder AS reminder JOIN accounts_user AS person ON person.id = reminder.user_id
        WHERE reminder.task_id = NEW.id AND reminder.at IS NULL
    ) AS found
    WHERE kept.reminder_id = found.id;
    RETURN NULL;
END $$;

CREATE FUNCTION reminder_moments_follow_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE notifications_remindermoment AS kept
    SET next_at = CASE WHEN found.moment > now() AND found.moment IS DISTINCT FROM kept.fired_for THEN found.moment END
    FROM (
        SELECT reminder.id,
            reminder_comes(
                reminder.before, NULL, task.due_on, task.due_at, task.due_zone, NEW.time_zone
            ) AS moment
        FROM tasks_reminder AS reminder JOIN tasks_task AS task ON task.id = reminder.task_id
        WHERE reminder.user_id = NEW.id AND reminder.at IS NULL AND task.due_on IS NOT NULL AND task.due_at IS NULL
    ) AS found
    WHERE kept.reminder_id = found.id;
    RETURN NULL;
END $$;

CREATE TRIGGER reminder_moment_set AFTER INSERT OR UPDATE OF before, at, task_id, user_id ON tasks_reminder
    FOR EACH ROW EXECUTE FUNCTION reminder_moment_set();
CREATE TRIGGER reminder_moments_move AFTER UPDATE OF due_on, due_at, due_zone ON tasks_task
    FOR EACH ROW WHEN ((OLD.due_on, OLD.due_at, OLD.due_zone) IS DISTINCT FROM (NEW.due_on, NEW.due_at, NEW.due_zone))
    EXECUTE FUNCTION reminder_moments_move();
CREATE TRIGGER reminder_moments_follow_person AFTER UPDATE OF time_zone ON accounts_user
    FOR EACH ROW WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone)
    EXECUTE FUNCTION reminder_moments_follow_person();

INSERT INTO notifications_remindermoment (reminder_id, next_at)
SELECT id, CASE WHEN moment > now() THEN moment END
FROM (
    SELECT reminder.id,
        reminder_comes(
            reminder.before, reminder.at, task.due_on, task.due_at, task.due_zone, person.time_zone
        ) AS moment
    FROM tasks_reminder AS reminder
    JOIN tasks_task AS task ON task.id = reminder.task_id
    JOIN accounts_user AS person ON person.id = reminder.user_id
) AS found;
"""
BACK = """
DROP TRIGGER reminder_moments_follow_person ON accounts_user;
DROP TRIGGER reminder_moments_move ON tasks_task;
DROP TRIGGER reminder_moment_set ON tasks_reminder;
DROP FUNCTION reminder_moments_follow_person();
DROP FUNCTION reminder_moments_move();
DROP FUNCTION reminder_moment_set();
DROP FUNCTION reminder_comes(integer, timestamptz, date, timestamptz, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("notifications", "0001_notifications"),
        ("tasks", "0003_planning"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReminderMoment",
            fields=[
                (
                    "reminder",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="tasks.reminder",
                    ),
                ),
                ("next_at", models.DateTimeField(null=True)),
                ("fired_for", models.DateTimeField(null=True)),
                ("fired_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at", "reminder"],
                        name="reminder_due",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
