"""Rates: set, changed, deleted and brought back. What stands in the event is for administrators: see Event.visible_to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.billing.amounts import clean_amount
from workstate.billing.currencies import clean_currency
from workstate.billing.models import Rate, RateKind
from workstate.billing.policies import can_set_rates
from workstate.billing.queries import settings_of
from workstate.core.actor import Actor
from workstate.core.clock import require_day
from workstate.core.errors import Conflict, Invalid, NotFound, require
from workstate.core.ids import new_id
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership

# Of one workspace: more than people keep, fewer than would slow a report down.
MOST = 20_000
CHANGEABLE = frozenset({"amount", "currency", "starts"})


@transaction.atomic
def set_rate(
    *,
    by: Actor,
    amount: Decimal,
    kind: str = RateKind.BILLABLE,
    currency: str = "",
    project: Project | None = None,
    task: Task | None = None,
    user: User | None = None,
    starts: date | None = None,
    id: UUID | None = None,
) -> Rate:
    """
    Say what an hour earns or costs from a day on, or always: of a task, a person on a project, a project, a person, or of
    the whole workspace where none is named. Without a currency it is the workspace's.

    It holds until the next of the same begins. The same id again answers with the rate it made the first time. Raises
    Invalid at the field.
    """
    require(can_set_rates(by), _("Only administrators set rates. Ask one of them."))
    _require_scope(kind, project, task, user)
    _require_subjects(project, task, user, by)
    columns = _cleaned({"amount": amount, "starts": starts})
    columns["currency"] = clean_currency(currency or settings_of(by.workspace).currency)
    take_identifier(id)
    if made := made_before(Rate.objects.all(), id, by=by, maker="created_by"):
        return made
    _take_turn(by)
    if Rate.objects.filter(workspace=by.workspace).count() >= MOST:
        raise Invalid(_("There are 20,000 rates. Delete some that no time needs any more."))
    rate = Rate(id=id or new_id(), workspace=by.workspace, kind=kind, project=project, task=task, user=user, **columns)
    _require_free(rate)
    return _insert(rate, Verb.RATE_SET, by)


@transaction.atomic
def change_rate(rate: Rate, *, by: Actor, **changes: Any) -> Rate:
    """
    Change `amount`, `currency` or `starts` (None: it always has held). What is earned by time that stands already changes
    with it; to keep that, set another rate from a day on. Raises Invalid at the field.
    """
    require(
        can_set_rates(by) and rate.workspace_id == by.workspace.pk, _("Only administrators set rates. Ask one of them.")
    )
    wanted = _cleaned(changes)
    _take_turn(by)
    found = Rate.objects.select_for_update(of=("self",)).filter(pk=rate.pk).first()
    if found is None:
        raise Conflict(_("This rate was deleted. Reload the page."))
    columns = {name: value for name, value in wanted.items() if getattr(found, name) != value}
    if not columns:
        return found
    before = _told(found)
    for name, value in columns.items():
        setattr(found, name, value)
    if "starts" in columns:
        _require_free(found)
    found.save(update_fields=list(columns))
    after = _told(found)
    record(
        Verb.RATE_CHANGED,
        found,
        by=by,
        before={name: before[name] for name in columns},
        after={name: after[name] for name in columns},
    )
    return found


@transaction.atomic
def delete_rate(rate: Rate, *, by: Actor) -> None:
    """Take a rate away: the one before it holds on, or else the next in the order of what decides."""
    require(
        can_set_rates(by) and rate.workspace_id == by.workspace.pk, _("Only administrators set rates. Ask one of them.")
    )
    _take_turn(by)
    found = Rate.objects.select_for_update(of=("self",)).filter(pk=rate.pk).first()
    if found is None:
        return
    record(Verb.RATE_DELETED, found, by=by, **_told(found))
    found.delete()


@transaction.atomic
def restore_rate(pk: UUID, *, by: Actor) -> Rate:
    """
    Bring a deleted rate back, as it was. Raises NotFound where it never was or what it was of is gone, Conflict where
    another holds from its day by now.
    """
    require(can_set_rates(by), _("Only administrators set rates. Ask one of them."))
    take_identifier(pk)
    rate = Rate(id=pk, workspace=by.workspace)
    gone = Event.objects.filter(workspace=by.workspace, verb=Verb.RATE_DELETED).about(rate).order_by("pk").last()
    if gone is None:
        raise NotFound
    _take_turn(by)
    if found := Rate.objects.filter(pk=pk).first():
        if found.workspace_id != by.workspace.pk:
            raise Conflict(_("This identifier is taken."))
        return found
    told = gone.data
    rate.kind, rate.amount, rate.currency = told["kind"], Decimal(told["amount"]), told["currency"]
    rate.starts = date.fromisoformat(told["starts"]) if told["starts"] else None
    for name, there in (
        ("project", Project.objects.filter(workspace=by.workspace)),
        ("task", Task.objects.filter(workspace=by.workspace)),
        ("user", User.objects.all()),
    ):
        if told[name] and not there.filter(pk=told[name]).exists():
            raise NotFound
        setattr(rate, f"{name}_id", UUID(told[name]) if told[name] else None)
    if said := _taken(rate):
        raise Conflict(said)
    return _insert(rate, Verb.RATE_RESTORED, by)


def _require_scope(kind: str, project: Project | None, task: Task | None, user: User | None) -> None:
    if kind not in RateKind.values:
        raise Invalid(_("Choose a billable rate or a cost rate."), field="kind")
    if task and (project or user):
        raise Invalid(_("A rate of a task is for everybody who works on it."), field="task")
    if kind == RateKind.COST and (project or task):
        raise Invalid(_("What an hour costs is said of people or of the whole workspace."), field="kind")


def _require_subjects(project: Project | None, task: Task | None, user: User | None, by: Actor) -> None:
    """They are of this workspace. Faces have looked them up through visible_to already, but for who is a member."""
    for subject in (project, task):
        require(subject is None or subject.workspace_id == by.workspace.pk)
    if user and not Membership.objects.visible_to(by).filter(user=user).exists():
        raise Invalid(_("There is no such member of the workspace."), field="user")


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    if unknown := sorted(values.keys() - CHANGEABLE):
        raise Invalid(_("This cannot be changed."), field=unknown[0])
    clean = dict(values)
    if "amount" in clean:
        clean["amount"] = clean_amount(clean["amount"])
    if "currency" in clean:
        clean["currency"] = clean_currency(clean["currency"])
    if clean.get("starts") is not None:
        require_day(clean["starts"], field="starts")
    return clean


def _require_free(rate: Rate) -> None:
    if said := _taken(rate):
        raise Invalid(said, field="starts", code="unique")


def _taken(rate: Rate) -> str:
    """What to say where another of the same scope begins on the day, else ""; whoever asks has the turn."""
    same = Rate.objects.filter(
        workspace=rate.workspace_id,
        kind=rate.kind,
        project=rate.project_id,
        task=rate.task_id,
        user=rate.user_id,
        starts=rate.starts,
    )
    if not same.exclude(pk=rate.pk).exists():
        return ""
    if rate.starts:
        return _("There is a rate from that day already. Change that one, or choose another day.")
    return _("There is a rate that always held already. Change that one, or say from which day this one holds.")


def _take_turn(by: Actor) -> None:
    take_turn(f"rates:{by.workspace.pk}")


def _insert(rate: Rate, verb: Verb, by: Actor) -> Rate:
    rate.created_by = by.user
    rate.save(force_insert=True)
    record(verb, rate, by=by, **_told(rate))
    return rate


def _told(rate: Rate) -> dict[str, str | None]:
    return {
        "kind": rate.kind,
        "amount": str(rate.amount),
        "currency": rate.currency,
        "starts": str(rate.starts) if rate.starts else None,
        **{name: str(pk) if (pk := getattr(rate, f"{name}_id")) else None for name in ("project", "task", "user")},
    }
