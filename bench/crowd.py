"""The people of the socket bench, each signed in at a browser of their own, made in the database of the running product."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from workstate.accounts.models import User
from workstate.accounts.sessions import SessionStore
from workstate.core.actor import Actor, Role, Via
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.workspaces.actions import create_workspace
from workstate.workspaces.models import Membership

TOKEN = "a" * 32  # of the check of forms: it only has to be the same twice


@dataclass
class Team:
    """One workspace with a project that everyone in it sees."""

    slug: str
    people: list[Browser] = field(default_factory=list)
    tasks: list[tuple[int, str]] = field(default_factory=list)
    """Number and id."""


@dataclass(eq=False)
class Browser:
    cookie: str
    team: Team

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "X-CSRFToken": TOKEN, "Content-Type": "application/json"}


def gather(people: int, *, of: int, tasks: int = 20) -> list[Team]:
    """Teams of so many people each, with an owner and members."""
    return [_team(number, min(of, people - number), tasks) for number in range(0, people, of)]


def _team(number: int, size: int, tasks: int) -> Team:
    users = [
        User(email=f"crowd-{number + one}@example.org", name=f"Person {number + one}", time_zone="Europe/Berlin")
        for one in range(size)
    ]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    owner = create_workspace(f"Crowd {number}", owner=users[0], via=Via.SYSTEM)
    Membership.objects.bulk_create(
        Membership(workspace=owner.workspace, user=user, role=Role.MEMBER) for user in users[1:]
    )
    team = Team(owner.workspace.slug)
    team.tasks = _tasks(owner, tasks)
    team.people = [Browser(_signed_in(user), team) for user in users]
    return team


def _tasks(owner: Actor, count: int) -> list[tuple[int, str]]:
    project = create_project("Everything", by=owner)
    made = [create_task(f"Task {one}", by=owner, project=project) for one in range(count)]
    return [(task.number, str(task.pk)) for task in made]


def _signed_in(user: User) -> str:
    session = SessionStore()
    content: dict[str, Any] = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    session.update(content)
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
