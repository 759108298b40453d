"""Whatever stands in a project: what is written from its tree has the same tree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from workstate.blueprints.actions.making import founded
from workstate.blueprints.body import read, written
from workstate.blueprints.build import Spot, write_tasks
from workstate.blueprints.days import Calendar
from workstate.blueprints.snapshot import EVERYTHING, project_tree, task_tree
from workstate.blueprints.tree import Cover, Item, Link, Part, Returning, Tree
from workstate.tasks.models import Task
from workstate.testing import Cast

FIRST = date(2026, 3, 2)
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30).filter(
    str.strip
)
DISTANCE = st.none() | st.integers(0, 400)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    sections = draw(st.lists(st.builds(Part, NAMES, st.none() | st.integers(1, 9)), max_size=3))
    items: list[Item] = []
    for place in range(draw(st.integers(0, 12))):
        parent = draw(st.none() | st.integers(0, place - 1)) if place else None
        due = draw(DISTANCE)
        items.append(
            Item(
                title=draw(NAMES),
                description=draw(st.sampled_from(["", "Some words\n- [ ] a box"])),
                priority=draw(st.integers(1, 4)),
                estimate=draw(st.none() | st.integers(1, 36_000)),
                parent=parent,
                section=draw(st.none() | st.integers(0, len(sections) - 1)) if sections else None,
                labels=tuple(sorted(draw(st.sets(st.sampled_from(["a", "b", "c"]))))),
                start=draw(DISTANCE),
                deferred=draw(DISTANCE),
                due=due,
                due_time=draw(st.none() | st.just(time(9, 30))) if due is not None else None,
                deadline=draw(DISTANCE),
                returning=draw(st.none() | st.just(Returning("FREQ=WEEKLY", "due", (time(8),), -7)))
                if due is not None
                else None,
            )
        )
    pairs = st.tuples(st.integers(0, len(items) - 1), st.integers(0, len(items) - 1)).filter(lambda it: it[0] != it[1])
    chosen = draw(st.sets(pairs, max_size=3)) if len(items) > 1 else set()
    links = tuple(Link(source, target, "relates") for source, target in sorted(chosen))
    return Tree(tuple(items), tuple(sections), links, FIRST, Cover("About it", "teal", "rocket"))


def shape(tree: Tree) -> Tree:
    """The tree without what says nothing of its shape: which day is the first, the order in which siblings of different
    sections stand, the zone of a time."""
    order = _places(tree)
    return Tree(
        items=tuple(_plain(tree, place, order) for place in order),
        sections=tree.sections,
        links=tuple(
            sorted(
                (Link(order.index(link.source), order.index(link.target), link.kind) for link in tree.links),
                key=lambda link: (link.source, link.target),
            )
        ),
        cover=tree.cover,
    )


def _places(tree: Tree) -> list[int]:
    """Depth first, as a snapshot goes; a tree may be written down in any order that has parents first."""
    children: dict[int | None, list[int]] = {}
    for place, item in enumerate(tree.items):
        children.setdefault(item.parent, []).append(place)
    found: list[int] = []

    def walk(parent: int | None) -> None:
        for place in children.get(parent, []):
            found.append(place)
            walk(place)

    walk(None)
    return found


def _plain(tree: Tree, place: int, order: list[int]) -> Item:
    item = tree.items[place]
    base = _earliest(tree)

    def day(distance: int | None) -> int | None:
        return None if distance is None else distance - base

    return replace(
        item,
        parent=None if item.parent is None else order.index(item.parent),
        start=day(item.start),
        deferred=day(item.deferred),
        due=day(item.due),
        deadline=day(item.deadline),
        due_zone="",
    )


def _earliest(tree: Tree) -> int:
    days = [day for one in tree.items for day in (one.start, one.deferred, one.due, one.deadline) if day is not None]
    return min(days, default=0)


class ShapeTest(Cast, TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.gather()

    @settings(max_examples=30, deadline=None)
    @given(trees(), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    def test_a_project_written_from_a_tree_has_its_shape(self, tree: Tree, start: date) -> None:
        tree = read(written(tree))
        project = founded(tree, "Made", by=self.by_ana, calendar=Calendar(FIRST, start), id=None)
        found = project_tree(project, by=self.by_ana, keep=EVERYTHING)
        self.assertEqual(shape(found), shape(tree))
        calendar = Calendar(found.first, start) if found.first else None
        again = founded(found, "Again", by=self.by_ana, calendar=calendar, id=None)
        self.assertEqual(project_tree(again, by=self.by_ana, keep=EVERYTHING).items, found.items)

    @settings(max_examples=30, deadline=None)
    @given(trees())
    def test_a_task_written_from_a_tree_has_its_shape(self, tree: Tree) -> None:
        rooted = Tree(
            (Item("Root"), *(_under(item) for item in tree.items)),
            links=tuple(Link(link.source + 1, link.target + 1, link.kind) for link in tree.links),
            first=FIRST,
        )
        [root, *_rest] = write_tasks(rooted, by=self.by_ana, spot=Spot(), calendar=Calendar(FIRST, FIRST))
        self.assertEqual(shape(task_tree(Task.objects.get(pk=root), by=self.by_ana)), shape(rooted))


def _under(item: Item) -> Item:
    return replace(item, parent=0 if item.parent is None else item.parent + 1, section=None)
