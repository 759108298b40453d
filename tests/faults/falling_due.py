"""
What falls due while processes are killed, for the product whose DATABASE_URL stands in the environment.

python -m tests.faults.falling_due fill COUNT: so many tasks; every second one has a reminder, whose moments are yet far off.
python -m tests.faults.falling_due talk: somebody names a person on each of the other tasks, one after another.
"""

from __future__ import annotations

import sys
from datetime import timedelta

PERSON, COLLEAGUE = "ana@example.org", "mara@example.org"


def fill(count: int) -> None:
    from django.utils import timezone

    from workstate.accounts.models import User
    from workstate.core.actor import Role, Via
    from workstate.projects.actions import create_project
    from workstate.tasks.actions import NewTask, create_tasks
    from workstate.tasks.models import Reminder, Task
    from workstate.workspaces.actions import add_member, create_workspace

    ana = User.objects.create_user(PERSON, None, name="Ana")
    mara = User.objects.create_user(COLLEAGUE, None, name="Mara")
    by = create_workspace("Acme", owner=ana, via=Via.SYSTEM, slug="acme")
    add_member(mara, role=Role.ADMINISTRATOR, by=by)
    create_tasks([[NewTask(f"Task {n}") for n in range(count)]], project=create_project("Website", by=by), by=by)
    far_off = timezone.now() + timedelta(days=30)
    tasks = Task.objects.filter(workspace=by.workspace).order_by("number")[::2]
    Reminder.objects.bulk_create(Reminder(workspace=by.workspace, task=task, user=ana, at=far_off) for task in tasks)


def talk() -> None:
    from workstate.accounts.models import User
    from workstate.core.actor import Via
    from workstate.discussions.actions import create_comment
    from workstate.tasks.models import Task
    from workstate.workspaces.models import Workspace
    from workstate.workspaces.queries import actor_of

    by = actor_of(User.objects.get(email=COLLEAGUE), Workspace.objects.get(slug="acme"), via=Via.WEB)
    assert by is not None
    for task in list(Task.objects.filter(workspace=by.workspace).select_related("project").order_by("number")[1::2]):
        create_comment(task, "@ana is this still so?", by=by)


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        talk()
