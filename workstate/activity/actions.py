"""The one way in which an Event comes to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction

from workstate.activity.archived import require_open
from workstate.activity.jobs import wake_relay
from workstate.activity.models import Event
from workstate.activity.places import place_of
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Origin, Via

if TYPE_CHECKING:
    from workstate.accounts.models import User


def record(verb: Verb, subject: models.Model, *, by: Actor, **data: Any) -> Event:
    """
    Write down what happened, in the transaction in which it happens, and wake the relay once it is committed.

    `data` must be JSON: what changed, never what the reader may not see. Raises RuntimeError outside a transaction, and
    NotAllowed where the workspace is archived, so that nothing at all is written there: every act comes by here.
    """
    require_open(verb, by)
    return _write(verb, subject, user=by.user, workspace_id=by.workspace.pk, via=by.via, origin=by.origin, data=data)


def record_many(
    verb: Verb, happened: Iterable[tuple[models.Model, Mapping[str, Any]]], *, by: Actor, batch: UUID
) -> list[Event]:
    """
    Like record(), for what one act did to many: an event for each subject with its data, in one INSERT.

    The batch names the act, so that it is told and taken back as one.
    """
    _require_transaction(verb)
    require_open(verb, by)
    events = Event.objects.bulk_create(
        Event(
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            user=by.user,
            workspace_id=by.workspace.pk,
            via=by.via,
            data=dict(data),
            batch=batch,
            **_where(subject, by.origin),
        )
        for subject, data in happened
    )
    if events:
        transaction.on_commit(wake_relay)
    return events


def record_of_itself(verb: Verb, subject: models.Model, *, workspace: UUID, **data: Any) -> Event:
    """Like record(), for what came about in a workspace by nobody's act."""
    return _write(verb, subject, user=None, workspace_id=workspace, via=Via.SYSTEM, origin=None, data=data)


def record_for_account(
    verb: Verb, subject: models.Model, *, user: User | None, via: Via, origin: Origin | None = None, **data: Any
) -> Event:
    """Like record(), for what happens to an account, or to the server, outside of any workspace."""
    return _write(verb, subject, user=user, workspace_id=None, via=via, origin=origin, data=data)


def record_for_accounts(
    verb: Verb, happened: Iterable[tuple[models.Model, User]], *, via: Via, batch: UUID
) -> list[Event]:
    """Like record_for_account(), for many accounts in one INSERT: an event for each, with its subject."""
    _require_transaction(verb)
    events = Event.objects.bulk_create(
        Event(
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            user=user,
            via=via,
            batch=batch,
        )
        for subject, user in happened
    )
    if events:
        transaction.on_commit(wake_relay)
    return events


def _where(subject: models.Model, origin: Origin | None) -> dict[str, Any]:
    """In which project and task, and from which machine."""
    project, task = place_of(subject)
    asked = {"address": origin.address or None, "device": origin.device or None} if origin else {}
    return {"project_id": project, "task_id": task, **asked}


def _write(verb: Verb, subject: models.Model, *, origin: Origin | None, **fields: Any) -> Event:
    _require_transaction(verb)
    event = Event.objects.create(
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        **_where(subject, origin),
        **fields,
    )
    transaction.on_commit(wake_relay)
    return event


def _require_transaction(verb: Verb) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} was recorded outside of a transaction.")
