"""Public links: made, changed, revoked, put back into force; and whether a workspace allows them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed, require
from workstate.core.ids import new_id
from workstate.core.links import hash_of, hashed_password, new_token, require_future
from workstate.core.turns import take_turn
from workstate.projects.models import Project
from workstate.publishing.models import PublicLayout, PublicLink, PublicLinkVisits, PublishingRules
from workstate.publishing.policies import (
    can_change_link,
    can_publish,
    can_reinstate_link,
    can_revoke_link,
    can_rule_publishing,
)
from workstate.savedviews.models import SavedView

# To one project or view, revoked and expired ones not counted.
MOST = 50


@transaction.atomic
def create_link(
    subject: Project | SavedView,
    *,
    by: Actor,
    password: str = "",
    expires_at: datetime | None = None,
    layout: str = PublicLayout.LIST,
    with_descriptions: bool = False,
    with_done: bool = False,
) -> tuple[PublicLink, str]:
    """
    Make a link by which anybody looks at the project or view; answers with it and its token, which is told this once.

    Raises Invalid at the password, the layout or the moment of expiry, and NotAllowed where the workspace allows no links.
    """
    require(can_publish(by, subject), _("Only who administers a project, or made a view, makes public links to it."))
    hashed = hashed_password(password)
    if layout not in PublicLayout.values:
        raise Invalid(_("Choose a list or a board."), field="layout")
    _require_allowed(by)
    take_turn(f"public links:{subject.pk}")
    there = type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    require(can_publish(by, there))
    if there.deleted_at:
        raise Conflict(_("This was deleted. Undo that first, or reload the page."))
    at = now()
    require_future(expires_at, at)
    to = {"project": there, "view": None} if isinstance(there, Project) else {"project": None, "view": there}
    if PublicLink.objects.filter(**to).working(at).count() >= MOST:
        raise Invalid(_("There are 50 links to this already. Revoke one that is no longer needed."))
    token = new_token()
    link = PublicLink.objects.create(
        id=new_id(),
        workspace=by.workspace,
        token_hash=hash_of(token),
        password=hashed,
        layout=layout,
        with_descriptions=with_descriptions,
        with_done=with_done,
        expires_at=expires_at,
        created_by=by.user,
        **to,
    )
    PublicLinkVisits.objects.create(link=link)
    record(
        Verb.PUBLIC_LINK_CREATED,
        there,
        by=by,
        link=str(link.pk),
        has_password=bool(hashed),
        with_descriptions=with_descriptions,
        with_done=with_done,
        expires_at=expires_at.isoformat() if expires_at else None,
    )
    return link, token


@transaction.atomic
def change_link(
    link: PublicLink,
    *,
    by: Actor,
    password: str | None = None,
    expires_at: datetime | None = None,
    never_expires: bool = False,
    layout: str | None = None,
    with_descriptions: bool | None = None,
    with_done: bool | None = None,
) -> PublicLink:
    """
    Change what the link shows and until when; an empty password takes it away, a new one is asked of everybody anew.

    Never brings back what has expired, was revoked or deleted. Raises Invalid at the field, Conflict and NotAllowed.
    """
    require_changing(by, link)
    hashed = None if password is None else hashed_password(password)
    if layout is not None and layout not in PublicLayout.values:
        raise Invalid(_("Choose a list or a board."), field="layout")
    link = _locked(link)
    require_changing(by, link)
    _require_allowed(by)
    at = now()
    if link.subject.deleted_at or not link.works(at):
        raise Conflict(_("This link does not open any more. Make a new one."))
    require_future(expires_at, at)
    before = _said(link)
    if hashed is not None:
        link.password = hashed
    if expires_at is not None or never_expires:
        link.expires_at = expires_at
    link.layout = link.layout if layout is None else layout
    link.with_descriptions = link.with_descriptions if with_descriptions is None else with_descriptions
    link.with_done = link.with_done if with_done is None else with_done
    link.save(update_fields=["password", "expires_at", "layout", "with_descriptions", "with_done"])
    # One password instead of another reads the same, and is a change.
    if hashed or before != _said(link):
        told = {"before": before, "after": _said(link)}
        record(Verb.PUBLIC_LINK_CHANGED, link.subject, by=by, link=str(link.pk), **told)
    return link


@transaction.atomic
def revoke_link(link: PublicLink, *, by: Actor) -> PublicLink:
    """From now on it opens nothing."""
    require(can_revoke_link(by, link))
    link = _locked(link)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = now(), by.user
        link.save(update_fields=["revoked_at", "revoked_by"])
        record(Verb.PUBLIC_LINK_REVOKED, link.subject, by=by, link=str(link.pk))
    return link


@transaction.atomic
def reinstate_link(link: PublicLink, *, by: Actor) -> PublicLink:
    """Let a revoked link open again: whoever made and revoked it takes that back."""
    _require_reinstating(by, link)
    link = _locked(link)
    if link.revoked_at is not None:
        _require_reinstating(by, link)
        _require_allowed(by)
        link.revoked_at = link.revoked_by = None
        link.save(update_fields=["revoked_at", "revoked_by"])
        record(Verb.PUBLIC_LINK_REINSTATED, link.subject, by=by, link=str(link.pk))
    return link


@transaction.atomic
def set_publishing(is_allowed: bool, *, by: Actor) -> PublishingRules:
    """Whether public links are allowed in the workspace; where not, none opens, and those there are open again when it is."""
    require(can_rule_publishing(by), _("Only administrators of the workspace change this."))
    take_turn(f"publishing:{by.workspace.pk}")
    rules, _made = PublishingRules.objects.get_or_create(workspace=by.workspace)
    if rules.is_allowed != is_allowed:
        rules.is_allowed = is_allowed
        rules.save(update_fields=["is_allowed"])
        record(Verb.PUBLISHING_ALLOWED if is_allowed else Verb.PUBLISHING_FORBIDDEN, by.workspace, by=by)
    return rules


def count_visit(link_id: UUID) -> None:
    """That somebody looked: no act, and nothing that anybody is told of."""
    PublicLinkVisits.objects.filter(link=link_id).update(count=F("count") + 1, last_at=now())


def require_changing(by: Actor, link: PublicLink) -> None:
    require(can_change_link(by, link), _("Only whoever made this link changes it. You may revoke it."))


def _require_allowed(by: Actor) -> None:
    if PublishingRules.objects.filter(workspace=by.workspace, is_allowed=False).exists():
        raise NotAllowed(_("Public links are not allowed in this workspace. Ask one of its administrators."))


def _require_reinstating(by: Actor, link: PublicLink) -> None:
    require(can_reinstate_link(by, link), _("Only whoever made and revoked this link lets it open again."))


def _locked(link: PublicLink) -> PublicLink:
    return PublicLink.objects.select_for_update(of=("self",)).select_related("project", "view").get(pk=link.pk)


def _said(link: PublicLink) -> dict[str, object]:
    """For the log: nothing that opens anything."""
    return {
        "has_password": bool(link.password),
        "layout": link.layout,
        "with_descriptions": link.with_descriptions,
        "with_done": link.with_done,
        "expires_at": link.expires_at.isoformat() if link.expires_at else None,
    }
