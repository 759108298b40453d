"""What people type into a field of a task, read into what the actions take. Each raises Invalid at the field's id."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.customfields.models import CustomField, Kind
from workstate.customfields.values import LONGEST_NUMBER
from workstate.tasks.forms import read_due

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?|[+-]?\.[0-9]+", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+", re.ASCII)


def read_typed(field: CustomField, data: QueryDict, *, by: Actor) -> object:
    """What the form of a field sent under the name `value`; nothing empties the field."""
    kind = Kind(field.kind)
    if kind is Kind.CHOICES:
        return [one for one in data.getlist("value") if one]
    text = data.get("value", "")
    if kind is Kind.CHECKBOX:
        return text in {"on", "true"}
    if kind is Kind.NUMBER:
        return read_number(text, field)
    if kind is Kind.DATE:
        return _read_day(text, field, by)
    return text


def read_number(text: str, field: CustomField) -> Decimal | None:
    """
    12.5, 12,5, 1 234.50, 1.234,50 or 12 kg: as the world writes numbers, with the field's unit or without.

    A single mark is the decimal one, unless three digits follow it that the field has no room for.
    """
    refusal = Invalid(_("This is not a number. Try 12 or 12.5."), field=str(field.pk))
    bare = text.strip().replace("−", "-")
    if field.unit:
        bare = re.sub(rf"^{re.escape(field.unit)}|{re.escape(field.unit)}$", "", bare, flags=re.IGNORECASE)
    bare = "".join(char for char in bare if not char.isspace() and char not in "'’_")
    if not bare:
        return None
    if len(bare) > LONGEST_NUMBER:
        raise refusal
    last = max(bare.rfind("."), bare.rfind(","))
    mark = bare[last] if last >= 0 else ""
    if mark and (bare.count(mark) > 1 or (_GROUPED.fullmatch(bare) and field.decimals < 3)):
        # Marks of the same sort, twice or where no part may follow, stand between thousands.
        if not _GROUPED.fullmatch(bare) or len({char for char in bare if char in ".,"}) > 1:
            raise refusal
        bare = bare.replace(mark, "")
    elif mark:
        whole, part = bare[:last], bare[last + 1 :]
        if "." in whole or "," in whole:
            if not _GROUPED.fullmatch(whole):
                raise refusal
            whole = whole.replace(".", "").replace(",", "")
        bare = f"{whole}.{part}" if part else whole
    if not _NUMBER.fullmatch(bare):
        raise refusal
    return Decimal(bare)


def _read_day(text: str, field: CustomField, by: Actor) -> object:
    try:
        due = read_due(text, by=by)
    except Invalid as error:
        words = " ".join(error.messages)
        raise Invalid(words, field=str(field.pk)) from error
    if due is not None and due.time is not None:
        raise Invalid(_("This field takes a day without a time."), field=str(field.pk))
    return due and due.day
