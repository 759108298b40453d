"""What bringing in has in common, whatever the file holds. Everything is made by the actions of the rooms it belongs to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.projects.actions import create_client, create_project
from workstate.projects.models import Client
from workstate.tasks.actions import labels_named
from workstate.transfer.choices import Choices
from workstate.transfer.importers.rows import Problem
from workstate.transfer.ledger import key_of, remember
from workstate.transfer.models import Import, Kind
from workstate.transfer.plan import Plan, Report
from workstate.transfer.storage import open_file
from workstate.transfer.targets import Targets
from workstate.transfer.walk import Item, Walk, open_reading


class Bringing(ABC):
    """One import being brought in, inside a transaction that is open."""

    def __init__(self, incoming: Import, by: Actor, on_progress: Callable[[int], None]) -> None:
        self.incoming = incoming
        self.by = by
        self.report = Report()
        self.targets = Targets(incoming.source, by, active_only=incoming.source == "todoist")
        self._choices = Choices.from_json(incoming.options)
        self._on_progress = on_progress
        self._clients: dict[str, Client] = {}
        reading = open_reading(open_file(incoming), incoming.source, self._choices, by)
        person = Plan.from_json(incoming.plan).person
        self._walk = Walk(reading, incoming.source, person, by, self._problem)

    @abstractmethod
    def bring_in(self) -> Report:
        """Make what the file holds; answers with what was made."""

    def batches(self) -> Iterator[list[Item]]:
        """The rows to bring in, and on the way how far it is."""
        for batch in self._walk.batches():
            self._on_progress(self._walk.line)
            yield batch

    def project(self, client: str, name: str) -> UUID:
        """The project of this client and name, made if it is not here."""
        found = self.targets.project(client, name)
        if found is None:
            found = create_project(name, by=self.by, client=self._client(client) if client else None).pk
            remember(self.incoming, Kind.PROJECT, [(key_of(Kind.PROJECT, (client, name)), found)])
            self.targets.projects[client, name] = found
            self.report.projects += 1
        return found

    def _client(self, name: str) -> Client:
        key = name.casefold()
        if key not in self._clients:
            if key not in self.targets.clients:
                self.report.clients += 1
            self._clients[key] = create_client(name, by=self.by)
        return self._clients[key]

    def make_labels(self, names: Iterable[str]) -> None:
        """See to it that targets.labels has them all."""
        labels = self.targets.labels
        missing = {name.casefold(): name for name in names if name.casefold() not in labels}
        if missing:
            made = labels_named(missing.values(), by=self.by)
            labels |= {label.name.casefold(): label.pk for label in made}
            for key, name in missing.items():
                if key not in labels:  # the database takes it for one that is called otherwise
                    labels[key] = labels_named([name], by=self.by)[0].pk
            self.report.labels += len(made)

    def label_ids(self, names: Iterable[str]) -> tuple[UUID, ...]:
        """The labels of a row, each once, however it is written."""
        return tuple(dict.fromkeys(self.targets.labels[name.casefold()] for name in names))

    def _problem(self, problem: Problem) -> None:
        if problem.fatal or (problem.severity == "error" and not self._choices.good_rows_only):
            message = _("Line %(line)d: %(message)s") % {"line": problem.line, "message": problem.message}
            raise Invalid(message, field="file")
        if problem.severity == "error":
            self.report.left_out += 1
