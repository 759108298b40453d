from __future__ import annotations

from django.db import migrations

# An entry on a task is in the task's project, whatever happens at the same moment. The shared lock makes an entry that is
# being written wait for a task that is being moved, and the other way round.
FORWARD = """
CREATE FUNCTION timetracking_take_project_of_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.task_id IS NOT NULL THEN
        SELECT project_id INTO NEW.project_id FROM tasks_task WHERE id = NEW.task_id FOR SHARE;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER entry_takes_project_of_task
    BEFORE INSERT OR UPDATE OF task_id, project_id ON timetracking_timeentry
    FOR EACH ROW EXECUTE FUNCTION timetracking_take_project_of_task();

CREATE FUNCTION timetracking_follow_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE timetracking_timeentry SET project_id = NEW.project_id WHERE task_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER entries_follow_task
    AFTER UPDATE OF project_id ON tasks_task
    FOR EACH ROW WHEN (OLD.project_id IS DISTINCT FROM NEW.project_id)
    EXECUTE FUNCTION timetracking_follow_task();
"""

BACKWARD = """
DROP TRIGGER entries_follow_task ON tasks_task;
DROP FUNCTION timetracking_follow_task();
DROP TRIGGER entry_takes_project_of_task ON timetracking_timeentry;
DROP FUNCTION timetracking_take_project_of_task();
"""


class Migration(migrations.Migration):
    dependencies = [("timetracking", "0001_initial"), ("tasks", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
