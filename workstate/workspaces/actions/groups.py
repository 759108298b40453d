"""Groups of members: made, renamed, filled, emptied, deleted and brought back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.colours import COLOURS, DEFAULT_COLOUR
from workstate.core.errors import Invalid, NotFound, require
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.workspaces.models import Group, GroupMember, Membership
from workstate.workspaces.policies import can_manage_groups

MOST_GROUPS = 200


@transaction.atomic
def create_group(
    name: str, *, by: Actor, colour: str = DEFAULT_COLOUR, people: Iterable[User] = (), id: UUID | None = None
) -> Group:
    """Make a group, perhaps with people in it. Raises Invalid at the field, also for a name that another group has."""
    _require_managing(by)
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    colour = _colour(colour)
    take_identifier(id)
    if made := made_before(Group.objects.all(), id, by=by, maker="created_by"):
        return made
    take_turn(f"groups:{by.workspace.pk}")
    if Group.objects.visible_to(by).count() >= MOST_GROUPS:
        raise Invalid(_("There are as many groups as there may be. Delete one first."), field="name")
    group = Group(workspace=by.workspace, name=name, colour=colour, created_by=by.user, **({"id": id} if id else {}))
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as error:
        raise _name_taken() from error
    record(Verb.GROUP_CREATED, group, by=by, name=name)
    add_to_group(group, people, by=by)
    return group


@transaction.atomic
def change_group(
    group: Group,
    *,
    by: Actor,
    name: str | None = None,
    colour: str | None = None,
    joining: Iterable[User] = (),
    leaving: Iterable[User] = (),
) -> Group:
    """
    Rename or recolour it, put people into it and take others out, as one act.

    Raises Invalid at the field, also for a name that another group has, and then changes nothing.
    """
    _require_managing(by)
    group = _renamed(group, by, name, colour)
    add_to_group(group, joining, by=by)
    remove_from_group(group, leaving, by=by)
    return group


def _renamed(group: Group, by: Actor, name: str | None, colour: str | None) -> Group:
    columns: dict[str, str] = {}
    if name is not None:
        columns["name"] = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    if colour is not None:
        columns["colour"] = _colour(colour)
    group = _locked(group, by)
    before = {field: getattr(group, field) for field, value in columns.items() if getattr(group, field) != value}
    if not before:
        return group
    after = {field: columns[field] for field in before}
    for field, value in after.items():
        setattr(group, field, value)
    try:
        with transaction.atomic():
            group.save(update_fields=list(after))
    except IntegrityError as error:
        raise _name_taken() from error
    record(Verb.GROUP_CHANGED, group, by=by, name=group.name, before=before, after=after)
    return group


@transaction.atomic
def delete_group(group: Group, *, by: Actor) -> None:
    """Away with it, for everybody; restore_group() brings it back with whoever belonged to it."""
    _require_managing(by)
    group = _locked(group, by)
    group.deleted_at = now()
    group.save(update_fields=["deleted_at"])
    record(Verb.GROUP_DELETED, group, by=by, name=group.name)


@transaction.atomic
def restore_group(group: Group, *, by: Actor) -> Group:
    """Bring a deleted group back; one that is there stays. Raises Invalid if another has its name by now."""
    _require_managing(by)
    found = Group.objects.in_sight_or_bin_of(by).select_for_update().filter(pk=group.pk).first()
    if found is None:
        raise NotFound
    if found.deleted_at is None:
        return found
    found.deleted_at = None
    try:
        with transaction.atomic():
            found.save(update_fields=["deleted_at"])
    except IntegrityError as error:
        raise _name_taken() from error
    record(Verb.GROUP_RESTORED, found, by=by, name=found.name)
    return found


@transaction.atomic
def add_to_group(group: Group, people: Iterable[User], *, by: Actor) -> list[User]:
    """
    Put people into it; answers with those who were not in it yet.

    Raises Invalid for somebody who is no member of the workspace, and then adds nobody.
    """
    _require_managing(by)
    wanted = {person.pk: person for person in people}
    group = _locked(group, by)
    if not wanted:
        return []
    # Whoever is being taken out of the workspace at this moment is waited for.
    members = Membership.objects.select_for_update().filter(workspace=by.workspace, user__in=wanted)
    if len(members.order_by("pk").values_list("pk", flat=True)) < len(wanted):
        raise Invalid(_("Choose somebody who is a member of this workspace."), field="user")
    there = set(GroupMember.objects.filter(group=group, user__in=wanted).values_list("user", flat=True))
    new = [person for pk, person in wanted.items() if pk not in there]
    GroupMember.objects.bulk_create(GroupMember(workspace=by.workspace, group=group, user=person) for person in new)
    for person in new:
        record(Verb.GROUP_JOINED, group, by=by, name=group.name, user=str(person.pk))
    return new


@transaction.atomic
def remove_from_group(group: Group, people: Iterable[User], *, by: Actor) -> list[User]:
    """Take people out of it; answers with those who were in it."""
    _require_managing(by)
    wanted = {person.pk: person for person in people}
    group = _locked(group, by)
    ties = GroupMember.objects.filter(group=group, user__in=wanted) if wanted else GroupMember.objects.none()
    there = [wanted[pk] for pk in ties.order_by("pk").values_list("user", flat=True)]
    ties.delete()
    for person in there:
        record(Verb.GROUP_LEFT, group, by=by, name=group.name, user=str(person.pk))
    return there


def _require_managing(by: Actor) -> None:
    require(can_manage_groups(by), _("Only administrators change groups. Ask one of them."))


def _locked(group: Group, by: Actor) -> Group:
    found = Group.objects.visible_to(by).select_for_update().filter(pk=group.pk).first()
    if found is None:
        raise NotFound
    return found


def _colour(colour: str) -> str:
    if colour not in COLOURS:
        raise Invalid(_("Choose one of the colours."), field="colour")
    return colour


def _name_taken() -> Invalid:
    return Invalid(_("There is such a group."), field="name")
