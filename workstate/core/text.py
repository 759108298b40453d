"""Cleaning of what people type. Refuses what would break a list, a log or a screen; changes nothing that one can see."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from workstate.core.errors import Invalid

TITLE_LENGTH = 500
NAME_LENGTH = 120
LINE_LENGTH = 1000
TEXT_LENGTH = 50_000

# Embeddings, overrides and isolates make a text read other than it is written (UTS #55, section 3).
# The plain marks U+200E, U+200F and U+061C are left: right-to-left writing needs them.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_line(value: str, *, field: str, length: int, required: bool = False) -> str:
    """One line of text: trimmed, in NFC, white space made single; raises Invalid naming the field."""
    return _clean(" ".join(value.split()), field=field, length=length, required=required, allowed="")


def clean_text(value: str, *, field: str, length: int = TEXT_LENGTH) -> str:
    """Several lines: line ends made `\\n`, trailing space dropped; raises Invalid naming the field."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return _clean(lines, field=field, length=length, required=False, allowed="\n\t")


def is_clean(value: str, *, allowed: str = "") -> bool:
    """Whether the text holds no control character, direction control or half of a surrogate pair."""
    # isprintable() is many times faster and true of nearly all text; what it says no to is looked at closely.
    return value.isprintable() or not any(
        char in _DIRECTION_CONTROLS or (unicodedata.category(char) in {"Cc", "Cs"} and char not in allowed)
        for char in value
    )


def _clean(value: str, *, field: str, length: int, required: bool, allowed: str) -> str:
    if required and not value:
        raise Invalid(_("Write something here."), field=field, code="required")
    if len(value) > length:
        raise Invalid(
            _("Shorten this to %(limit)d characters or fewer; it has %(length)d.")
            % {"limit": length, "length": len(value)},
            field=field,
            code="max_length",
        )
    if not is_clean(value, allowed=allowed):
        raise Invalid(
            _("Remove the invisible control characters from this text."), field=field, code="control_characters"
        )
    return unicodedata.normalize("NFC", value)
