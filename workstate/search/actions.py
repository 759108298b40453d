"""What a person looked for, kept for them. No event: nobody else is told, not even administrators, of what somebody seeks."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from workstate.core.actor import Actor
from workstate.search.asking import readable
from workstate.search.models import RecentSearch

MOST = 10
LONGEST = 200


@transaction.atomic
def remember_search(text: str, *, by: Actor) -> RecentSearch | None:
    """Put what was looked for on top of the person's recent searches; the oldest goes. None for nothing to remember."""
    words = " ".join(readable(text).split())[:LONGEST].strip()
    if not words:
        return None
    search, _made = RecentSearch.objects.update_or_create(
        workspace=by.workspace, user=by.user, text=words, defaults={"searched_at": timezone.now()}
    )
    recent = RecentSearch.objects.visible_to(by).newest_first()
    RecentSearch.objects.filter(pk__in=list(recent.values_list("pk", flat=True)[MOST:])).delete()
    return search


@transaction.atomic
def forget_searches(*, by: Actor) -> None:
    """Clear the person's recent searches in this workspace."""
    RecentSearch.objects.visible_to(by).delete()
