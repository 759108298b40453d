"""
The filter language: `(p1 | overdue) & #Website & !@waiting & assigned: me & due before: next friday & tracked > estimate`.

parse() reads a text, printed() writes one, matching() narrows tasks by it, complete() says what may be typed next. What can
be asked of tasks stands in TERMS. docs/filters.md tells people.

Reports ask the same of time, by the table TIME: time_condition() says it to the database.
"""

from __future__ import annotations

from workstate.savedviews.filters.compiling import asks_who, condition, is_rolled_up, matching, time_condition
from workstate.savedviews.filters.completing import Completion, Suggestion, complete
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.parsing import parse
from workstate.savedviews.filters.printing import printed
from workstate.savedviews.filters.tables import TASKS, TIME, About, Table
from workstate.savedviews.filters.terms import TERMS
from workstate.savedviews.filters.tree import Every, Node, Not, Some, Term, Value

__all__ = [
    "TASKS",
    "TERMS",
    "TIME",
    "About",
    "Completion",
    "Every",
    "FilterError",
    "Node",
    "Not",
    "Some",
    "Suggestion",
    "Table",
    "Term",
    "Value",
    "asks_who",
    "complete",
    "condition",
    "is_rolled_up",
    "matching",
    "parse",
    "printed",
    "time_condition",
]
