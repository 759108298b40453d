from __future__ import annotations

from workstate.core.actor import Actor
from workstate.integrations.webhooks.models import Webhook


def can_run_webhooks(actor: Actor) -> bool:
    """What happens in a workspace leaves it: that is for those who run it."""
    return actor.administers


def can_change_webhook(actor: Actor, webhook: Webhook) -> bool:
    """
    Whoever made it: it hears what they may see, their own inbox too, so that nobody else may lead it elsewhere or read its log.
    Others who run the workspace may end it.
    """
    return can_run_webhooks(actor) and webhook.created_by_id == actor.user.pk
