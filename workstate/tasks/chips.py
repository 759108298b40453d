"""What was understood of a line, as chips: one for each token, then what the page adds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.tasks import recurrence
from workstate.tasks.line import PAGE_DUE, PAGE_LABEL, PAGE_PROJECT, Reading, context_of
from workstate.tasks.quickadd import Kind, Person, Series, Spent, Token, When
from workstate.tasks.words import length_words

DAY = 86_400
LONGEST_DESCRIPTION = 60


@dataclass(frozen=True, slots=True)
class Chip:
    """`exact` is the value in full, for whoever points at the chip; `hint` says what is new or missing."""

    key: str
    kind: str
    text: str
    icon: str = ""
    colour: str = ""
    hint: str = ""
    tone: str = ""
    exact: str = ""


def chips(reading: Reading) -> list[Chip]:
    """In the order of the line; then what the page adds."""
    user = reading.by.user
    formats = Formats.of(user)
    found = [_chip(token, reading, formats, user) for token in reading.draft.tokens]
    place = reading.place
    if place.due:
        clock = formats.time(place.due.time) if place.due.time else ""
        day, exact = (", ".join(filter(None, [told(place.due.day), clock])) for told in (formats.day, formats.exact))
        found.append(Chip(PAGE_DUE, "date", capfirst(day), icon="calendar", exact=exact))
    if place.project:
        found.append(Chip(PAGE_PROJECT, "project", place.project.name, colour=place.project.colour))
    if place.label:
        found.append(Chip(PAGE_LABEL, "label", place.label.name, icon="tag"))
    return found


def _chip(token: Token, reading: Reading, formats: Formats, user: User) -> Chip:
    kind = token.kind.value
    match token.kind, token.value:
        case Kind.DATE, When() as when:
            return _date(token, when, reading, formats)
        case Kind.PRIORITY, value:
            return Chip(token.key, kind, _("Priority %s") % value, icon="flag", tone=f"p{value}")
        case Kind.PROJECT, _name:
            if reading.project is None:
                return Chip(token.key, kind, reading.new_project, icon="folder-plus", hint=_("new project"))
            return Chip(token.key, kind, reading.project.name, colour=reading.project.colour)
        case Kind.SECTION, _name:
            name = reading.section.name if reading.section else reading.new_section
            hint = "" if reading.section else _("new section")
            return Chip(token.key, kind, name, icon="columns-3", hint=hint, exact=reading.project_name)
        case Kind.ASSIGNEE, Person(name=name, address=address, me=me):
            # An inbox is its owner's alone: said before Enter refuses it.
            hint = "" if me or reading.project_name else _("needs a project")
            return Chip(token.key, kind, name, icon="user", hint=hint, exact=address)
        case Kind.DEADLINE, When(day=day) if day:
            text = formats.weekday_date(day)
            return Chip(token.key, kind, text, icon="target", hint=_("deadline"), exact=formats.exact(day))
        case Kind.REPEAT, Series(repeat=repeat):
            said = context_of(reading.by)
            text = recurrence.in_words(
                repeat, language=user.language, time_format=said.time_format, date_order=said.date_order
            )
            return Chip(token.key, kind, capfirst(text), icon="repeat", hint=_first(reading, formats))
        case Kind.REMINDER, (int() | When()) as value:
            return _reminder(token, reading.reminders[reading.draft.reminders.index(value)], formats)
        case Kind.ESTIMATE, int(seconds):
            return Chip(token.key, kind, length_words(seconds), icon="hourglass")
        case Kind.SPENT, Spent(seconds=seconds, estimate=estimate):
            text = _("%(spent)s of %(estimate)s") % {
                "spent": length_words(seconds),
                "estimate": length_words(estimate),
            }
            return Chip(token.key, kind, text, icon="clock", hint=_("logged today"))
        case Kind.DESCRIPTION, str(text):
            short = Truncator(text).chars(LONGEST_DESCRIPTION)
            return Chip(token.key, kind, short, icon="file-text", exact=text if short != text else "")
        case _, value:
            hint = _("new label") if reading.is_new(str(value)) else ""
            return Chip(token.key, kind, str(value), icon="tag", hint=hint)


def _date(token: Token, when: When, reading: Reading, formats: Formats) -> Chip:
    day, clock = when.day, when.time
    if day is None and reading.due and not _has_day(reading):
        day = reading.due.day
    parts = [formats.weekday_date(day) if day else "", formats.time(clock) if clock else ""]
    exact = ", ".join(filter(None, [formats.exact(day) if day else "", parts[1]]))
    return Chip(token.key, token.kind.value, ", ".join(filter(None, parts)), icon="calendar", exact=exact)


def _has_day(reading: Reading) -> bool:
    return any(
        token.kind is Kind.DATE and isinstance(token.value, When) and token.value.day is not None
        for token in reading.draft.tokens
    )


def _first(reading: Reading, formats: Formats) -> str:
    """When a series begins, unless a date beside it says so."""
    if not reading.due or _has_day(reading):
        return ""
    clock = formats.time(reading.due.time) if reading.due.time else ""
    return _("from %s") % ", ".join(filter(None, [formats.weekday_date(reading.due.day), clock]))


def _reminder(token: Token, reminder: int | datetime, formats: Formats) -> Chip:
    if isinstance(reminder, datetime):
        local = formats.local(reminder)
        text = f"{formats.weekday_date(local.date())}, {formats.time(local.time())}"
        return Chip(token.key, token.kind.value, text, icon="bell", exact=formats.exact(reminder))
    return Chip(token.key, token.kind.value, before_words(reminder), icon="bell")


def before_words(seconds: int) -> str:
    """30 min before; 2 days before"""
    if seconds == 0:
        return _("When it is due")
    if seconds % DAY == 0:
        days = seconds // DAY
        return ngettext("%(days)d day before", "%(days)d days before", days) % {"days": days}
    return _("%s before") % length_words(seconds)
