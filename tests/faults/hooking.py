"""
Somebody at work whose workspace tells addresses of it, for the product whose DATABASE_URL stands in the environment.

python -m tests.faults.hooking NAME=URL…: a webhook for each. Then `COUNT` tasks, one after another, each when a line is read.
"""

from __future__ import annotations

import sys


def work(urls: dict[str, str]) -> None:
    from workstate.accounts.models import User
    from workstate.core.actor import Via
    from workstate.integrations.webhooks.actions import create_webhook
    from workstate.projects.actions import create_project
    from workstate.tasks.actions import create_task
    from workstate.workspaces.actions import create_workspace

    ana = User.objects.create_user("ana@example.org", None, name="Ana")
    by = create_workspace("Acme", owner=ana, via=Via.SYSTEM, slug="acme")
    project = create_project("Website", by=by)
    for name, url in urls.items():
        create_webhook(url, by=by, name=name, verbs=["task.created"])
    print("ready", flush=True)
    for line in sys.stdin:
        create_task(line.strip(), by=by, project=project)
        print("made", flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    work(dict(argument.split("=", 1) for argument in sys.argv[1:]))
