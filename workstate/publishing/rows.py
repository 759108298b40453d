"""Public links as their lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.projects.models import Project
from workstate.publishing.models import PublicLink, PublicLinkQuerySet, PublishingRules
from workstate.publishing.policies import can_revoke_link
from workstate.savedviews.models import SavedView

MOST = 200


@dataclass(frozen=True, slots=True)
class LinkRow:
    link: PublicLink
    state: str
    works: bool
    can_revoke: bool
    can_change: bool
    views: int
    seen_at: datetime | None


def links_to(subject: Project | SavedView, actor: Actor) -> PublicLinkQuerySet:
    to = {"project": subject} if isinstance(subject, Project) else {"view": subject}
    return PublicLink.objects.visible_to(actor).filter(**to)


def rows_of(links: PublicLinkQuerySet, actor: Actor) -> list[LinkRow]:
    """The newest first, in one query."""
    found = links.select_related("project", "view", "created_by", "visits").newest_first()[:MOST]
    return list(_rows(found, actor))


def is_allowed_in(actor: Actor) -> bool:
    return not PublishingRules.objects.filter(workspace=actor.workspace, is_allowed=False).exists()


def _rows(links: Iterable[PublicLink], actor: Actor) -> Iterable[LinkRow]:
    at, formats = now(), Formats.of(actor.user)
    for link in links:
        works = link.works(at)
        if link.revoked_at:
            state = _("Revoked %(when)s") % {"when": formats.moment(link.revoked_at)}
        elif link.expires_at is None:
            state = _("Opens until it is revoked")
        elif works:
            state = _("Opens until %(when)s") % {"when": formats.moment(link.expires_at)}
        else:
            state = _("Expired %(when)s") % {"when": formats.moment(link.expires_at)}
        # What a list shows is the actor's to see, and whoever sees another's link may end it: visible_to says both.
        may = actor.administers or link.created_by_id == actor.user.pk or can_revoke_link(actor, link)
        # Who reads such a list may make links to what it is of: what is left to ask is whose the link is.
        change = works and link.created_by_id == actor.user.pk and not actor.is_guest
        yield LinkRow(link, state, works, works and may, change, link.visits.count, link.visits.last_at)
