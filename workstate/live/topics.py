"""What on open pages may have changed by an event. Topics name things; they never carry content (law 5)."""

from __future__ import annotations

from workstate.activity.models import Event

# Said instead of topics when a page has missed too much to list, or may see more or less than before.
EVERYTHING = "everything"

# Topics by the noun of the verb; a page says with data-live which it shows.
_TOPICS = {
    "account": ["account"],
    "attachment": ["tasks"],
    "audit": [],
    "billing": ["rates"],
    "break": ["focus"],
    "budget": ["budgets"],
    "client": ["clients", "projects"],
    "comment": [],
    "entry": ["timer", "entries", "tasks"],
    "export": ["exports"],
    "field": ["fields", "tasks"],
    "focus": ["focus"],
    "folder": ["projects"],
    "following": ["following"],
    "goal": ["goals"],
    "group": ["groups"],
    "import": ["projects", "tasks", "entries"],
    "label": ["tasks"],
    "letterhead": ["letterhead"],
    "invitation": ["people"],
    "member": ["people"],
    "period": ["time_rules", "entries"],
    "notice": ["notices"],
    "notification": ["notifications"],
    "project": ["projects", "tasks"],
    "public_link": ["public_links"],
    "publishing": ["public_links"],
    "rate": ["rates"],
    "section": ["tasks"],
    "server": [],
    "reminder": ["tasks"],
    "report_delivery": ["saved_reports"],
    "report_file": ["report_files"],
    "report_schedule": ["saved_reports"],
    "report_share": ["saved_reports"],
    "saved_report": ["saved_reports"],
    "saved_view": ["tasks"],
    "submission": ["submissions", "entries"],
    "task": ["tasks"],
    "template": ["templates"],
    "time_rules": ["time_rules", "entries", "submissions"],
    "timer": ["timer", "entries", "tasks"],
    "timesheet": ["entries"],
    "webhook": ["webhooks"],
    "workspace": ["workspaces", "timer"],
}
# Verbs that change less than others of their noun.
_TOPICS_OF_VERBS = {"timer.asked": ["timer"], "timer.answered": ["timer"]}
_COUNTED_VERBS = {"comment.created", "comment.deleted", "comment.restored"}


def noun_of(event: Event) -> str:
    return event.verb.partition(".")[0]


def topics_for(event: Event) -> list[str]:
    noun = noun_of(event)
    topics = list(_TOPICS_OF_VERBS.get(event.verb, _TOPICS[noun]))
    if noun == "comment":
        # Rows say how many comments there are; what they say stands in the stream alone.
        topics += [f"discussion:{event.data['number']}", *(["tasks"] if event.verb in _COUNTED_VERBS else [])]
    if noun in {"task", "reminder", "attachment"} and "number" in event.data:
        topics.append(f"task:{event.data['number']}")
    return topics
