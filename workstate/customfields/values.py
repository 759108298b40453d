"""
What a field takes, checked, and how a value is written down as JSON. Pure: no queries.

A value is None (nothing said), a text, a Decimal, a date, a bool, the id of a choice or of a member, or the ids of choices.
As JSON numbers are strings, so that they stay exact; days are ISO 8601; identifiers are strings.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.clock import require_day
from workstate.core.errors import Invalid
from workstate.core.text import clean_line, clean_text
from workstate.customfields.models.field import CustomField, Kind
from workstate.customfields.models.value import LONGEST_LINK, LONGEST_TEXT, FieldValue

Value = str | Decimal | date | bool | UUID | tuple[UUID, ...] | None
LARGEST: Final = Decimal(10) ** 14
LONGEST_NUMBER: Final = 60


def checked(field: CustomField, value: object) -> Value:
    """
    The value that a program or a form gave, as the field takes it; raises Invalid at the field's id.

    Whether there are such choices and members is asked by the action.
    """
    if value is None or value in ("", [], ()):
        return None
    return _CHECKS[Kind(field.kind)](field, value)


def checked_number(field: CustomField, value: Decimal | None) -> Decimal | None:
    """Refuse what the field has no room for; raises Invalid."""
    if value is None:
        return None
    if not value.is_finite() or abs(value) >= LARGEST:
        raise _refusal(field, _("This number is too large."))
    if value != round(value, field.decimals):
        words = (
            _("Give a whole number.")
            if field.decimals == 0
            else _("Give at most %(count)d digits behind the point.") % {"count": field.decimals}
        )
        raise _refusal(field, words)
    if field.minimum is not None and value < field.minimum:
        raise _refusal(field, _("Give at least %(least)s.") % {"least": number_words(field, field.minimum)})
    if field.maximum is not None and value > field.maximum:
        raise _refusal(field, _("Give at most %(most)s.") % {"most": number_words(field, field.maximum)})
    # Minus zero is zero, and so is 0E-999999, which the database has no room for.
    return value if value else Decimal(0)


def plain(value: Value) -> Any:
    """The value as JSON."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def value_of(rows: list[FieldValue]) -> Value:
    """What the rows of one task and one field say."""
    if not rows:
        return None
    row = rows[0]
    kind = Kind(row.kind)
    if kind is Kind.CHOICES:
        return tuple(sorted(row.choice_id for row in rows if row.choice_id))
    found: dict[Kind, Value] = {
        Kind.TEXT: row.text,
        Kind.NUMBER: row.number,
        Kind.DATE: row.day,
        Kind.CHOICE: row.choice_id,
        Kind.CHECKBOX: row.checked,
        Kind.PERSON: row.member_id,
        Kind.LINK: row.link,
    }
    return found[kind]


def number_words(field: CustomField, value: Decimal) -> str:
    """12.50 kg: with as many digits as the field has, or as many as there are."""
    digits = f"{value:.{field.decimals}f}" if value == round(value, field.decimals) else _digits(value)
    return f"{digits} {field.unit}" if field.unit else digits


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _refusal(field: CustomField, words: str) -> Invalid:
    return Invalid(words, field=str(field.pk))


def _text(field: CustomField, value: object) -> Value:
    if not isinstance(value, str):
        raise _refusal(field, _("Give a text."))
    return clean_text(value.strip(), field=str(field.pk), length=LONGEST_TEXT) or None


def _number(field: CustomField, value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise _refusal(field, _("Give a number."))
    try:
        if isinstance(value, int):
            number = Decimal(value) if -LARGEST < value < LARGEST else Decimal("Infinity")
        else:
            number = value if isinstance(value, Decimal) else Decimal(str(value)[: LONGEST_NUMBER + 1].strip())
        if isinstance(value, str) and len(value) > LONGEST_NUMBER:
            raise _refusal(field, _("This number is too long."))
    except InvalidOperation:
        raise _refusal(field, _("This is not a number.")) from None
    return checked_number(field, number)


def _date(field: CustomField, value: object) -> Value:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise _refusal(field, _("Give a day as 2026-12-31.")) from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _refusal(field, _("Give a day as 2026-12-31."))
    return require_day(value, field=str(field.pk))


def _identifier(field: CustomField, value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) else UUID("")
    except ValueError:
        raise _refusal(field, _("Choose one of those offered.")) from None


def _identifiers(field: CustomField, value: object) -> Value:
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise _refusal(field, _("Give a list of choices."))
    return tuple(sorted({_identifier(field, one) for one in value}))


def _checkbox(field: CustomField, value: object) -> Value:
    if not isinstance(value, bool):
        raise _refusal(field, _("Give true or false."))
    return value


def _link(field: CustomField, value: object) -> Value:
    key = str(field.pk)
    if not isinstance(value, str):
        raise _refusal(field, _("Give an address."))
    text = clean_line(value, field=key, length=LONGEST_LINK)
    if not text:
        return None
    refusal = _refusal(field, _("Give an address of the web, such as https://example.org/page."))
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        # What is no port, and brackets that do not match, are found out here.
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise refusal from None
    named = "." in host or ":" in host or host == "localhost"
    if parts.scheme not in {"http", "https"} or not host or " " in text or not (named or "://" in text):
        raise refusal
    if "@" in parts.netloc:
        # It would show one host and lead to another.
        raise _refusal(field, _("Leave names and passwords out of the address."))
    return clean_line(parts.geturl(), field=key, length=LONGEST_LINK)


_CHECKS: Final = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _identifier,
    Kind.CHOICES: _identifiers,
    Kind.CHECKBOX: _checkbox,
    Kind.PERSON: _identifier,
    Kind.LINK: _link,
}
