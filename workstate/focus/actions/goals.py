"""Goals: set, changed from today on, put in order, put away, deleted and brought back. Each is the person's own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now, today, week_of
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import between
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.focus.models.goals import EVERY_DAY, Goal, GoalPeriod, GoalSubject, GoalTarget, bits_of
from workstate.focus.policies import can_edit_goal
from workstate.projects.actions.places import behind_of, last_position, position_after
from workstate.projects.models import Client, Project
from workstate.tasks.models import Label

LEAST = 60
A_DAY = 24 * 3600
_DOORS: dict[str, Any] = {GoalSubject.CLIENT: Client, GoalSubject.PROJECT: Project, GoalSubject.LABEL: Label}


@transaction.atomic
def create_goal(
    *,
    by: Actor,
    period: str,
    seconds: int,
    about: str = GoalSubject.ALL,
    subject: Client | Project | Label | None = None,
    at_most: bool = False,
    weekdays: Collection[int] | None = None,
    notifies: bool = True,
    id: UUID | None = None,
) -> Goal:
    """
    Set a goal, behind the others; `subject` is the client, project or label that `about` speaks of.

    A goal for each day holds on the weekdays given (Monday is 0), else on those on which the person works. The same id
    again answers with the first. Raises Invalid at the field.
    """
    if period not in GoalPeriod.values:
        raise Invalid(_("Choose each day or each week."), field="period")
    columns = _about(about, subject, by)
    bits = _bits(weekdays if weekdays is not None else by.user.working_week.weekdays or range(7), period)
    _require_length(seconds, period)
    take_identifier(id)
    take_turn(_order_of(by))
    if made := made_before(Goal.objects.all(), id, by=by, maker="user"):
        return made
    mine = Goal.objects.visible_to(by)
    if mine.kept().count() >= Goal.MOST:
        raise Invalid(
            _("You have %(most)d goals already. Delete one that you no longer need.") % {"most": Goal.MOST},
            field="seconds",
        )
    goal = Goal.objects.create(
        id=id or new_id(), workspace=by.workspace, user=by.user, period=period, at_most=at_most, notifies=notifies,
        position=between(last_position(mine), None), **columns,
    )  # fmt: skip
    GoalTarget.objects.create(goal=goal, since=_from(goal, by), seconds=seconds, weekdays=bits)
    record(Verb.GOAL_CREATED, goal, by=by, period=period, about=about, seconds=seconds, weekdays=bits, at_most=at_most)
    return goal


@transaction.atomic
def change_goal(
    goal: Goal,
    *,
    by: Actor,
    seconds: int | None = None,
    weekdays: Collection[int] | None = None,
    notifies: bool | None = None,
) -> Goal:
    """
    Ask for more or less, on other weekdays, or tell of it or not. What is given as None stays.

    Holds from today or from the first day of this week on: what was reached before stays reached.
    """
    require(can_edit_goal(by, goal))
    goal = _kept(_locked(goal))
    last = GoalTarget.objects.filter(goal=goal).latest("since")
    wanted = {
        "seconds": last.seconds if seconds is None else seconds,
        "weekdays": last.weekdays if weekdays is None else _bits(weekdays, goal.period),
    }
    _require_length(wanted["seconds"], goal.period)
    before = {"seconds": last.seconds, "weekdays": last.weekdays}
    changed = {name: value for name, value in wanted.items() if before[name] != value}
    if changed:
        # Who has travelled west may be in a day before the one from which the last target holds.
        since = max(_from(goal, by), last.since)
        GoalTarget.objects.update_or_create(goal=goal, since=since, defaults=wanted)
    if notifies is not None and notifies != goal.notifies:
        before["notifies"], changed["notifies"] = goal.notifies, notifies
        goal.notifies = notifies
        goal.save(update_fields=["notifies"])
    if changed:
        record(Verb.GOAL_CHANGED, goal, by=by, before={name: before[name] for name in changed}, after=changed)
    return goal


@transaction.atomic
def move_goal(goal: Goal, *, by: Actor, after: Goal | None = None, before: Goal | None = None) -> Goal:
    """Put the goal behind another one, ahead of one, or first: the first is shown on every page."""
    require(can_edit_goal(by, goal))
    take_turn(_order_of(by))
    goal = _kept(_locked(goal))
    place = Goal.objects.visible_to(by).kept().exclude(pk=goal.pk)
    goal.position = position_after(place, behind_of(place, after, before))
    goal.save(update_fields=["position"])
    record(Verb.GOAL_MOVED, goal, by=by)
    return goal


def archive_goal(goal: Goal, *, by: Actor) -> Goal:
    """Put the goal away: it is no longer measured, and what was reached is kept."""
    return _mark(goal, "archived_at", True, Verb.GOAL_ARCHIVED, by)


def unarchive_goal(goal: Goal, *, by: Actor) -> Goal:
    return _mark(goal, "archived_at", False, Verb.GOAL_UNARCHIVED, by)


def delete_goal(goal: Goal, *, by: Actor) -> Goal:
    """Take the goal away; the time that was tracked for it stays."""
    return _mark(goal, "deleted_at", True, Verb.GOAL_DELETED, by)


def restore_goal(goal: Goal, *, by: Actor) -> Goal:
    return _mark(goal, "deleted_at", False, Verb.GOAL_RESTORED, by)


@transaction.atomic
def _mark(goal: Goal, state: str, wanted: bool, verb: Verb, by: Actor) -> Goal:
    require(can_edit_goal(by, goal))
    goal = _locked(goal)
    if state != "deleted_at":
        _kept(goal)
    if (getattr(goal, state) is not None) != wanted:
        setattr(goal, state, now() if wanted else None)
        goal.save(update_fields=[state])
        record(verb, goal, by=by)
    return goal


def _about(about: str, subject: Client | Project | Label | None, by: Actor) -> dict[str, Any]:
    if about not in GoalSubject.values:
        raise Invalid(_("Choose what the goal is about."), field="about")
    if about == GoalSubject.ALL:
        if subject is not None:
            raise Invalid(_("A goal for all time is about nothing else."), field="subject")
        return {"about": about}
    if subject is None or not isinstance(subject, _DOORS[about]):
        said = {
            GoalSubject.CLIENT: _("Choose the client."),
            GoalSubject.PROJECT: _("Choose the project."),
            GoalSubject.LABEL: _("Choose the label."),
        }
        raise Invalid(said[GoalSubject(about)], field="subject")
    require(subject.workspace_id == by.workspace.pk and not by.is_guest)
    return {"about": about, about: subject}


def _bits(weekdays: Collection[int], period: str) -> int:
    if period == GoalPeriod.WEEK:
        return EVERY_DAY
    wanted = frozenset(weekdays)
    if not wanted:
        raise Invalid(_("Choose at least one day."), field="weekdays")
    if not wanted <= frozenset(range(7)):
        raise Invalid(_("Choose days of the week."), field="weekdays")
    return bits_of(wanted)


def _require_length(seconds: int, period: str) -> None:
    most = A_DAY if period == GoalPeriod.DAY else 7 * A_DAY
    if not LEAST <= seconds <= most:
        said = (
            _("Give between a minute and 24 hours, such as 6:30 or 8 h.")
            if period == GoalPeriod.DAY
            else _("Give between a minute and 168 hours, such as 32 h.")
        )
        raise Invalid(said, field="seconds")


def _from(goal: Goal, by: Actor) -> date:
    """The first day for which what is said now holds."""
    day = today(by.zone)
    return week_of(day, by.user.first_weekday)[0] if goal.is_weekly else day


def _order_of(by: Actor) -> str:
    return f"goals:{by.workspace.pk}:{by.user.pk}"


def _locked(goal: Goal) -> Goal:
    return Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)


def _kept(goal: Goal) -> Goal:
    if goal.deleted_at:
        raise Conflict(_("This goal was deleted. Undo that first, or reload the page."))
    return goal
