"""
The rate of every share of time, for the database to find: what queries of reports and of invoices join.

The rule is stated twice, here in SQL and in `rate_on` in Python; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, When

from workstate.billing.models import Rate, RateKind
from workstate.workspaces.models import Workspace


class Scope(StrEnum):
    """What a rate is for; the first that has one on a day decides."""

    TASK = "task"
    PERSON_ON_PROJECT = "person_on_project"
    PROJECT = "project"
    PERSON = "person"
    WORKSPACE = "workspace"

    @classmethod
    def of(cls, project: object, task: object, user: object) -> Scope:
        """By what is named."""
        if task is not None:
            return cls.TASK
        if project is not None:
            return cls.PERSON_ON_PROJECT if user is not None else cls.PROJECT
        return cls.PERSON if user is not None else cls.WORKSPACE


# Which columns of the share a span is joined by, and which of its own must be empty.
_ON = {
    Scope.TASK: "{r}.task_id = {s}.task_id",
    Scope.PERSON_ON_PROJECT: "{r}.project_id = {s}.project_id AND {r}.user_id = {s}.user_id",
    Scope.PROJECT: "{r}.project_id = {s}.project_id AND {r}.user_id IS NULL",
    Scope.PERSON: "{r}.user_id = {s}.user_id AND {r}.project_id IS NULL",
    Scope.WORKSPACE: "{r}.task_id IS NULL AND {r}.project_id IS NULL AND {r}.user_id IS NULL",
}


@dataclass(frozen=True, slots=True)
class Pricing:
    """
    How to price shares of time at the rates of one kind: `joins` to put after a source called `s` that has workspace_id,
    user_id, project_id, task_id and day, then `amount` (of an hour; null where no rate holds) and `currency`.
    """

    kind: RateKind
    workspace: UUID
    scopes: tuple[Scope, ...]
    currencies: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.scopes

    @property
    def needs_task(self) -> bool:
        return Scope.TASK in self.scopes

    @property
    def needs_person(self) -> bool:
        return Scope.PERSON in self.scopes or Scope.PERSON_ON_PROJECT in self.scopes

    @property
    def joins(self) -> str:
        return "\n".join(
            f"LEFT JOIN billing_ratespan {alias} ON {alias}.workspace_id = '{self.workspace}'"
            f" AND {alias}.kind = '{self.kind.value}' AND {_ON[scope].format(r=alias, s='s')}"
            f" AND s.day >= {alias}.starts AND s.day < {alias}.until"
            for scope, alias in self._aliases
        )

    @property
    def amount(self) -> str:
        return self._first("amount", "NULL::numeric")

    @property
    def currency(self) -> str:
        return self._first("currency", "NULL::text")

    @property
    def _aliases(self) -> list[tuple[Scope, str]]:
        return [(scope, f"{self.kind.value}_{scope.value}") for scope in self.scopes]

    def _first(self, column: str, nothing: str) -> str:
        named = [f"{alias}.{column}" for _scope, alias in self._aliases]
        return f"COALESCE({', '.join(named)})" if named else nothing


def pricings_of(workspace: Workspace) -> dict[RateKind, Pricing]:
    """Of each kind, what rates there are to look among: one query. Asks nobody; who may see amounts asks before."""
    found: dict[RateKind, tuple[set[Scope], set[str]]] = {kind: (set(), set()) for kind in RateKind}
    rates = Rate.objects.filter(workspace=workspace).order_by()
    named = [Case(When(**{name: None}, then=None), default=True) for name in ("project", "task", "user")]
    for kind, currency, project, task, user in rates.values_list("kind", "currency", *named).distinct():
        scopes, currencies = found[RateKind(kind)]
        scopes.add(Scope.of(project, task, user))
        currencies.add(currency)
    return {
        kind: Pricing(kind, workspace.pk, tuple(scope for scope in Scope if scope in scopes), tuple(sorted(currencies)))
        for kind, (scopes, currencies) in found.items()
    }


def rate_on(
    rates: Iterable[Rate], day: date, *, project: UUID | None, task: UUID | None, user: UUID, kind: RateKind
) -> Rate | None:
    """The rate that holds for time of a person on a day."""
    held: dict[Scope, Rate] = {}
    for rate in rates:
        fits = (
            rate.kind == kind
            and (rate.starts is None or rate.starts <= day)
            and rate.task_id in {None, task}
            and rate.project_id in {None, project}
            and rate.user_id in {None, user}
        )
        scope = Scope.of(rate.project_id, rate.task_id, rate.user_id)
        if fits and (scope not in held or (held[scope].starts or date.min) < (rate.starts or date.min)):
            held[scope] = rate
    return next((held[scope] for scope in Scope if scope in held), None)
