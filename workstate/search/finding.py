"""From what was typed to what is shown, in a number of queries that does not depend on how much there is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.search.asking import Query, compiled, read_question, readable
from workstate.search.candidates import AT_A_GLANCE, IN_FULL, Reach, rank
from workstate.search.filtering import Split, narrowed, split
from workstate.search.hits import Hit, Reading
from workstate.search.models import Kind, kept
from workstate.search.words import configuration_of
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership

SHOWN = {Kind.TASK: 8, Kind.PROJECT: 4, Kind.COMMENT: 4, Kind.ATTACHMENT: 4, Kind.ENTRY: 4}
PAGE = 30
LAST_PAGE = IN_FULL.most * 2 // PAGE
MOST_LANGUAGES = 4

_NUMBER = re.compile(r"(?:#|([A-Za-z][A-Za-z0-9]{0,7})-)?(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of a kind. `more`: there may be others than the `count` that were looked at."""

    kind: Kind
    hits: list[Hit]
    count: int
    more: bool

    @property
    def counted(self) -> str:
        return f"{self.count}+" if self.more else str(self.count)

    @property
    def has_others(self) -> bool:
        return self.more or self.count > len(self.hits)


@dataclass(frozen=True)
class Found:
    """`jump` is the task whose number was typed; `note` tells what of the text could not be heeded."""

    text: str
    kind: Kind | None = None
    page: int = 0
    jump: Hit | None = None
    groups: list[Group] = field(default_factory=list)
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return self.jump is None and not self.groups

    @cached_property
    def last_page(self) -> int:
        return max((min((group.count - 1) // PAGE, LAST_PAGE) for group in self.groups), default=0) if self.kind else 0


def find(text: str, actor: Actor, *, kind: Kind | None = None, page: int = 0) -> Found:
    """The best of every kind; or a page, from 0, of one. Whatever is typed has an answer."""
    if not readable(text).strip():
        return Found(text, kind)
    page = max(0, min(page, LAST_PAGE)) if kind else 0
    wanted = split(text, actor)
    tasks = None
    if wanted.filter:
        try:
            tasks = narrowed(kept(Kind.TASK, actor), wanted, actor)
        except Invalid as refusal:
            wanted = Split(wanted.words or text, note=" ".join(refusal.messages))
    kinds = [Kind.TASK] if tasks is not None else [kind] if kind else list(Kind)
    if kind and kind not in kinds:
        note = _("Only tasks can be narrowed by a filter.")
        return Found(text, kind, note=note)
    query = compiled(read_question(wanted.words), languages_of(actor), actor.workspace.pk)
    reading = Reading(actor, query)
    jump = numbered(text, actor, reading) if page == 0 and kind in {None, Kind.TASK} else None
    if tasks is not None and not query:
        groups = _filtered(tasks, reading, kind, page)
    else:
        reach = IN_FULL if kind else AT_A_GLANCE
        groups = _grouped(query, actor, reading, kinds, kind, page, reach, tasks)
    return Found(text, kind, page, jump, groups, wanted.note)


def numbered(text: str, actor: Actor, reading: Reading | None = None) -> Hit | None:
    """The task whose number this is: `ACME-12`, `#12` or `12`."""
    match = _NUMBER.fullmatch(text.strip())
    if not match or (match[1] and not actor.workspace.calls_tasks(match[1])):
        return None
    task = kept(Kind.TASK, actor).filter(number=int(match[2])).select_related("project").first()
    return (reading or Reading(actor)).of_tasks([task])[0] if task else None


def languages_of(actor: Actor) -> list[str]:
    """By whose grammar to look: that of the reader, and those of the languages in which the workspace is used."""
    spoken = Membership.objects.filter(workspace=actor.workspace).values_list("user__language", flat=True)
    others = (configuration_of(language) for language in sorted(set(spoken.distinct())))
    return list(islice(dict.fromkeys([configuration_of(actor.user.language), *others]), MOST_LANGUAGES))


def _span(of: Kind, kind: Kind | None, page: int) -> tuple[int, int]:
    return (page * PAGE, (page + 1) * PAGE) if kind else (0, SHOWN[of])


def _grouped(
    query: Query,
    actor: Actor,
    reading: Reading,
    kinds: list[Kind],
    kind: Kind | None,
    page: int,
    reach: Reach,
    tasks: QuerySet[Task] | None,
) -> list[Group]:
    first, end = _span(kinds[0], kind, page)
    ranked = rank(query, actor, kinds=kinds, first=first, end=end, reach=reach, tasks=tasks)
    groups = []
    for of, found in ranked.items():
        ids = found.ids if kind else found.ids[: SHOWN[of]]
        if hits := reading.of(of, ids):
            groups.append(Group(of, hits, found.count, found.more or query.cut))
    return groups


def _filtered(tasks: QuerySet[Task], reading: Reading, kind: Kind | None, page: int) -> list[Group]:
    """Tasks that pass a filter, where no words rank them: the newest first."""
    first, end = _span(Kind.TASK, kind, page)
    most = IN_FULL.most if kind else AT_A_GLANCE.enough
    ids = list(tasks.order_by("-number").values_list("pk", flat=True)[: most + 1])
    hits = reading.of(Kind.TASK, ids[first:end])
    return [Group(Kind.TASK, hits, min(len(ids), most), len(ids) > most)] if hits else []
