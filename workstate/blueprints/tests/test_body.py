"""What a template holds can be read, whatever version wrote it."""

from __future__ import annotations

import json
from datetime import date, time
from uuid import UUID

from django.test import SimpleTestCase

from workstate.blueprints.body import VERSION, read, written
from workstate.blueprints.tree import Cover, Item, Link, Part, Returning, Tree
from workstate.core.errors import Conflict

MEMBER = UUID("01940000-0000-7000-8000-000000000001")

# As it stands in databases since version 1. Never change it: templates of today must be read for ever.
VERSION_1 = """
{"version": 1, "first": "2026-03-02", "sections": [{"name": "Prepare", "limit": 3}, {"name": "After", "limit": null}],
 "tasks": [
  {"title": "Draft", "description": "All", "priority": 2, "estimate": 5400, "section": 0, "labels": ["writing"],
   "assignees": ["01940000-0000-7000-8000-000000000001"], "start": 0, "deferred": 1, "due": 4, "due_time": "09:00:00",
   "deadline": 9, "returning": {"rule": "FREQ=WEEKLY", "anchor": "due", "times": ["09:00:00"], "start": -7},
   "extras": {"fields": {"01940000-0000-7000-8000-000000000002": "Large"}}},
  {"title": "Outline", "parent": 0, "section": 0}],
 "links": [[0, 1, "blocks"]],
 "project": {"description": "Why", "colour": "teal", "icon": "flag"}}
"""
TREE_1 = Tree(
    items=(
        Item(
            title="Draft",
            description="All",
            priority=2,
            estimate=5400,
            section=0,
            labels=("writing",),
            assignees=(MEMBER,),
            start=0,
            deferred=1,
            due=4,
            due_time=time(9),
            deadline=9,
            returning=Returning("FREQ=WEEKLY", "due", (time(9),), -7),
            extras={"fields": {"01940000-0000-7000-8000-000000000002": "Large"}},
        ),
        Item(title="Outline", parent=0, section=0),
    ),
    sections=(Part("Prepare", 3), Part("After")),
    links=(Link(0, 1, "blocks"),),
    first=date(2026, 3, 2),
    cover=Cover("Why", "teal", "flag"),
)


class BodyTest(SimpleTestCase):
    def test_what_version_1_wrote_is_read(self) -> None:
        self.assertEqual(read(json.loads(VERSION_1)), TREE_1)

    def test_what_is_written_is_read_as_it_was(self) -> None:
        for tree in (TREE_1, Tree(), Tree(items=(Item("One"),))):
            self.assertEqual(read(json.loads(json.dumps(written(tree)))), tree)

    def test_what_is_missing_has_its_default_and_what_is_unknown_is_passed_over(self) -> None:
        body = {"version": 1, "tasks": [{"title": "One", "mood": "good"}], "weather": "fair"}
        self.assertEqual(read(body), Tree(items=(Item("One"),)))

    def test_a_template_of_a_newer_version_is_refused_in_words(self) -> None:
        with self.assertRaisesMessage(Conflict, "newer version"):
            read({"version": VERSION + 1, "tasks": []})

    def test_what_makes_no_sense_is_refused_in_words(self) -> None:
        for body in (
            {},
            {"version": "x"},
            {"version": 1, "tasks": [{}]},
            {"version": 1, "tasks": ["One"]},
            {"version": 1, "tasks": [{"title": "Under itself", "parent": 0}]},
            {"version": 1, "tasks": [{"title": "Under nothing", "parent": -1}]},
            {"version": 1, "tasks": [{"title": "In no section", "section": 0}]},
            {"version": 1, "tasks": [{"title": "One"}], "links": [[0, 1, "blocks"]]},
            {"version": 1, "tasks": [{"title": "One", "due_time": "late"}]},
            {"version": 1, "tasks": [{"title": "One", "assignees": ["nobody"]}]},
            {"version": 1, "first": "never"},
        ):
            with self.subTest(body=body), self.assertRaisesMessage(Conflict, "cannot be read"):
                read(body)
