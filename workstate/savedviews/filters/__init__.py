"""
The filter language: `(p1 | overdue) & #Website & !@waiting & assigned: me & due before: next friday & tracked > estimate`.

parse() reads a text, printed() writes one, matching() narrows tasks by it, complete() says what may be typed next. What can
be asked stands in TERMS. docs/filters.md tells people.
"""

from __future__ import annotations

from workstate.savedviews.filters.compiling import condition, matching
from workstate.savedviews.filters.completing import Completion, Suggestion, complete
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.parsing import parse
from workstate.savedviews.filters.printing import printed
from workstate.savedviews.filters.terms import TERMS
from workstate.savedviews.filters.tree import Every, Node, Not, Some, Term, Value

__all__ = [
    "TERMS",
    "Completion",
    "Every",
    "FilterError",
    "Node",
    "Not",
    "Some",
    "Suggestion",
    "Term",
    "Value",
    "complete",
    "condition",
    "matching",
    "parse",
    "printed",
]
