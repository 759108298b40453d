"""What happened becomes a message to each address that hears of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from workstate.activity.models import Event
from workstate.integrations.webhooks.jobs import wake_sending
from workstate.integrations.webhooks.messages import body_of, of_those
from workstate.integrations.webhooks.models import Webhook, WebhookDelivery
from workstate.workspaces.queries import actor_of


def queue(events: Sequence[Event]) -> None:
    """One message for each event and address, however often it is called: the database has each pair once."""
    workspaces = {event.workspace_id for event in events if event.workspace_id}
    if not workspaces:
        return
    webhooks = list(
        Webhook.objects.working().filter(workspace__in=workspaces).select_related("workspace", "created_by")
    )
    if webhooks:
        prefetch_related_objects(list(events), "user")
    made = []
    for webhook in webhooks:
        wanted = [
            event
            for event in events
            if event.workspace_id == webhook.workspace_id
            and webhook.hears(event.verb)
            and event.happened_at >= webhook.created_at
        ]
        by = actor_of(webhook.created_by, webhook.workspace) if wanted else None
        if by is None:
            continue
        at = timezone.now()
        made += [
            WebhookDelivery(
                webhook=webhook,
                event=event.pk,
                verb=event.verb,
                body=body_of(event, subject, webhook.workspace),
                due_at=at,
            )
            for event, subject in of_those(wanted, by)
        ]
    if made:
        WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)
        transaction.on_commit(wake_sending)
