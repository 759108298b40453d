"""Webhooks: made, changed, signed anew, tried, switched off and on; messages sent once more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.throttles import Throttle
from workstate.activity.actions import record, record_of_itself
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.outgoing import Refused, check_address
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import take_turn
from workstate.integrations.webhooks.claiming import pause_after
from workstate.integrations.webhooks.jobs import wake_sending
from workstate.integrations.webhooks.models import Webhook, WebhookDelivery, WebhookDeliveryQuerySet, WebhookState
from workstate.integrations.webhooks.policies import can_change_webhook, can_run_webhooks
from workstate.integrations.webhooks.signing import new_secret

MOST: Final = 50
"""Of one workspace."""
BOTH: Final = timedelta(hours=24)
"""So long messages are signed with the former secret too."""
DEAD: Final = timedelta(days=3)
"""A receiver that has taken nothing for so long is not tried any more."""
KEPT: Final = timedelta(days=30)
"""So long the log tells of what is settled."""
TEST: Final = "webhook.test"
TESTS: Final = Throttle("webhook test", amount=30, seconds=600)


@transaction.atomic
def create_webhook(url: str, *, by: Actor, verbs: Iterable[str] = (), name: str = "") -> Webhook:
    """Tell an address of what happens from now on, of these verbs or, with none, of all. Raises Invalid at the field."""
    _require(by)
    values = _cleaned(url=url, verbs=verbs, name=name)
    take_turn(f"webhooks:{by.workspace.pk}")
    if Webhook.objects.kept().filter(workspace=by.workspace).count() >= MOST:
        raise Conflict(_("There are 50 webhooks already. Delete one that is no longer needed."))
    made = Webhook.objects.create(
        id=new_id(), workspace=by.workspace, created_by=by.user, secret=new_secret(), created_at=now(), **values
    )
    record(Verb.WEBHOOK_CREATED, made, by=by, name=made.name, url=made.url, verbs=made.verbs)
    return made


@transaction.atomic
def change_webhook(
    webhook: Webhook, *, by: Actor, url: str | None = None, verbs: Iterable[str] | None = None, name: str | None = None
) -> Webhook:
    """What is None stays. Raises Invalid at the field."""
    _require_maker(by, webhook)
    webhook = _locked(webhook)
    values = _cleaned(
        url=webhook.url if url is None else url,
        verbs=webhook.verbs if verbs is None else verbs,
        name=webhook.name if name is None else name,
    )
    before = {field: getattr(webhook, field) for field in values}
    if values == before:
        return webhook
    for field, value in values.items():
        setattr(webhook, field, value)
    if webhook.url != before["url"]:  # Another receiver: what the former one did not take says nothing of it.
        webhook.failing_since, webhook.failures, webhook.paused_until = None, 0, None
    webhook.save(update_fields=[*values, "failing_since", "failures", "paused_until"])
    record(Verb.WEBHOOK_CHANGED, webhook, by=by, before=before, after=values)
    return webhook


@transaction.atomic
def delete_webhook(webhook: Webhook, *, by: Actor) -> None:
    """Nothing is sent any more; until it is brought back what would have been is not kept."""
    _require(by)
    webhook = _locked(webhook)
    webhook.deleted_at = now()
    webhook.save(update_fields=["deleted_at"])
    record(Verb.WEBHOOK_DELETED, webhook, by=by, name=webhook.name, url=webhook.url)


@transaction.atomic
def restore_webhook(webhook: Webhook, *, by: Actor) -> Webhook:
    _require(by)
    webhook = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    if webhook.deleted_at:
        webhook.deleted_at = None
        webhook.save(update_fields=["deleted_at"])
        record(Verb.WEBHOOK_RESTORED, webhook, by=by, name=webhook.name, url=webhook.url)
        transaction.on_commit(wake_sending)
    return webhook


@transaction.atomic
def rotate_secret(webhook: Webhook, *, by: Actor) -> Webhook:
    """Sign with a new secret from now on, and for a day with the present one too, so that nothing is refused meanwhile."""
    _require_maker(by, webhook)
    webhook = _locked(webhook)
    webhook.former_secret, webhook.former_until = webhook.secret, now() + BOTH
    webhook.secret = new_secret()
    webhook.save(update_fields=["secret", "former_secret", "former_until"])
    record(Verb.WEBHOOK_SECRET_ROTATED, webhook, by=by, name=webhook.name, url=webhook.url)
    return webhook


@transaction.atomic
def enable_webhook(webhook: Webhook, *, by: Actor) -> Webhook:
    """Try it again at once, with whatever still waits for it."""
    _require_maker(by, webhook)
    webhook = _locked(webhook)
    was_off = webhook.disabled_at is not None
    webhook.disabled_at, webhook.disabled_reason = None, ""
    webhook.failing_since, webhook.failures, webhook.paused_until = None, 0, None
    webhook.save(update_fields=["disabled_at", "disabled_reason", "failing_since", "failures", "paused_until"])
    if was_off:
        record(Verb.WEBHOOK_ENABLED, webhook, by=by, name=webhook.name, url=webhook.url)
    transaction.on_commit(wake_sending)
    return webhook


@transaction.atomic
def disable_webhook(webhook: Webhook, *, by: Actor) -> Webhook:
    """Send nothing to it until somebody switches it on again; what happens meanwhile it is not told."""
    _require(by)
    webhook = _locked(webhook)
    if webhook.disabled_at is None:
        webhook.disabled_at, webhook.disabled_reason = now(), ""
        webhook.save(update_fields=["disabled_at", "disabled_reason"])
        record(Verb.WEBHOOK_DISABLED, webhook, by=by, name=webhook.name, url=webhook.url)
    return webhook


@transaction.atomic
def test_webhook(webhook: Webhook, *, by: Actor) -> WebhookDelivery:
    """Send a message that tells of nothing. Raises TooMany for whoever does nothing else, Conflict where it is off."""
    _require_maker(by, webhook)
    TESTS.take(str(by.user.pk))
    webhook = _locked(webhook)
    _require_on(webhook)
    said = {"workspace": {"id": str(by.workspace.pk), "slug": by.workspace.slug}}
    at = timezone.now()
    body = json.dumps({"type": TEST, "timestamp": at.isoformat(), "data": said})
    _try_now(webhook)
    made = WebhookDelivery.objects.create(webhook=webhook, verb=TEST, body=body, due_at=at, created_at=at)
    transaction.on_commit(wake_sending)
    return made


@transaction.atomic
def replay(delivery: WebhookDelivery, *, by: Actor) -> WebhookDelivery:
    """Send a message once more, with the id that it had. Raises Conflict where its webhook is off."""
    _require_maker(by, delivery.webhook)
    webhook = _locked(delivery.webhook)
    _require_on(webhook)
    _again(WebhookDelivery.objects.filter(pk=delivery.pk, state__in=[WebhookState.SENT, WebhookState.FAILED]))
    WebhookDelivery.objects.filter(pk=delivery.pk, state=WebhookState.WAITING).update(due_at=timezone.now())
    _try_now(webhook)
    record(Verb.WEBHOOK_REPLAYED, webhook, by=by, name=webhook.name, url=webhook.url, count=1)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def replay_failed(webhook: Webhook, *, by: Actor) -> int:
    """Send everything once more that was given up; how many messages that are."""
    _require_maker(by, webhook)
    webhook = _locked(webhook)
    _require_on(webhook)
    count = _again(WebhookDelivery.objects.filter(webhook=webhook, state=WebhookState.FAILED))
    if count:
        _try_now(webhook)
        record(Verb.WEBHOOK_REPLAYED, webhook, by=by, name=webhook.name, url=webhook.url, count=count)
    return count


@transaction.atomic
def note_answered(webhook: Webhook) -> None:
    """The receiver takes messages: no act, and nothing that anybody is told of."""
    failed = Webhook.objects.filter(pk=webhook.pk).exclude(failing_since=None, failures=0, paused_until=None)
    failed.update(failing_since=None, failures=0, paused_until=None)


@transaction.atomic
def note_failure(webhook: Webhook, *, is_silent: bool) -> None:
    """Leave a receiver that does not answer alone for a while; switch off one that has taken nothing for three days."""
    webhook = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    at = timezone.now()
    webhook.failing_since = webhook.failing_since or at
    if is_silent:
        webhook.failures = min(webhook.failures + 1, 1000)
        webhook.paused_until = at + pause_after(webhook.failures)
    webhook.save(update_fields=["failing_since", "failures", "paused_until"])
    if at - webhook.failing_since >= DEAD:
        disable(webhook, "dead")


@transaction.atomic
def disable(webhook: Webhook, reason: str) -> None:
    """Nobody's act: the receiver said that it is gone, or nobody has answered for long. Whoever made it is told."""
    webhook = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    if webhook.disabled_at or webhook.deleted_at:
        return
    webhook.disabled_at, webhook.disabled_reason = now(), reason
    webhook.save(update_fields=["disabled_at", "disabled_reason"])
    told = {"name": webhook.name, "url": webhook.url, "reason": reason, "maker": str(webhook.created_by_id)}
    record_of_itself(Verb.WEBHOOK_DISABLED, webhook, workspace=webhook.workspace_id, **told)


def clear_deliveries() -> int:
    """Remove what is settled and older than it is kept; how many."""
    return WebhookDelivery.objects.filter(settled_at__lt=timezone.now() - KEPT).delete()[0]


def _require(by: Actor) -> None:
    require(can_run_webhooks(by), _("Only administrators of the workspace run webhooks."))


def _require_maker(by: Actor, webhook: Webhook) -> None:
    _require(by)
    require(
        can_change_webhook(by, webhook),
        _("Only whoever made this webhook does that. You may switch it off or delete it."),
    )


def _require_on(webhook: Webhook) -> None:
    if webhook.disabled_at:
        raise Conflict(_("This webhook is switched off. Switch it on first."))


def _locked(webhook: Webhook) -> Webhook:
    found = Webhook.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=webhook.pk)
    if found.deleted_at:
        raise Conflict(_("This was deleted. Undo that first, or reload the page."))
    return found


def _again(deliveries: WebhookDeliveryQuerySet) -> int:
    again = {"state": WebhookState.WAITING, "due_at": timezone.now(), "attempts": 0, "settled_at": None}
    return deliveries.update(**again)


def _try_now(webhook: Webhook) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(paused_until=None)
    transaction.on_commit(wake_sending)


def _cleaned(*, url: str, verbs: Iterable[str], name: str) -> dict[str, object]:
    url = url.strip()
    try:
        check_address(url)
    except Refused as refusal:
        raise Invalid(refusal.message, field="url") from refusal
    chosen = sorted(set(verbs))
    unknown = [verb for verb in chosen if verb not in set(Verb)]
    if unknown:
        raise Invalid(_("There is no event called %(name)s.") % {"name": unknown[0]}, field="verbs")
    return {"url": url, "verbs": chosen, "name": clean_line(name, field="name", length=NAME_LENGTH)}
