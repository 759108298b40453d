"""Who a workspace is on paper: said, and given a logo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.billing.letterheads.policies import can_set_letterhead
from workstate.billing.letterheads.queries import letterhead_of
from workstate.billing.models import Letterhead, Paper
from workstate.billing.models.letterhead import FOOTER_LENGTH, LINES_LENGTH, NAME_LENGTH
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Invalid, require
from workstate.core.pictures import picture_of
from workstate.core.text import clean_line, clean_text
from workstate.core.turns import take_turn

MOST_LINES = 8
LARGEST_LOGO = (1400, 600)  # pixels: sharp at seven centimetres


@transaction.atomic
def change_letterhead(*, by: Actor, **changes: Any) -> Letterhead:
    """
    Change what is given of `name`, `address`, `contact` (both of eight lines at most), `footer` and `paper`. Raises Invalid
    at the field.
    """
    _require(by)
    wanted = {name: _clean(name, value) for name, value in changes.items()}
    take_turn(f"letterhead:{by.workspace.pk}")
    return _change(letterhead_of(by.workspace), wanted, by=by)


def put_logo(chunks: Iterable[bytes], *, by: Actor) -> Letterhead:
    """Draw the picture anew and keep it as the logo; raises Invalid at "logo"."""
    _require(by)
    logo = picture_of(chunks, field="logo", largest=LARGEST_LOGO)  # takes a moment: before anybody has to wait for us
    with transaction.atomic():
        take_turn(f"letterhead:{by.workspace.pk}")
        wanted = {"logo": logo.png, "logo_width": logo.width, "logo_height": logo.height}
        return _change(letterhead_of(by.workspace), wanted, by=by)


@transaction.atomic
def remove_logo(*, by: Actor) -> Letterhead:
    _require(by)
    take_turn(f"letterhead:{by.workspace.pk}")
    return _change(letterhead_of(by.workspace), {"logo": None, "logo_width": None, "logo_height": None}, by=by)


def _change(letterhead: Letterhead, wanted: dict[str, Any], *, by: Actor) -> Letterhead:
    columns = {name: value for name, value in wanted.items() if _differs(getattr(letterhead, name), value)}
    if not columns:
        return letterhead
    for name, value in columns.items():
        setattr(letterhead, name, value)
    letterhead.changed_at, letterhead.changed_by = now(), by.user
    if letterhead._state.adding:
        letterhead.save(force_insert=True)
    else:
        letterhead.save(update_fields=[*columns, "changed_at", "changed_by"])
    # Which parts, and not what they say: an address and a tax number need not be in a log too.
    record(Verb.LETTERHEAD_CHANGED, by.workspace, by=by, changed=sorted(columns))
    return letterhead


def _differs(before: Any, after: Any) -> bool:
    if isinstance(before, memoryview):
        before = bytes(before)
    return bool(before != after)


def _clean(name: str, value: Any) -> str:
    match name:
        case "name":
            return clean_line(str(value), field=name, length=NAME_LENGTH)
        case "address" | "contact":
            return _lines(str(value), field=name)
        case "footer":
            return clean_line(str(value), field=name, length=FOOTER_LENGTH)
        case "paper" if value in Paper.values:
            return str(value)
        case "paper":
            raise Invalid(_("Choose one of the papers of the list."), field=name)
    raise Invalid(_("This cannot be changed."), field=name)


def _lines(value: str, *, field: str) -> str:
    text = clean_text(value, field=field, length=LINES_LENGTH).replace("\t", " ")
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > MOST_LINES:
        raise Invalid(_("Write at most %(most)d lines.") % {"most": MOST_LINES}, field=field)
    return "\n".join(lines)


def _require(by: Actor) -> None:
    require(can_set_letterhead(by), _("Only administrators change the letterhead. Ask one of them."))
