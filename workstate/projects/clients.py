"""Clients as their pages list them: with their projects, and the time that went into those."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from workstate.core.actor import Actor
from workstate.projects.extensions import Hours, hours_of
from workstate.projects.models import Client, Project


@dataclass(slots=True)
class ProjectLine:
    project: Project
    hours: Hours


@dataclass(slots=True)
class ClientLine:
    """A client with the projects that the reader sees, and seconds on them as far as the reader sees those."""

    client: Client
    projects: list[ProjectLine] = field(default_factory=list)

    @property
    def active(self) -> int:
        return sum(1 for line in self.projects if line.project.archived_at is None)

    @property
    def month(self) -> int:
        return sum(line.hours.month for line in self.projects)

    @property
    def ever(self) -> int:
        return sum(line.hours.ever for line in self.projects)


def lines_of(actor: Actor, clients: Iterable[Client]) -> list[ClientLine]:
    """In the order of the clients; two queries, however many there are."""
    lines = {client.pk: ClientLine(client) for client in clients}
    projects = list(Project.objects.visible_to(actor).kept().filter(client__in=lines).by_position()) if lines else []
    hours = hours_of(actor, [project.pk for project in projects]) if projects else {}
    for project in projects:
        if project.client_id in lines:
            lines[project.client_id].projects.append(ProjectLine(project, hours.get(project.pk, Hours())))
    return list(lines.values())
