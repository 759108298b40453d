"""
Rows of a long list, drawn quickly.

A stencil is a template that is drawn once with marks where the values go; each row is then filled in by joining strings. The
markup stays in the template, and every value is escaped as the template engine would.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from weakref import WeakKeyDictionary

from django.template.backends.django import Template
from django.template.base import Template as Parsed
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Of the private use area, in which nobody writes; the drawn template is cut at them, never a value.
_MARK = re.compile("\ue000(\\w+)\ue001")
_drawn: WeakKeyDictionary[Parsed, dict[tuple[Any, ...], Stencil]] = WeakKeyDictionary()


class Stencil:
    """A drawn template with places for values."""

    def __init__(self, drawn: str) -> None:
        self._parts = _MARK.split(drawn)
        self._names = self._parts[1::2]

    def fill(self, values: Mapping[str, Any]) -> SafeString:
        """The template with these values; those that are not marked as safe are escaped."""
        parts = self._parts.copy()
        parts[1::2] = [
            value if (value := values[name]).__class__ is SafeString else _escaped(value) for name in self._names
        ]
        return mark_safe("".join(parts))  # nosec: what is not marked safe was escaped above


def _escaped(value: Any) -> str:
    """As the template engine does it, without its detour by way of lazy text: a list escapes thousands of values."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def mark(name: str) -> SafeString:
    """What stands in a template that is being drawn as a stencil where a value goes."""
    return mark_safe(f"\ue000{name}\ue001")  # nosec: no markup


def stencil(name: str, *places: str, **flags: str | bool) -> Stencil:
    """
    The template as a stencil with places of these names; `flags` are what it branches on.

    Kept for as long as the template engine keeps the template, one for each language and each set of flags.
    """
    assert not set(places) & flags.keys(), "What a template branches on cannot be a place for a value."
    template = get_template(name)
    assert isinstance(template, Template)
    key = (get_language(), *sorted(flags.items()))
    # What is found by name is wrapped anew each time; what it wraps is kept by the engine.
    kept = _drawn.setdefault(template.template, {})
    if key not in kept:
        kept[key] = Stencil(template.render({**flags, **{place: mark(place) for place in places}}))
    return kept[key]
