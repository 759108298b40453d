"""What feeds tell of, by kind. Of time, money, reports, accounts, and what people keep for themselves they tell nothing."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from workstate.activity.verbs import Verb


class Kind(models.TextChoices):
    TASKS = "tasks", _("Tasks")
    COMMENTS = "comments", _("Comments")
    FILES = "files", _("Files")
    PROJECTS = "projects", _("Projects and sections")
    PEOPLE = "people", _("People and groups")
    SETUP = "setup", _("Labels, fields and templates")


def _of(*nouns: str, without: frozenset[Verb] = frozenset()) -> frozenset[Verb]:
    return frozenset(verb for verb in Verb if verb.partition(".")[0] in nouns and verb not in without)


_PERSONAL = frozenset({Verb.PROJECT_FAVOURED, Verb.PROJECT_UNFAVOURED, Verb.PROJECT_VIEW_CHANGED})
_BY_THE_HOUSE = frozenset({Verb.ATTACHMENT_DRAWN})
_TAKEN_BACK = frozenset({Verb.COMMENT_UNREACTED})

# What happens in a project or on a task: whoever sees the place reads of it.
PLACED: Mapping[Kind, frozenset[Verb]] = {
    Kind.TASKS: _of("task"),
    Kind.COMMENTS: _of("comment", without=_TAKEN_BACK),
    Kind.FILES: _of("attachment", without=_BY_THE_HOUSE),
    Kind.PROJECTS: _of("project", "section", without=_PERSONAL),
}
# What is of the workspace: every full member reads of it.
OPEN: Mapping[Kind, frozenset[Verb]] = {
    Kind.PROJECTS: _of("folder"),
    Kind.PEOPLE: _of("group", "member"),
    Kind.SETUP: _of("field", "label", "template"),
}


def verbs_of(kinds: Mapping[Kind, frozenset[Verb]], kind: Kind | None) -> list[str]:
    """The verbs of one kind, or of all."""
    chosen = kinds.get(kind, frozenset()) if kind else frozenset().union(*kinds.values())
    return sorted(chosen)
