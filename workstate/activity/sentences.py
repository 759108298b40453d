"""What happened, in one sentence that names things: to be shown as plain words, or with links to what it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a sentence names; without an address it is no link."""

    text: str
    url: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def html(self) -> SafeString:
        return format_html('<a href="{}">{}</a>', self.url, self.text) if self.url else conditional_escape(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`template` is translated already and has places as in "%(name)s completed %(task)s"; what is missing there is left empty."""

    icon: str
    template: str
    parts: Mapping[str, Thing | str] = field(default_factory=dict)

    def __str__(self) -> str:
        return _PLACE.sub(lambda place: str(self.parts.get(place[1], "")), self.template)

    @property
    def html(self) -> SafeString:
        """The words of people and things escaped, and things linked."""
        words = str(conditional_escape(self.template))
        return mark_safe(_PLACE.sub(lambda place: self._place(place[1]), words))  # nosec

    def about(self, thing: Thing) -> Sentence:
        """With what it is about, if it does not name that by itself."""
        if "%(task)s" in self.template:
            return replace(self, parts={**self.parts, "task": thing})
        template = _("{what} on {thing}").format(what=self.template, thing="%(task)s")
        return replace(self, template=template, parts={**self.parts, "task": thing})

    def _place(self, name: str) -> str:
        part = self.parts.get(name, "")
        return part.html if isinstance(part, Thing) else conditional_escape(part)
