"""Which time a report is about: through the door, of its days, people and filter. Everything else is added up from these rows."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.reports.description import Description
from workstate.reports.filtering import asks_who, condition
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.timetracking.models import DayShare, DaySum, DayTotal
from workstate.timetracking.models.days import DayShareQuerySet, DaySumQuerySet, DayTotalQuerySet
from workstate.workspaces.models import Group, GroupMember, Membership

RowsT = TypeVar("RowsT", DayShareQuerySet, DaySumQuerySet, DayTotalQuerySet)


def shares_of(description: Description, reader: Reader, period: Period | None = None) -> DayShareQuerySet:
    """The shares of time that the report adds up; of its own days unless others are given. Raises Invalid at the filter."""
    return _asked(DayShare.objects.visible_to(reader.actor), description, reader, period)


def sums_of(description: Description, reader: Reader, period: Period | None = None) -> DaySumQuerySet:
    """The same out of the sums of each day, for questions that go no deeper than them."""
    return _asked(DaySum.objects.visible_to(reader.actor), description, reader, period)


def totals_of(description: Description, reader: Reader, period: Period | None = None) -> DayTotalQuerySet:
    """The same out of the sums over everybody, for readers who see everybody's time and ask of nobody."""
    return _asked(DayTotal.objects.visible_to(reader.actor), description, reader, period)


def asks_of_everybody(description: Description, reader: Reader) -> bool:
    """Whether the time of all people is asked for, of which the reader may see all, without telling one from another."""
    narrowed = description.is_own or description.people or description.groups
    by_person = bool(description.filter) and asks_who(description.filter, reader.actor)
    return reader.actor.administers and not narrowed and not by_person


def _asked(rows: RowsT, description: Description, reader: Reader, period: Period | None) -> RowsT:
    days = period or description.period
    rows = rows.between(days.first, days.last)
    if people := people_asked(description, reader):
        rows = rows.filter(people)
    wanted = condition(description.filter, reader.actor) if description.filter else None
    return rows.filter(wanted) if wanted is not None else rows


def people_asked(description: Description, reader: Reader) -> Q:
    """Whose time; empty: everybody's that the reader may see. Raises Invalid for people and groups that they do not see."""
    actor = reader.actor
    if description.is_own:
        return Q(user=actor.user)
    asked = Q()
    if people := description.people:
        seen = Membership.objects.visible_to(actor).filter(user__in=people).count()
        if seen != len(people):
            raise Invalid(_("You do not see all of these people here. Choose others."), field="people")
        asked = Q(user__in=people)
    if groups := description.groups:
        if Group.objects.visible_to(actor).filter(pk__in=groups).count() != len(groups):
            raise Invalid(_("You do not see all of these groups here. Choose others."), field="groups")
        asked |= Q(user__in=GroupMember.objects.visible_to(actor).filter(group__in=groups).values("user"))
    return asked
