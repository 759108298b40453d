"""Words that join terms, in every language that people write here: as data."""

from __future__ import annotations

from typing import Final

# Only words that nobody looks for by themselves; the signs & | ! do in every language. Quotes make a word of any of them.
AND: Final = frozenset({"and", "und", "et"})
OR: Final = frozenset({"or", "oder", "ou"})
NOT: Final = frozenset({"not", "nicht"})
WITHOUT: Final = frozenset({"no", "without"})

YES: Final = frozenset({"yes", "true", "on", "ticked", "ja", "oui", "si", "sí"})
NO: Final = frozenset({"no", "false", "off", "unticked", "nein", "non"})
NOTHING: Final = frozenset({"none", "no", "nothing", "empty", "never"})
