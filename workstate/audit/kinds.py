"""Of what kind acts are, as the log is filtered by them, and which of them are nobody's business but the person's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workstate.activity.verbs import Verb

OUTSIDE: Final = frozenset({"break", "focus", "following", "goal", "notice", "notification", "reminder", "timesheet"})
"""Nouns of what a person does for themself, or what is done for them: an audit does not ask after it."""
OUTSIDE_VERBS: Final = frozenset(
    {
        Verb.ATTACHMENT_DRAWN,
        Verb.PROJECT_FAVOURED,
        Verb.PROJECT_UNFAVOURED,
        Verb.SAVED_VIEW_FAVOURED,
        Verb.SAVED_VIEW_UNFAVOURED,
        Verb.TIMER_ASKED,
        Verb.TIMER_ANSWERED,
    }
)

# By name of the choice: its words, and the nouns of its verbs. What stands in none is found without the filter alone, which
# a test refuses.
KINDS: Final[Mapping[str, tuple[Promise, frozenset[str]]]] = {
    "people": (_("People and roles"), frozenset({"member", "invitation", "group"})),
    "sharing": (_("Sharing and links"), frozenset({"publishing", "public_link", "report_share"})),
    "workspace": (_("The workspace"), frozenset({"workspace", "audit", "letterhead", "field", "template", "webhook"})),
    "projects": (_("Projects"), frozenset({"project", "folder", "section", "client"})),
    "tasks": (_("Tasks"), frozenset({"task", "label", "comment", "attachment", "saved_view"})),
    "time": (_("Time"), frozenset({"timer", "entry", "time_rules", "period", "submission"})),
    "money": (_("Money"), frozenset({"rate", "billing", "budget"})),
    "reports": (
        _("Reports and files"),
        frozenset({"report_file", "saved_report", "report_schedule", "report_delivery", "import", "export"}),
    ),
}


def noun_of(verb: str) -> str:
    return verb.partition(".")[0]


def verbs_of(kind: str) -> list[str]:
    """The verbs of a choice; raises KeyError for one that there is not."""
    nouns = KINDS[kind][1]
    return [verb for verb in Verb if noun_of(verb) in nouns and verb not in OUTSIDE_VERBS]


def audited() -> list[str]:
    """All verbs that the log shows."""
    return [verb for verb in Verb if noun_of(verb) not in OUTSIDE and verb not in OUTSIDE_VERBS]
