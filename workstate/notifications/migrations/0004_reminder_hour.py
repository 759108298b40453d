from __future__ import annotations

from django.db import migrations, models

# The functions of 0002, with the hour at which a day without a time begins for a person, or (backwards) with nine for all.
FUNCTIONS = """
CREATE FUNCTION reminder_comes(
    seconds integer, instant timestamptz, due_on date, due_at timestamptz, due_zone text, person_zone text{parameter}
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
        wall := CASE WHEN due_at IS NULL THEN due_on + {begins} ELSE due_at AT TIME ZONE zone END;
    EXCEPTION WHEN invalid_parameter_value THEN
        -- A zone that Python knows and this server does not must not hinder anybody in changing a task.
        zone := 'UTC';
        wall := CASE WHEN due_at IS NULL THEN due_on + {begins} ELSE due_at AT TIME ZONE zone END;
    END;
    BEGIN
        RETURN ((wall - make_interval(days => seconds / 86400)) AT TIME ZONE zone) - make_interval(secs => seconds % 86400);
    EXCEPTION WHEN invalid_parameter_value THEN
        RETURN ((wall - make_interval(days => seconds / 86400)) AT TIME ZONE 'UTC') - make_interval(secs => seconds % 86400);
    END;
END $$;

CREATE OR REPLACE FUNCTION reminder_moment_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO notifications_remindermoment (reminder_id, next_at)
    SELECT NEW.id, CASE WHEN moment > now() THEN moment END
    FROM (
        SELECT reminder_comes(
            NEW.before, NEW.at, task.due_on, task.due_at, task.due_zone, person.time_zone{person}
        ) AS moment
        FROM tasks_task AS task, accounts_user AS person
        WHERE task.id = NEW.task_id AND person.id = NEW.user_id
    ) AS found
    ON CONFLICT (reminder_id) DO UPDATE SET next_at = CASE
        WHEN excluded.next_at IS DISTINCT FROM notifications_remindermoment.fired_for THEN excluded.next_at END;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION reminder_moments_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE notifications_remindermoment AS kept
    SET next_at = CASE WHEN found.moment > now() AND found.moment IS DISTINCT FROM kept.fired_for THEN found.moment END
    FROM (
        SELECT reminder.id,
            reminder_comes(
                reminder.before, reminder.at, NEW.due_on, NEW.due_at, NEW.due_zone, person.time_zone{person}
            ) AS moment
        FROM tasks_reminder AS reminder JOIN accounts_user AS person ON person.id = reminder.user_id
        WHERE reminder.task_id = NEW.id AND reminder.at IS NULL
    ) AS found
    WHERE kept.reminder_id = found.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION reminder_moments_follow_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE notifications_remindermoment AS kept
    SET next_at = CASE WHEN found.moment > now() AND found.moment IS DISTINCT FROM kept.fired_for THEN found.moment END
    FROM (
        SELECT reminder.id,
            reminder_comes(
                reminder.before, NULL, task.due_on, task.due_at, task.due_zone, NEW.time_zone{new}
            ) AS moment
        FROM tasks_reminder AS reminder JOIN tasks_task AS task ON task.id = reminder.task_id
        WHERE reminder.user_id = NEW.id AND reminder.at IS NULL AND task.due_on IS NOT NULL AND task.due_at IS NULL
    ) AS found
    WHERE kept.reminder_id = found.id;
    RETURN NULL;
END $$;
"""

FORWARD = """
CREATE FUNCTION reminder_hour_of(person uuid) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT reminder_hour::integer FROM notifications_notificationpreferences WHERE user_id = person), 9
    )
$$;

CREATE FUNCTION reminder_moments_follow_wish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE notifications_remindermoment AS kept
    SET next_at = CASE WHEN found.moment > now() AND found.moment IS DISTINCT FROM kept.fired_for THEN found.moment END
    FROM (
        SELECT reminder.id,
            reminder_comes(
                reminder.before, NULL, task.due_on, task.due_at, task.due_zone, person.time_zone, NEW.reminder_hour
            ) AS moment
        FROM tasks_reminder AS reminder
        JOIN tasks_task AS task ON task.id = reminder.task_id
        JOIN accounts_user AS person ON person.id = reminder.user_id
        WHERE reminder.user_id = NEW.user_id AND reminder.at IS NULL AND task.due_on IS NOT NULL AND task.due_at IS NULL
    ) AS found
    WHERE kept.reminder_id = found.id;
    RETURN NULL;
END $$;

CREATE TRIGGER reminder_moments_follow_wish AFTER UPDATE OF reminder_hour ON notifications_notificationpreferences
    FOR EACH ROW WHEN (OLD.reminder_hour IS DISTINCT FROM NEW.reminder_hour)
    EXECUTE FUNCTION reminder_moments_follow_wish();

DROP FUNCTION reminder_comes(integer, timestamptz, date, timestamptz, text, text);
"""
OF_EACH = FUNCTIONS.format(
    parameter=", hour integer",
    begins="make_time(hour, 0, 0)",
    person=", reminder_hour_of(person.id)",
    new=", reminder_hour_of(NEW.id)",
)

BACK = """
DROP TRIGGER reminder_moments_follow_wish ON notifications_notificationpreferences;
DROP FUNCTION reminder_moments_follow_wish();
DROP FUNCTION reminder_comes(integer, timestamptz, date, timestamptz, text, text, integer);
DROP FUNCTION reminder_hour_of(uuid);
"""
OF_ALL = FUNCTIONS.format(parameter="", begins="time '09:00'", person="", new="")


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_push")]

    operations = [
        migrations.AddField(
            model_name="notificationpreferences",
            name="reminder_hour",
            field=models.PositiveSmallIntegerField(db_default=9, default=9),
        ),
        migrations.AddConstraint(
            model_name="notificationpreferences",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminder_hour__lte", 23)), name="notification_reminder_hour"
            ),
        ),
        migrations.RunSQL([FORWARD, OF_EACH], [BACK, OF_ALL]),
    ]
