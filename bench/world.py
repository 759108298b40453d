"""A workspace of a given size, made by SQL: what is measured is reading and acting, not the making."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.test import Client

from workstate.accounts.models import User
from workstate.core.actor import Actor, Via
from workstate.projects.actions import create_project
from workstate.tasks.actions import labels_named
from workstate.timetracking.day_sums import make_anew
from workstate.workspaces.actions import create_workspace

PROJECTS = 20
DUE_TODAY = 100


@dataclass
class World:
    actor: Actor
    size: int

    @property
    def path(self) -> str:
        return f"/{self.actor.workspace.slug}"

    @property
    def api(self) -> str:
        return f"/api/v1/workspaces/{self.actor.workspace.slug}"

    def client(self) -> Client:
        client = Client()
        client.force_login(self.actor.user)
        return client


def build(size: int) -> World:
    """A person with `size` tasks (100 of them due today) and `size` time entries over the last two years."""
    user = User.objects.create_user(f"bench-{size}@example.org", None, name=f"Bench {size}", time_zone="Europe/Berlin")
    actor = create_workspace(f"Bench {size}", owner=user, via=Via.SYSTEM)
    for number in range(PROJECTS):
        create_project(f"Project {number}", by=actor)
    labels_named([f"label-{number}" for number in range(10)], by=actor)
    values: dict[str, str | int] = {
        "workspace": str(actor.workspace.pk),
        "user": str(user.pk),
        "size": size,
        "today": DUE_TODAY,
    }
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE timetracking_timeentry DISABLE TRIGGER USER")
        for statement in _STATEMENTS:
            cursor.execute(statement, values)
        cursor.execute("ALTER TABLE timetracking_timeentry ENABLE TRIGGER USER")
    make_anew()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return World(actor, size)


_STATEMENTS = [
    # Tasks: most of them done, spread over the projects; some due today, the rest later or never.
    """
    WITH p AS (SELECT array_agg(id ORDER BY position) AS ids FROM projects_project WHERE workspace_id = %(workspace)s)
    INSERT INTO tasks_task (id, workspace_id, number, project_id, title, description, priority, estimate, due_on,
                            due_zone, position, created_by_id, completed_at, completed_by_id)
    SELECT uuidv7(), %(workspace)s, n, p.ids[1 + n %% array_length(p.ids, 1)], 'Task number ' || n || ' of the benchmark', '',
           1 + n %% 4, CASE WHEN n %% 3 = 0 THEN 1800 * (1 + n %% 8) END,
           CASE WHEN n <= %(today)s THEN (now() AT TIME ZONE 'Europe/Berlin')::date
                WHEN n %% 5 = 0 THEN (now() AT TIME ZONE 'Europe/Berlin')::date + 1 + n %% 300 END,
           '', 'h' || lpad(n::text, 8, '0'), %(user)s,
           CASE WHEN n > %(today)s AND n %% 10 < 7 THEN now() - interval '2 days' - (n %% 700) * interval '1 day' END,
           CASE WHEN n > %(today)s AND n %% 10 < 7 THEN %(user)s::uuid END
    FROM generate_series(1, %(size)s) n, p
    """,
    """
    INSERT INTO tasks_tasknumber (workspace_id, last) VALUES (%(workspace)s, %(size)s)
    """,
    """
    WITH l AS (SELECT array_agg(id ORDER BY name) AS ids FROM tasks_label WHERE workspace_id = %(workspace)s)
    INSERT INTO tasks_tasklabel (workspace_id, task_id, label_id)
    SELECT %(workspace)s, t.id, l.ids[1 + t.number %% 10] FROM tasks_task t, l
    WHERE t.workspace_id = %(workspace)s AND t.number %% 2 = 0
    """,
    # Entries: half an hour each, on the tasks in turn, over two years of days.
    """
    INSERT INTO timetracking_timeentry (id, workspace_id, user_id, task_id, project_id, description, billable,
                                        started_at, stopped_at, day, duration)
    SELECT uuidv7(), %(workspace)s, %(user)s, t.id, t.project_id, 'Entry ' || t.number, t.number %% 2 = 0,
           s.at, s.at + (900 + t.number %% 2700) * interval '1 second', (s.at AT TIME ZONE 'Europe/Berlin')::date,
           900 + t.number %% 2700
    FROM tasks_task t,
         LATERAL (SELECT date_trunc('second', now()) - interval '1 hour' - (t.number * 730.0 / %(size)s) * interval '1 day' AS at) s
    WHERE t.workspace_id = %(workspace)s
    """,
]
