"""Saved views: made, changed, shared, put in order, kept at hand, deleted and brought back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.colours import COLOURS, DEFAULT_COLOUR
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.icons import ICONS
from workstate.core.ids import new_id
from workstate.core.ordering import between
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.projects.actions.places import behind_of, last_position, position_after
from workstate.savedviews import filters
from workstate.savedviews.actions.looks import keep_look
from workstate.savedviews.looks import Look
from workstate.savedviews.models import FavouriteView, SavedView
from workstate.savedviews.places import ViewPlace
from workstate.savedviews.policies import can_create_view, can_edit_view, can_share_views
from workstate.tasks.models import Task

LONGEST = 2000
MOST = 200


@transaction.atomic
def create_view(
    name: str,
    *,
    by: Actor,
    filter: str = "",
    icon: str = "",
    colour: str = "",
    is_shared: bool = False,
    look: Look | None = None,
    id: UUID | None = None,
) -> SavedView:
    """
    Keep a filter under a name, behind the others; `look` is how it opens. The same id again answers with the first.

    Raises Invalid at the field, FilterError for a filter that cannot be read.
    """
    require(can_create_view(by))
    require(not is_shared or can_share_views(by), _("Guests cannot share views."))
    values = _cleaned({"name": name, "filter": filter, "icon": icon, "colour": colour or DEFAULT_COLOUR}, by)
    take_identifier(id)
    _take_turn(by)
    if made := made_before(SavedView.objects.all(), id, by=by, maker="created_by"):
        return made
    here = SavedView.objects.filter(workspace=by.workspace)
    if here.filter(created_by=by.user, deleted_at=None).count() >= MOST:
        raise Invalid(_("You keep 200 views already. Delete one that you no longer need."), field="name")
    view = SavedView.objects.create(
        id=id or new_id(), workspace=by.workspace, position=between(last_position(here), None), created_by=by.user,
        is_shared=is_shared, **values,
    )  # fmt: skip
    record(Verb.SAVED_VIEW_CREATED, view, by=by, shared=is_shared, name=view.name)
    if look:
        keep_look(ViewPlace(by, view), look, by=by, for_everyone=True)
    return view


@transaction.atomic
def change_view(view: SavedView, *, by: Actor, **changes: Any) -> SavedView:
    """Change name, filter, icon, colour, is_shared. Whoever no longer shares a view keeps it for themself."""
    require(can_edit_view(by, view))
    if changes.get("is_shared"):
        require(can_share_views(by), _("Guests cannot share views."))
    values = _cleaned(changes, by)
    view = _kept(_locked(view))
    require(can_edit_view(by, view))
    differing = {name: value for name, value in values.items() if getattr(view, name) != value}
    if differing:
        before = {name: getattr(view, name) for name in differing}
        was_shared = view.is_shared
        for name, value in differing.items():
            setattr(view, name, value)
        view.save(update_fields=list(differing))
        shared = was_shared or view.is_shared
        record(Verb.SAVED_VIEW_CHANGED, view, by=by, shared=shared, before=before, after=differing)
    return view


@transaction.atomic
def move_view(
    view: SavedView, *, by: Actor, after: SavedView | None = None, before: SavedView | None = None
) -> SavedView:
    """Put the view behind another one, ahead of one, or first; one order for all who see it."""
    require(can_edit_view(by, view))
    _take_turn(by)
    view = _kept(_locked(view))
    place = SavedView.objects.filter(workspace=by.workspace, deleted_at=None).exclude(pk=view.pk)
    view.position = position_after(place, behind_of(place, after, before))
    view.save(update_fields=["position"])
    record(Verb.SAVED_VIEW_MOVED, view, by=by, shared=view.is_shared)
    return view


@transaction.atomic
def favour_view(view: SavedView, *, by: Actor) -> None:
    """Keep it at hand; the person's other pages are told, nobody else."""
    _favourite, new = FavouriteView.objects.get_or_create(workspace=by.workspace, user=by.user, view=view)
    if new:
        record(Verb.SAVED_VIEW_FAVOURED, view, by=by)


@transaction.atomic
def unfavour_view(view: SavedView, *, by: Actor) -> None:
    removed, _rows = FavouriteView.objects.filter(user=by.user, view=view).delete()
    if removed:
        record(Verb.SAVED_VIEW_UNFAVOURED, view, by=by)


@transaction.atomic
def delete_view(view: SavedView, *, by: Actor) -> SavedView:
    """Take the view away; its tasks stay where they are."""
    require(can_edit_view(by, view))
    view = _locked(view)
    if view.deleted_at is None:
        view.deleted_at, view.deleted_by = now(), by.user
        view.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.SAVED_VIEW_DELETED, view, by=by, shared=view.is_shared, name=view.name)
    return view


@transaction.atomic
def restore_view(view: SavedView, *, by: Actor) -> SavedView:
    require(can_edit_view(by, view))
    view = _locked(view)
    if view.deleted_at is not None:
        view.deleted_at = view.deleted_by = None
        view.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.SAVED_VIEW_RESTORED, view, by=by, shared=view.is_shared)
    return view


def _cleaned(values: dict[str, Any], by: Actor) -> dict[str, Any]:
    clean = dict(values)
    if "name" in clean:
        clean["name"] = clean_line(clean["name"], field="name", length=NAME_LENGTH, required=True)
    if "colour" in clean and clean["colour"] not in COLOURS:
        raise Invalid(_("Choose one of the colours offered."), field="colour")
    if clean.get("icon") and clean["icon"] not in ICONS:
        raise Invalid(_("Choose one of the icons offered."), field="icon")
    if "filter" in clean:
        text = clean_line(clean["filter"], field="filter", length=LONGEST)
        node = filters.parse(text, Formats.of(by.user))
        filters.matching(Task.objects.none(), text, by)
        clean["filter"] = filters.printed(node) if node else ""
    return clean


def _take_turn(by: Actor) -> None:
    take_turn(f"views:{by.workspace.pk}")


def _locked(view: SavedView) -> SavedView:
    return SavedView.objects.select_for_update().get(pk=view.pk)


def _kept(view: SavedView) -> SavedView:
    if view.deleted_at:
        raise Conflict(_("This view was deleted. Undo that first, or reload the page."))
    return view
