"""Where rows go: the projects, labels and tasks that files name and that are here already, or have to be made."""

from __future__ import annotations

from uuid import UUID

from workstate.core.actor import Actor
from workstate.projects.models import Client, Project
from workstate.tasks.models import Label, Task
from workstate.transfer.ledger import key_of, made_of
from workstate.transfer.models import Kind


class Targets:
    """
    Finds what a file names, once each.

    A project is the one that an earlier import made of it, even if it was renamed since; else the one of the same name
    and client; else one of the same name where either has no client. Case does not matter. Names that are not here
    answer with None.
    """

    def __init__(self, source: str, by: Actor, *, active_only: bool) -> None:
        self.source = source
        self.by = by
        self.active_only = active_only
        self.projects: dict[tuple[str, str], UUID | None] = {}
        self.tasks: dict[tuple[str, str, str], UUID | None] = {}
        self._named: dict[str, list[tuple[str, UUID]]] = {}
        self.archived: set[UUID] = set()
        rows = Project.objects.visible_to(by).kept()
        if active_only:
            rows = rows.active()
        for pk, name, client, archived_at in rows.by_position().values_list(
            "pk", "name", "client__name", "archived_at"
        ):
            if archived_at:
                self.archived.add(pk)
            self._named.setdefault(name.casefold(), []).append(((client or "").casefold(), pk))
        self._ids = {pk for named in self._named.values() for _client, pk in named}
        self.labels = {name.casefold(): pk for pk, name in Label.objects.visible_to(by).values_list("pk", "name")}
        self.clients = {name.casefold() for name in Client.objects.visible_to(by).values_list("name", flat=True)}

    def project(self, client: str, name: str) -> UUID | None:
        """The project that rows of this client and project name go to."""
        if (client, name) not in self.projects:
            self.projects[client, name] = self._find_project(client, name)
        return self.projects[client, name]

    def _find_project(self, client: str, name: str) -> UUID | None:
        key = key_of(Kind.PROJECT, (client, name))
        made = made_of(Kind.PROJECT, [key], source=self.source, by=self.by).get(key)
        if made in self._ids:
            return made
        named = self._named.get(name.casefold(), [])
        same = [pk for of, pk in named if of == client.casefold()]
        loose = [pk for of, pk in named if not of or not client]
        return next(iter(same + loose), None)

    def task(self, client: str, project: str, title: str) -> UUID | None:
        """The task that time of this task name is of: one made by an earlier import, else the first open one called so."""
        place = (client, project, title)
        if place not in self.tasks:
            key = key_of(Kind.TASK, place)
            made = made_of(Kind.TASK, [key], source=self.source, by=self.by).get(key)
            self.tasks[place] = made or self._find_task(client, project, title)
        return self.tasks[place]

    def _find_task(self, client: str, project: str, title: str) -> UUID | None:
        within = self.project(client, project) if project else None
        if project and within is None:
            return None
        rows = Task.objects.visible_to(self.by).kept().filter(project=within, title=title)
        return rows.order_by("completed_at", "number").values_list("pk", flat=True).first()
