"""Other people's things, named in the bodies and queries of the API. A property without a row fails the suite."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import SimpleTestCase, TestCase
from django.urls import ResolverMatch, resolve, reverse
from django.utils.timezone import now

import workstate.api
from tests.rights.ids import FILE, NAMES, NO_OTHER_THING, NOT_YET, ROWS, Row
from tests.rights.visitors import Answer
from tests.rights.world import World
from workstate.core.actor import Actor, Role, Via
from workstate.customfields.actions import create_field
from workstate.discussions.actions import create_comment
from workstate.focus.actions import start_focus
from workstate.focus.actions.goals import create_goal
from workstate.notifications.actions.telling import tell
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item
from workstate.projects.actions import create_client, create_folder, create_project, create_sections
from workstate.projects.actions.sharing import set_everyone
from workstate.savedviews.actions import create_view
from workstate.tasks.actions import create_task
from workstate.tasks.models import Label
from workstate.timetracking.actions import create_entry, delete_entry, start_timer
from workstate.timetracking.models import Clock, TimeEntry
from workstate.workspaces.actions import create_group
from workstate.workspaces.models import Membership

# The committed description is that of the product: workstate/api/tests/test_schema.py holds it to it.
DESCRIPTION = Path(workstate.api.__file__).parent / "schema.json"
METHODS = ("get", "post", "put", "patch", "delete")

# Whatever stands in an address finds the same view.
IN_PATHS = {"workspace": "acme", "kind": "summary", "first": "2026-03-02", "event": "1", "session": "1"}

# Nobody's.
NOTHING = "0195ffff-0000-7000-8000-00000000000f"

# In the name of everything hidden, and of nothing else.
SECRET = "Zebra"

REFUSED = {400, 403, 404, 409}

# The description of an API says nothing of the bodies of DELETE; these are read all the same.
BESIDE = {"delete api:entries entries[]", "delete api:focus interval", "delete api:timer entry"}


@cache
def description() -> dict[str, Any]:
    read = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def asked() -> Iterator[tuple[str, dict[str, Any]]]:
    """("post api:tasks project", its schema) for every property of every body and every parameter of every query."""
    for path, methods in description()["paths"].items():
        for method in set(METHODS) & set(methods):
            address = f"{method} {match_of(path).view_name}"
            for parameter in methods[method].get("parameters", ()):
                if parameter["in"] == "query":
                    yield from properties(parameter["schema"], f"{address} ?{parameter['name']}")
            for content in methods[method].get("requestBody", {}).get("content", {}).values():
                yield from properties(content["schema"], f"{address} ")


def match_of(path: str) -> ResolverMatch:
    filled = "/".join(
        IN_PATHS.get(part.strip("{}"), NOTHING) if part.startswith("{") else part for part in path.split("/")
    )
    return resolve(filled)


def properties(
    schema: dict[str, Any], name: str, above: frozenset[str] = frozenset()
) -> Iterator[tuple[str, dict[str, Any]]]:
    if reference := schema.get("$ref"):
        if reference not in above:
            inner = description()["components"]["schemas"][reference.rpartition("/")[2]]
            yield from properties(inner, name, above | {reference})
        return
    parts = [part for several in ("allOf", "oneOf", "anyOf") for part in schema.get(several, ())]
    for part in parts:
        yield from properties(part, name, above)
    dot = "" if name.endswith(" ") else "."
    for inner, its in schema.get("properties", {}).items():
        yield from properties(its, f"{name}{dot}{inner}", above)
    if "items" in schema:
        yield from properties(schema["items"], f"{name}[]", above)
    elif schema.get("type") == "object" and "properties" not in schema:
        others = schema.get("additionalProperties")
        yield f"{name}.*", others if isinstance(others, dict) else {}
    elif not parts and "properties" not in schema:
        yield name, schema


def names_another_thing(name: str, schema: dict[str, Any]) -> bool:
    if schema.get("format") == "uuid":
        return True
    last = name.rpartition(" ")[2].lstrip("?").rpartition(".")[2].removesuffix("[]")
    kind = schema.get("type", "string")
    could = "string" in kind and "enum" not in schema and schema.get("format") in (None, "uri")
    return could and (last in NAMES or last.rpartition("_")[2] in NAMES)


class FieldsTest(SimpleTestCase):
    def test_every_property_that_names_another_thing_has_its_row(self) -> None:
        standing = {name for name, schema in asked() if names_another_thing(name, schema)}
        every = {name for name, _ in asked()}
        rows = {row.asked for row in ROWS}
        excused = {name for name in standing if {name, name.rpartition(" ")[2]} & set(NO_OTHER_THING)}
        missing = standing - rows - excused - NOT_YET
        self.assertEqual(sorted(missing), [], "Give these properties a row in tests/rights/ids.py.")
        self.assertEqual(sorted(rows - every - BESIDE), [], "These rows stand for no property.")
        self.assertEqual(sorted(NOT_YET - standing), [], "These are asked for by now, or gone.")
        self.assertEqual(sorted(NOT_YET & rows), [], "These have a row by now.")
        known = {one for name in standing for one in (name, name.rpartition(" ")[2])}
        self.assertEqual(sorted(set(NO_OTHER_THING) - known), [], "These exceptions excuse nothing.")


class Hidden(World):
    """What Ana does not see: of another workspace, and of a colleague's private project."""

    hidden: ClassVar[dict[str, dict[str, Any]]]
    own: ClassVar[dict[str, Any]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.populate()
        cls._give_ana_more()
        by_nora = Actor(cls.nora, cls.by_ana.workspace, Role.MEMBER, Via.WEB)
        # Fields, labels, clients, folders and groups are everybody's of the workspace.
        of_nora = cls._things(by_nora)
        set_everyone(of_nora["project"], "", by=by_nora)
        of_boris = cls._things(cls.by_boris)
        of_boris["field"] = create_field(
            f"{SECRET} field", kind="choice", by=cls.by_boris, choices=[f"{SECRET} choice"]
        )
        of_boris["choice"] = of_boris["field"].choices.get()
        of_boris["client"] = create_client(f"{SECRET} client", by=cls.by_boris)
        of_boris["folder"] = create_folder(f"{SECRET} folder", by=cls.by_boris)
        of_boris["label"] = Label.objects.get(workspace=cls.by_boris.workspace)
        of_boris["group"] = create_group(f"{SECRET} group", by=cls.by_boris, people=[cls.boris])
        of_boris["member"] = Membership.objects.get(user=cls.boris)
        of_boris["person"] = cls.boris
        of_boris["workspace"] = cls.by_boris.workspace
        cls.hidden = {"another workspace": of_boris, "a private project": of_nora}

    @classmethod
    def _things(cls, by: Actor) -> dict[str, Any]:
        """What nobody but them may know of: all of it in a project of theirs."""
        project = create_project(f"{SECRET} project", by=by)
        (section,) = create_sections([f"{SECRET} section"], project=project, by=by)
        task = create_task(f"{SECRET} task", by=by, project=project, labels=[f"{SECRET} label"])
        start_timer(task, by=by, description=f"{SECRET} work")
        interval = start_focus(task, by=by)
        item = Item(user=by.user.pk, kind=Kind.ASSIGNED, occasion=SECRET, workspace=by.workspace.pk, task=task.pk)
        (notification,) = tell([item])
        return {
            "project": project,
            "section": section,
            "task": task,
            "comment": create_comment(task, f"{SECRET} words", by=by),
            "entry": create_entry(by=by, task=task, description=f"{SECRET} entry", day=date(2026, 3, 2), duration=60),
            "running": interval.entry,
            "interval": interval,
            "view": create_view(f"{SECRET} view", by=by),
            "goal": create_goal(by=by, period="day", seconds=60),
            "notification": notification,
        }

    @classmethod
    def _give_ana_more(cls) -> None:
        by, at = cls.by_ana, now().replace(microsecond=0)
        delete_entry(
            TimeEntry.objects.get(user=cls.ana, started_at__isnull=False), by=by
        )  # Hers of now would be in the way.
        own: dict[str, Any] = {
            "project": cls.other_project,
            "task": cls.second,
            "entry": create_entry(by=by, task=cls.task, day=date(2026, 3, 2), duration=60),
            "comment": cls.comment,
            "field": cls.field,
            "choice": cls.field.choices.get(),
            "member": cls.member,
            "person": cls.ana,
            "notification": cls.notification,
            "label": cls.label,
            "workspace": by.workspace,
            "group": cls.group,
            "administrator": cls.administrator,
        }
        (own["section"],) = create_sections(["Behind"], project=cls.project, by=by)
        own["folder"] = create_folder("Behind", by=by)
        own["client"] = create_client("Behind", by=by)
        own["view"] = create_view("Behind", by=by)
        own["goal"] = create_goal(by=by, period="day", seconds=60)
        own["unlinked"] = create_task("Unlinked", by=by, project=cls.project)
        hours = [at - timedelta(days=3, hours=hour) for hour in (6, 5, 4, 3)]
        own["early"] = create_entry(by=by, started_at=hours[0], stopped_at=hours[2])
        own["late"] = create_entry(by=by, started_at=hours[1], stopped_at=hours[3])
        start_timer(cls.task, by=by, at=at - timedelta(hours=2))
        own["interval"] = start_focus(cls.task, by=by)
        own["running"] = own["interval"].entry
        Clock.objects.filter(user=cls.ana).update(answered_at=None)  # Nobody has said yet what became of a gap.
        cls.own = own
        cls.early, cls.late, cls.running, cls.choice = own["early"], own["late"], own["running"], own["choice"]
        cls.person_field = create_field("Who", kind="person", by=cls.by_olga)
        cls.subjects |= {
            "since": (at - timedelta(hours=1)).isoformat(),
            "until": (at - timedelta(minutes=1)).isoformat(),
            "later": (at + timedelta(hours=2)).isoformat(),
        }


@pytest.mark.xdist_group("rights ids")
class IdsTest(Hidden, TestCase):
    maxDiff = None

    def test_of_ones_own_they_are_taken(self) -> None:
        """Else a refusal below would say nothing of the id."""
        wrong = {}
        for number, row in enumerate(ROWS):
            if row.own == "-":
                continue
            answer = self.ask(row, self.own[row.own or row.kind].pk)
            if answer.status >= 300:
                wrong[f"{number} {row.asked}"] = f"{answer.status} {answer.content.decode()}"
        self.assertEqual(wrong, {})

    def test_other_peoples_are_refused_as_if_they_were_not(self) -> None:
        wrong = {}
        for row in ROWS:
            nothing = self.ask(row, UUID(NOTHING))
            for whose, things in self.hidden.items():
                if row.kind not in things or (row.who != "ana" and whose == "a private project"):
                    continue
                pk = things[row.kind].pk
                if said := self.wrong_with(row, pk, self.ask(row, pk), nothing):
                    wrong[f"{row.asked} ({row.kind} of {whose})"] = said
        self.assertEqual(wrong, {})

    def wrong_with(self, row: Row, pk: Any, answer: Answer, nothing: Answer) -> str:
        said, said_of_nothing = _plain(answer, pk), _plain(nothing, NOTHING)
        if SECRET in said:
            return f"The answer names it: {said}"
        if row.keeps:
            return "" if answer.status == nothing.status else f"It is told from nothing: {answer.status} {said}"
        if answer.status not in REFUSED and not (row.passes and answer.status == 200):
            return f"It is not refused: {answer.status} {said[:200]}"
        if answer.written and (remained := self.remains(row, pk, answer.written)):
            return f"Something is written: {remained}"
        if (answer.status, said) != (nothing.status, said_of_nothing):
            return f"It is told from nothing: {answer.status} {said} / {nothing.status} {said_of_nothing}"
        return ""

    def remains(self, row: Row, pk: Any, tables: set[str]) -> list[str]:
        """Those of the tables that are not as they were: a refusal may have come after something that it took back."""
        with transaction.atomic():
            before = {table: _mark_of(table) for table in tables}
            visitor = self.visitors[row.who]
            visitor.send(*self.request_for(row, pk), in_json=self.in_json(row))
            changed = [table for table in sorted(tables) if _mark_of(table) != before[table]]
            transaction.set_rollback(True)
        return changed

    def ask(self, row: Row, pk: Any) -> Answer:
        return self.visitors[row.who].ask(*self.request_for(row, pk), in_json=self.in_json(row))

    @staticmethod
    def in_json(row: Row) -> bool:
        return not row.address.startswith("get ") and FILE not in row.body.values()

    def request_for(self, row: Row, pk: Any) -> tuple[str, str, Any]:
        method, name = row.address.split()
        address = reverse(name, kwargs=self.in_path(name, parameters_of(name)))
        body = self.meant(row.body_with(str(pk)))
        body = {
            self.meant(key): ContentFile(b"Hello.", "note.txt") if value == FILE else value
            for key, value in body.items()
        }
        if row.property.startswith("?") and method != "get":
            return method, f"{address}?{urlencode(body)}", {}
        return method, address, body


@cache
def parameters_of(name: str) -> frozenset[str]:
    matches = (match_of(path) for path in description()["paths"])
    return next(frozenset(match.kwargs) for match in matches if match.view_name == name)


def _plain(answer: Answer, pk: Any) -> str:
    """Without the id that was asked for, and without the clock."""
    return re.sub(r'"now":"[^"]*"', "", answer.content.decode().replace(str(pk), "<id>"))


def _mark_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT md5(string_agg(one::text, '|' ORDER BY one::text)) FROM {connection.ops.quote_name(table)} one"
        )
        return str(cursor.fetchone()[0])
