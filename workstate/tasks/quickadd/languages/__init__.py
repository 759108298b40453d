"""The words of each language, as data. `lexicon(code)` gives them indexed; a language adds a file, not code."""

from __future__ import annotations

from workstate.tasks.quickadd.languages.lexicon import Lexicon, Phrases, lexicon

__all__ = ["Lexicon", "Phrases", "lexicon"]
