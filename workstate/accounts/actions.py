"""Writes about a person. They concern nobody's workspace, so they take the person instead of an Actor."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.accounts.devices import device_code
from workstate.accounts.models import DateOrder, Density, Hotkeys, Theme, TimeFormat, User
from workstate.accounts.working_week import DAYS, LEAST_WORK, WorkingDay, stored_days
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Origin, Via
from workstate.core.clock import zone_named
from workstate.core.colours import COLOURS
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH, clean_line

# Any number will do, as long as nothing else locks on it: two first accounts must not both become administrator.
_FIRST_ACCOUNT_LOCK = 7_017_001


@transaction.atomic
def create_account(
    email: str,
    *,
    password: str | None,
    name: str = "",
    time_zone: str = "UTC",
    administrator: bool = False,
    via: Via = Via.WEB,
) -> User:
    """Make an account; the very first one administers the server. Raises Invalid if the address is taken or no address."""
    email = clean_line(email, field="email", length=254, required=True).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(_("This is not an e-mail address."), field="email") from error
    name = (
        clean_line(name, field="name", length=NAME_LENGTH)
        or email.partition("@")[0].replace(".", " ").title()[:NAME_LENGTH]
    )
    zone_named(time_zone)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_ACCOUNT_LOCK])
    if User.objects.filter(email=email).exists():
        raise Invalid(_("There is an account with this address."), field="email")
    first = not User.objects.exists()

    user = User(
        email=email,
        name=name,
        time_zone=time_zone,
        is_staff=administrator or first,
        is_superuser=administrator or first,
    )
    user.set_password(password)
    user.save(force_insert=True)
    record_for_account(Verb.ACCOUNT_CREATED, user, user=user, via=via, administrator=user.is_staff)
    return user


@transaction.atomic
def change_profile(user: User, *, via: Via = Via.WEB, **changes: Any) -> User:
    """Change name, zone, formats or appearance. Unknown fields are refused; raises Invalid at the field."""
    user = User.objects.select_for_update().get(pk=user.pk)
    for field, value in changes.items():
        setattr(user, field, _clean_profile(field, value))
    user.save(update_fields=list(changes))
    record_for_account(Verb.ACCOUNT_CHANGED, user, user=user, via=via, fields=sorted(changes))
    return user


@transaction.atomic
def change_working_hours(user: User, days: Sequence[WorkingDay | None], *, via: Via = Via.WEB) -> User:
    """Say when the person works, by weekday from Monday; None is a day off. Raises Invalid at the day, "day-0" to "day-6"."""
    if len(days) != DAYS:
        raise Invalid(_("Say for each of the seven days when you work."), field="working_hours")
    for weekday, day in enumerate(days):
        _require_workable(day, f"day-{weekday}")
    user = User.objects.select_for_update().get(pk=user.pk)
    user.working_hours = stored_days(days)
    user.save(update_fields=["working_hours"])
    record_for_account(Verb.ACCOUNT_CHANGED, user, user=user, via=via, fields=["working_hours"])
    return user


def _require_workable(day: WorkingDay | None, field: str) -> None:
    if not day:
        return
    if any(wall.second or wall.microsecond or wall.tzinfo for wall in (day.starts, day.ends)):
        raise Invalid(_("Give times in whole minutes, such as 9:00."), field=field)
    if day.starts == day.ends:
        raise Invalid(_("The start and the end are the same time."), field=field)
    if day.pause < 0:
        raise Invalid(_("A pause takes no negative time."), field=field)
    if day.seconds < LEAST_WORK:
        raise Invalid(_("The pause leaves no work. Make it shorter, or take the day off."), field=field)


@transaction.atomic
def set_password(
    user: User, password: str, *, keep_session: str | None = None, via: Via = Via.WEB, origin: Origin | None = None
) -> User:
    """Give the account a new password and sign out every device but the one whose session key is given."""
    user.refresh_from_db(from_queryset=User.objects.select_for_update())
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions = UserSession.objects.filter(user=user)
    ended = end_sessions(sessions, keep_session)
    # The session that stays gets a new key, and its place in the list anew under that one.
    sessions.delete()
    record_for_account(Verb.ACCOUNT_PASSWORD_CHANGED, user, user=user, via=via, origin=origin, sessions_ended=ended)
    return user


@transaction.atomic
def end_session(session: UserSession, *, user: User, via: Via = Via.WEB, origin: Origin | None = None) -> None:
    """Sign one device of the person out."""
    if end_sessions(UserSession.objects.filter(user=user, pk=session.pk), None):
        told = {"sessions_ended": 1, "device": device_code(session.user_agent)}
        record_for_account(Verb.ACCOUNT_SESSION_ENDED, user, user=user, via=via, origin=origin, **told)


@transaction.atomic
def sign_out(user: User, *, via: Via = Via.WEB, origin: Origin | None = None) -> None:
    """Tell of a sign-out, so that pages which are still open under that session are cut off."""
    record_for_account(
        Verb.ACCOUNT_SESSION_ENDED, user, user=user, via=via, origin=origin, sessions_ended=1, signed_out=True
    )


@transaction.atomic
def tell_of_sign_in(user: User, *, origin: Origin, via: Via = Via.WEB) -> None:
    """Write down that somebody came in with the person's password."""
    record_for_account(Verb.ACCOUNT_SIGNED_IN, user, user=user, via=via, origin=origin)


@transaction.atomic
def tell_of_lock(email: str, *, origin: Origin, via: Via = Via.WEB) -> None:
    """Write down that an account is guessed at from somewhere; nothing of an address that nobody has."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user:
        record_for_account(Verb.ACCOUNT_SIGN_IN_LOCKED, user, user=None, via=via, origin=origin)


@transaction.atomic
def end_other_sessions(
    user: User, *, keep_session: str | None, via: Via = Via.WEB, origin: Origin | None = None
) -> int:
    """Sign out every device but one; answers how many."""
    ended = end_sessions(UserSession.objects.filter(user=user), keep_session)
    if ended:
        record_for_account(Verb.ACCOUNT_SESSION_ENDED, user, user=user, via=via, origin=origin, sessions_ended=ended)
    return ended


def end_sessions(sessions: QuerySet[UserSession], keep: str | None = None) -> int:
    """Delete sessions from the store and from the list, within an act that tells of it; how many."""
    keys = list(sessions.select_for_update().exclude(session_key=keep or "").values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    sessions.filter(session_key__in=keys).delete()
    return len(keys)


_CHOICES: dict[str, list[str]] = {
    "theme": Theme.values,
    "density": Density.values,
    "hotkeys": Hotkeys.values,
    "time_format": TimeFormat.values,
    "date_order": DateOrder.values,
    "accent": list(COLOURS),
}


def _clean_profile(field: str, value: Any) -> Any:
    if field == "name":
        return clean_line(str(value), field=field, length=NAME_LENGTH, required=True)
    if field == "time_zone":
        return zone_named(str(value)).key
    if field == "first_weekday" and isinstance(value, int) and 0 <= value <= 6:
        return value
    if value in _CHOICES.get(field, ()):
        return value
    raise Invalid(_("Choose one of the values offered."), field=field)
