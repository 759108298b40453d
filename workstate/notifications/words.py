"""What a notification says to the person it is for. Titles and texts are read elsewhere, as they may then be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.actor import Role
from workstate.discussions.models import Emoji
from workstate.notifications.kinds import TRAITS, Kind
from workstate.notifications.models import Notification
from workstate.timetracking.models.notices import NoticeKind

LATE: Final = timedelta(minutes=15)
"""From here on a reminder says when it was to come."""
Teller = Callable[[Notification, str, Formats], str]
_ICONS = {"completed": "circle-check", "cancelled": "ban", "reopened": "rotate-ccw"}


def sentence(notification: Notification, formats: Formats) -> str:
    """One sentence in the second person. Expects the actor and the notice to be fetched; asks nothing."""
    return _TELLERS[Kind(notification.kind)](notification, name_of(notification), formats)


def name_of(notification: Notification) -> str:
    return notification.actor.get_short_name() if notification.actor else _("Someone")


def icon_of(notification: Notification) -> str:
    return _ICONS.get(str(notification.data.get("act")), TRAITS[Kind(notification.kind)].icon)


def _count(notification: Notification) -> int:
    count = notification.data.get("count")
    return count if isinstance(count, int) else 1


def _assigned(one: Notification, name: str, formats: Formats) -> str:
    count = _count(one)
    if count == 1:
        return _("%(name)s gave you this task") % {"name": name}
    return ngettext("%(name)s gave you %(count)d task", "%(name)s gave you %(count)d tasks", count) % {
        "name": name,
        "count": count,
    }


def _mentioned(one: Notification, name: str, formats: Formats) -> str:
    if one.comment_id is None:
        return _("%(name)s mentioned you in the description") % {"name": name}
    return _("%(name)s mentioned you") % {"name": name}


def _unassigned(one: Notification, name: str, formats: Formats) -> str:
    count = _count(one)
    if count == 1:
        return _("%(name)s took this task from you") % {"name": name}
    words = ngettext("%(name)s took %(count)d task from you", "%(name)s took %(count)d tasks from you", count)
    return words % {"name": name, "count": count}


def _ended(one: Notification, name: str, formats: Formats) -> str:
    count, act = _count(one), one.data.get("act")
    values = {"name": name, "count": count}
    if count > 1:
        if act == "cancelled":
            return ngettext("%(name)s cancelled %(count)d task", "%(name)s cancelled %(count)d tasks", count) % values
        if act == "reopened":
            return ngettext("%(name)s reopened %(count)d task", "%(name)s reopened %(count)d tasks", count) % values
        return ngettext("%(name)s completed %(count)d task", "%(name)s completed %(count)d tasks", count) % values
    if act == "cancelled":
        return _("%(name)s cancelled this task") % values
    return (_("%(name)s reopened this task") if act == "reopened" else _("%(name)s completed this task")) % values


def _due_changed(one: Notification, name: str, formats: Formats) -> str:
    count, data = _count(one), one.data
    if count > 1:
        words = ngettext("%(name)s moved %(count)d task to another day", "%(name)s moved %(count)d tasks", count)
        return words % {"name": name, "count": count}
    if data.get("due_on"):
        day = formats.weekday_date(date.fromisoformat(data["due_on"]))
        clock = formats.time(time.fromisoformat(data["due_time"])) if data.get("due_time") else ""
        when = ", ".join(filter(None, [day, clock]))
        return _("%(name)s set the date to %(when)s") % {"name": name, "when": when}
    if "due_on" in data:
        return _("%(name)s took the date away") % {"name": name}
    if data.get("due_time"):
        when = formats.time(time.fromisoformat(data["due_time"]))
        return _("%(name)s set the time to %(when)s") % {"name": name, "when": when}
    if data.get("deadline_on"):
        when = formats.weekday_date(date.fromisoformat(data["deadline_on"]))
        return _("%(name)s set the deadline to %(when)s") % {"name": name, "when": when}
    if "deadline_on" in data:
        return _("%(name)s took the deadline away") % {"name": name}
    return _("%(name)s took the time of day away") % {"name": name}


def _reacted(one: Notification, name: str, formats: Formats) -> str:
    emoji = one.data.get("emoji")
    symbol = Emoji(emoji).symbol if emoji in Emoji.values else ""
    return _("%(name)s reacted with %(emoji)s") % {"name": name, "emoji": symbol}


def _shared(one: Notification, name: str, formats: Formats) -> str:
    if one.data.get("act") == "handed_over":
        return _("%(name)s handed this project over to you") % {"name": name}
    return _("%(name)s shared this project with you") % {"name": name}


def _membership(one: Notification, name: str, formats: Formats) -> str:
    given = one.data.get("role")
    values = {"name": name, "role": Role(given).label if given in Role.values else ""}
    if one.data.get("act") == "changed":
        return _("%(name)s changed your role here: %(role)s") % values
    return _("%(name)s added you to this workspace: %(role)s") % values


def _week(one: Notification, name: str, formats: Formats) -> str:
    said: Mapping[str, Any] = one.notice.data if one.notice else {}
    first = said.get("first")
    values = {"name": said.get("person", name), "day": formats.weekday_date(date.fromisoformat(first)) if first else ""}
    kind = one.notice.kind if one.notice else ""
    if kind == NoticeKind.WEEK_SUBMITTED:
        return _("%(name)s submitted the week of %(day)s for approval") % values
    if kind == NoticeKind.WEEK_RETURNED:
        return _("%(name)s returned your week of %(day)s") % values
    return _("%(name)s approved your week of %(day)s") % values


def _noticed(one: Notification, name: str, formats: Formats) -> str:
    return str(NoticeKind(one.notice.kind).label) if one.notice else str(Kind(one.kind).label)


def _file(one: Notification, name: str, formats: Formats) -> str:
    return {
        "imported": _("Your import is done"),
        "not_imported": _("Your import stopped, and nothing of it was kept"),
        "exported": _("The export of everything of yours is ready"),
        "not_exported": _("The export of everything of yours could not be made"),
        "made": _("Your file is ready"),
        "not_made": _("Your file could not be made"),
    }.get(str(one.data.get("act")), _("Your file is ready"))


def _budget(one: Notification, name: str, formats: Formats) -> str:
    share = one.data.get("share")
    if isinstance(share, int):
        return _("%(share)d %% of the budget are used") % {"share": share}
    return _("The budget has reached a warning")


def _reminder(one: Notification, name: str, formats: Formats) -> str:
    said = one.data.get("moment")
    moment = datetime.fromisoformat(said) if isinstance(said, str) else None
    if moment and one.made_at - moment > LATE:
        return _("This is late: you wanted to be reminded %(when)s") % {"when": formats.moment(moment)}
    return _("You wanted to be reminded of this")


_TELLERS: dict[Kind, Teller] = {
    Kind.ASSIGNED: _assigned,
    Kind.UNASSIGNED: _unassigned,
    Kind.DUE_CHANGED: _due_changed,
    Kind.ENDED: _ended,
    Kind.REMINDER: _reminder,
    Kind.MENTIONED: _mentioned,
    Kind.REPLIED: lambda _one, name, _formats: _("%(name)s answered in your thread") % {"name": name},
    Kind.COMMENTED: lambda _one, name, _formats: _("%(name)s commented") % {"name": name},
    Kind.REACTED: _reacted,
    Kind.SHARED: _shared,
    Kind.MEMBERSHIP: _membership,
    Kind.BUDGET: _budget,
    Kind.WEEK_SUBMITTED: _week,
    Kind.WEEK_DECIDED: _week,
    Kind.CLOCK: _noticed,
    Kind.GOAL: _noticed,
    Kind.FILE_READY: _file,
    Kind.WEBHOOK_OFF: lambda _one, _name, _formats: _("It was switched off: nobody takes what it sends"),
    Kind.DELIVERY_FAILED: lambda _one, _name, _formats: _("This report could not be sent by mail"),
}
