"""
What a workspace wants of time that is written by hand. Pure but for `rules_for`, which reads the rules in one query.

Nothing here concerns a timer: it stops whatever is missing, and lists mark what that is. Nor an import.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.timetracking.models.entries import TimeEntry
from workstate.timetracking.models.rules import TimeRules
from workstate.workspaces.models import Workspace

# In the order in which forms ask for them, by the names that forms and programs know.
FIELDS: Final = ("description", "task", "project", "labels")


def rules_of(workspace: Workspace) -> TimeRules:
    """The rules of a workspace; those of a new one until somebody changes them."""
    return TimeRules.objects.filter(workspace=workspace).first() or TimeRules(workspace=workspace)


def rules_for(actor: Actor) -> TimeRules:
    """The rules as they concern the actor: a guest, who sees neither projects nor labels, is asked for none."""
    rules = rules_of(actor.workspace)
    if actor.is_guest:
        rules.requires_project = rules.requires_label = False
    return rules


def required_fields(rules: TimeRules) -> tuple[str, ...]:
    """Names of what an entry must say."""
    wanted = {
        "description": rules.requires_description,
        "task": rules.requires_task,
        "project": rules.requires_project,
        "labels": rules.requires_label,
    }
    return tuple(name for name in FIELDS if wanted[name])


def missing_fields(entry: TimeEntry, rules: TimeRules, *, labelled: bool | None = None) -> tuple[str, ...]:
    """
    What the entry does not say although the workspace wants it, by the names of fields.

    `labelled` says whether it has labels; not given, its labels are looked at: fetch them ahead for lists.
    """
    required = required_fields(rules)
    if not required:
        return ()
    given = {
        "description": bool(entry.description.strip()),
        "task": entry.task_id is not None,
        "project": entry.project_id is not None,
    }
    if "labels" in required:
        given["labels"] = bool(entry.labels.all()) if labelled is None else labelled
    return tuple(name for name in required if not given[name])


def require_rules(
    entry: TimeEntry, rules: TimeRules, *, labelled: bool | None = None, excused: Collection[str] = ()
) -> None:
    """
    Refuse an entry, as it is about to be stored, that does not say what the workspace wants: Invalid at each field.

    `excused` are fields that may go on missing; see `excused_by`.
    """
    missing = [name for name in missing_fields(entry, rules, labelled=labelled) if name not in excused]
    if not missing:
        return
    refusal = Invalid(_word(missing[0], entry), field=missing[0], code="required")
    for name in missing[1:]:
        refusal.error_dict.update(Invalid(_word(name, entry), field=name, code="required").error_dict)
    raise refusal


def excused_by(
    entry: TimeEntry, rules: TimeRules, touched: Iterable[str], *, labelled: bool | None = None
) -> frozenset[str]:
    """
    What may go on missing when an entry, given as it was before, is changed in the fields `touched`.

    A change must not take away what is wanted, nor leave empty what it fills in. What was missing besides may be
    completed step by step, and an entry may be moved in time meanwhile.
    """
    changed = set(touched)
    if "task" in changed:
        changed.add("project")  # it comes with the task
    return frozenset(missing_fields(entry, rules, labelled=labelled)) - changed


def missing_words(fields: Iterable[str]) -> str:
    """What is missing, for a mark beside the entry: “No project, no label”."""
    names = {
        "description": _("no description"),
        "task": _("no task"),
        "project": _("no project"),
        "labels": _("no label"),
    }
    said = ", ".join(names[name] for name in fields)
    return said[:1].upper() + said[1:]


def _word(field: str, entry: TimeEntry) -> str:
    match field:
        case "description":
            return _("This workspace wants a description. Say what you did.")
        case "task":
            return _("This workspace wants a task. Choose one.")
        case "project" if entry.task_id is not None:
            return _("This workspace wants a project, and this task has none. Choose a task of a project.")
        case "project":
            return _("This workspace wants a project. Choose one, or a task of one.")
    return _("This workspace wants a label. Add one.")
