"""Who has what in a project, as its dialog and the API show it. A constant number of queries, however many people there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case, Count, QuerySet, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.core.actor import Actor, Role
from workstate.projects.access import RUNNING_IT, level_of
from workstate.projects.models import LEVELS_OF_EVERYONE, Level, Project, ProjectShare
from workstate.projects.policies import can_administer_project
from workstate.workspaces.models import Group, Invitation, Membership
from workstate.workspaces.policies import can_invite

LEVELS_OF_GUESTS = (Level.VIEW, Level.COMMENT, Level.EDIT)
# The highest first.
_BY_LEVEL = Case(*(When(level=level, then=Value(-level.rank)) for level in Level))
# Named where others are counted.
NAMED = 5


@dataclass(frozen=True, slots=True)
class LevelChoice:
    value: str
    title: str
    words: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A person or a group that the project is shared with."""

    share: ProjectShare
    choices: list[LevelChoice]
    people: int
    """How many belong to the group."""
    is_self: bool
    is_guest: bool
    can_take_over: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    project: Project
    can_administer: bool
    own_level: Level | None
    lines: list[Line]
    running: list[Membership]
    """Some of those who run the workspace, and so every project of it."""
    running_count: int
    everyone: list[LevelChoice]
    candidates: list[dict[str, str]] = field(default_factory=list)
    invited: list[Invitation] = field(default_factory=list)
    can_invite: bool = False
    has_own_share: bool = False

    @property
    def everyone_now(self) -> LevelChoice:
        return next(choice for choice in self.everyone if choice.is_current)

    @property
    def levels(self) -> list[LevelChoice]:
        """Of whoever is added."""
        return level_choices(Level, Level.EDIT)

    @property
    def guest_levels(self) -> list[LevelChoice]:
        return level_choices(LEVELS_OF_GUESTS, Level.EDIT)

    @property
    def others(self) -> int:
        """How many run the workspace beside those that are named."""
        return self.running_count - len(self.running)


def sharing_of(project: Project, actor: Actor) -> Sharing:
    """What the actor may know of it: a guest learns of people they share it with, not of groups nor of who runs the place."""
    can_administer = can_administer_project(actor, project)
    shares = list(shares_of(project, actor))
    sizes = _sizes({share.group_id for share in shares if share.group_id})
    people = [] if actor.is_guest else list(_members(actor))
    running = [member for member in people if member.role in RUNNING_IT]
    return Sharing(
        project=project,
        can_administer=can_administer,
        own_level=level_of(actor, project),
        lines=[_line(share, sizes, actor, can_administer) for share in shares],
        running=running[:NAMED],
        running_count=len(running),
        everyone=everyone_choices(project.everyone),
        candidates=_candidates(actor, people, shares) if can_administer else [],
        invited=list(_invited(project, actor)) if can_administer and can_invite(actor) else [],
        can_invite=can_administer and can_invite(actor),
        has_own_share=any(share.member and share.member.user_id == actor.user.pk for share in shares),
    )


def shares_of(project: Project, actor: Actor) -> QuerySet[ProjectShare]:
    """By what they may do, then by name; without groups for a guest, who knows none, and without groups that are gone."""
    found = ProjectShare.objects.filter(project=project).select_related("member__user", "group")
    found = found.filter(group=None) if actor.is_guest else found.filter(group__deleted_at=None)
    return found.order_by(_BY_LEVEL, Lower("member__user__name"), Lower("group__name"), "pk")


def level_choices(offered: Iterable[Level], current: str = "") -> list[LevelChoice]:
    offered = set(offered)
    words = {
        Level.VIEW: _("Sees everything in it, changes nothing"),
        Level.COMMENT: _("Sees it and comments on tasks"),
        Level.EDIT: _("Adds, changes and completes tasks"),
        Level.ADMINISTER: _("Edits it and says who else sees it"),
    }
    return [
        LevelChoice(level.value, str(level.label), words[level], level == current)
        for level in Level
        if level in offered
    ]


def everyone_choices(current: str) -> list[LevelChoice]:
    private = LevelChoice("", _("Private"), _("Only those it is shared with see it"), current == "")
    return [*reversed(level_choices(LEVELS_OF_EVERYONE, current)), private]


def _line(share: ProjectShare, sizes: dict[UUID, int], actor: Actor, can_administer: bool) -> Line:
    member = share.member
    is_guest = member is not None and member.role == Role.GUEST
    is_self = member is not None and member.user_id == actor.user.pk
    offered = LEVELS_OF_GUESTS if is_guest else tuple(Level)
    return Line(
        share=share,
        choices=level_choices(offered, share.level) if can_administer else [],
        people=sizes.get(share.group_id, 0) if share.group_id else 0,
        is_self=is_self,
        is_guest=is_guest,
        can_take_over=can_administer and member is not None and not is_guest and not is_self,
    )


def _members(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.visible_to(actor).select_related("user").order_by(Lower("user__name"), "pk")


def _candidates(actor: Actor, people: list[Membership], shares: list[ProjectShare]) -> list[dict[str, str]]:
    """Whom it is not shared with yet, as options: people, then groups."""
    has_it = {share.member_id for share in shares} | {share.group_id for share in shares}
    found = []
    for member in people:
        if member.pk not in has_it and member.role not in RUNNING_IT:
            words = f"{member.user} · {member.user.email}" if member.user.name else member.user.email
            words = _("%s (guest)") % words if member.role == Role.GUEST else words
            found.append({"value": f"member:{member.pk}", "text": words})
    groups = [group for group in Group.objects.visible_to(actor).by_name() if group.pk not in has_it]
    found.extend(
        {"value": f"group:{group.pk}", "text": _("%s (group)") % group.name, "colour": group.colour} for group in groups
    )
    return found


def _sizes(groups: set[UUID]) -> dict[UUID, int]:
    if not groups:
        return {}
    counted = Group.objects.filter(pk__in=groups).annotate(people=Count("members"))
    return dict(counted.values_list("pk", "people"))


def _invited(project: Project, actor: Actor) -> QuerySet[Invitation]:
    """Who is asked in with this project, and has not answered yet."""
    here = Invitation.objects.filter(workspace=actor.workspace).waiting()
    return here.filter(grants__projects__contains=[{"project": str(project.pk)}]).exclude(email="").order_by("email")
