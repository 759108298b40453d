from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.blueprints.actions import duplicate_project, duplicate_task
from workstate.blueprints.build import Spot, write_tasks
from workstate.blueprints.days import Calendar
from workstate.blueprints.snapshot import EVERYTHING, project_tree
from workstate.blueprints.tests.case import MONDAY, BlueprintsTestCase
from workstate.blueprints.tree import Item, Keep, Tree
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import archive_project, create_project, delete_project
from workstate.projects.models import Project, Section
from workstate.tasks.actions import complete_task, create_task, delete_task
from workstate.tasks.models import Label, Task


class DuplicateTaskTest(BlueprintsTestCase):
    def test_a_copy_stands_behind_its_original_with_all_that_is_under_it(self) -> None:
        copy = duplicate_task(self.draft, by=self.by_ana)
        self.assertEqual(
            self.titles_of(self.launch),
            ["Draft", "Outline", "Quotes", "Draft", "Outline", "Quotes", "Report", "Publish"],
        )
        outline = Task.objects.get(parent=copy)
        self.assertEqual(Task.objects.get(parent=outline).title, "Quotes")
        self.assertEqual({copy.section_id, outline.section_id}, {self.prepare.pk})
        self.assertEqual([copy.number, outline.number], [6, 7])

    def test_it_keeps_what_was_planned(self) -> None:
        copy = duplicate_task(self.draft, by=self.by_ana)
        same = "description priority estimate due_on due_time due_zone due_at".split()
        original = Task.objects.get(pk=self.draft.pk)
        self.assertEqual([getattr(copy, name) for name in same], [getattr(original, name) for name in same])
        self.assertEqual(sorted(label.name for label in copy.labels.all()), ["urgent", "writing"])
        self.assertEqual([member.user for member in copy.assignees.all()], [self.mara])
        self.assertEqual(Label.objects.count(), 2)
        copy = duplicate_task(self.publish, by=self.by_ana)
        self.assertEqual((copy.start_on, copy.deadline_on), (date(2026, 3, 4), date(2026, 3, 13)))

    def test_it_comes_back_as_its_original_does_but_begins_anew(self) -> None:
        series = duplicate_task(self.publish, by=self.by_ana).recurrence
        self.assertEqual((series.rule, series.start_on), ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260601", MONDAY))
        self.assertEqual((series.done, series.skipped), (0, []))

    def test_a_copy_is_open_and_made_by_whoever_copies(self) -> None:
        complete_task(self.quotes, by=self.by_ana)
        complete_task(self.draft, by=self.by_ana)
        copy = duplicate_task(self.draft, by=self.by_mara)
        copies = Task.objects.filter(number__gte=copy.number)
        self.assertEqual(len(copies), 3)
        self.assertEqual({(task.completed_at, task.created_by_id) for task in copies}, {(None, self.mara.pk)})

    def test_without_children_it_is_alone(self) -> None:
        duplicate_task(self.draft, by=self.by_ana, with_children=False)
        self.assertEqual(self.titles_of(self.launch), ["Draft", "Outline", "Quotes", "Draft", "Report", "Publish"])

    def test_a_subtask_is_copied_beside_itself(self) -> None:
        copy = duplicate_task(self.outline, by=self.by_ana)
        self.assertEqual(copy.parent, self.draft)
        self.assertEqual(self.titles_of(self.launch)[:5], ["Draft", "Outline", "Quotes", "Outline", "Quotes"])

    def test_what_is_in_the_bin_or_cancelled_stays_behind_and_what_is_under_it_moves_up(self) -> None:
        Task.objects.filter(pk=self.outline.pk).update(cancelled_at="2026-03-01T00:00Z", cancelled_by=self.ana)
        delete_task(create_task("Gone", by=self.by_ana, project=self.launch, parent=self.draft), by=self.by_ana)
        copy = duplicate_task(self.draft, by=self.by_ana)
        self.assertEqual([task.title for task in Task.objects.filter(parent=copy)], ["Quotes"])

    def test_links_among_the_copied_are_copied_and_no_others(self) -> None:
        self.assertEqual(duplicate_task(self.publish, by=self.by_ana).links_in.count(), 0)
        copy = duplicate_project(self.launch, by=self.by_ana)
        [link] = Task.objects.get(project=copy, title="Draft").links_out.all()
        self.assertEqual((link.kind, link.target.project, link.target.title), ("blocks", copy, "Publish"))

    def test_the_same_identifier_makes_one_copy(self) -> None:
        wanted = new_id()
        first, second = (duplicate_task(self.draft, by=self.by_ana, id=wanted) for _again in range(2))
        self.assertEqual((first.pk, second), (wanted, first))
        self.assertEqual(Task.objects.count(), 8)
        with self.assertRaises(Conflict):
            duplicate_task(self.draft, by=self.by_ana, id=create_task("Hers", by=self.by_mara).pk)

    def test_one_event_tells_of_all(self) -> None:
        before = Event.objects.count()
        copy = duplicate_task(self.draft, by=self.by_ana)
        self.assertEqual(Event.objects.count(), before + 1)
        event = Event.objects.about(copy).get()
        self.assertEqual(event.data, {"number": copy.number, "title": "Draft", "count": 3})

    def test_in_an_inbox_it_stays_there_and_with_its_owner(self) -> None:
        mine = create_task("Mine", by=self.by_gil)
        copy = duplicate_task(mine, by=self.by_gil)
        self.assertEqual((copy.project, copy.created_by), (None, self.gil))
        with self.assertRaises(NotAllowed):
            duplicate_task(mine, by=self.by_mara)

    def test_refusals_write_nothing(self) -> None:
        before = Task.objects.count(), Event.objects.count()
        for actor in (self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                duplicate_task(self.draft, by=actor)
        self.assertEqual((Task.objects.count(), Event.objects.count()), before)
        gone = delete_task(self.report, by=self.by_ana)
        with self.assertRaises(Conflict):
            duplicate_task(gone, by=self.by_ana)
        archive_project(self.launch, by=self.by_ana)
        with self.assertRaises(Invalid):
            duplicate_task(self.draft, by=self.by_ana)


class DuplicateProjectTest(BlueprintsTestCase):
    def test_a_copy_has_the_same_shape(self) -> None:
        copy = duplicate_project(self.launch, by=self.by_ana)
        self.assertEqual(
            project_tree(copy, by=self.by_ana, keep=EVERYTHING),
            project_tree(self.launch, by=self.by_ana, keep=EVERYTHING),
        )
        self.assertEqual((copy.name, copy.colour, copy.icon), ("Launch (copy)", "teal", "rocket"))

    def test_it_stands_behind_its_original_in_the_same_place(self) -> None:
        create_project("Last", by=self.by_ana)
        child = create_project("Child", by=self.by_ana, parent=self.launch)
        create_project("Other child", by=self.by_ana, parent=self.launch)
        duplicate_project(self.launch, by=self.by_ana)
        top = Project.objects.filter(parent=None, workspace=self.by_ana.workspace).by_position()
        self.assertEqual([project.name for project in top], ["Launch", "Launch (copy)", "Last"])
        copy = duplicate_project(child, by=self.by_ana)
        under = Project.objects.filter(parent=self.launch).by_position()
        self.assertEqual([project.name for project in under], ["Child", "Child (copy)", "Other child"])
        self.assertEqual(Project.objects.filter(parent=copy).count(), 0)

    def test_under_an_archived_project_the_copy_stands_at_the_top(self) -> None:
        child = create_project("Child", by=self.by_ana, parent=self.launch)
        archive_project(self.launch, by=self.by_ana)
        self.assertIsNone(duplicate_project(child, by=self.by_ana).parent)

    def test_dates_move_so_that_the_earliest_is_the_start(self) -> None:
        copy = duplicate_project(self.launch, by=self.by_ana, name="Second", start=date(2026, 6, 3))
        due = dict(Task.objects.filter(project=copy).values_list("title", "due_on"))
        self.assertEqual(
            due,
            {
                "Draft": date(2026, 6, 3),
                "Outline": date(2026, 6, 7),
                "Quotes": None,
                "Publish": date(2026, 6, 10),
                "Report": None,
            },
        )
        draft, publish = (Task.objects.get(project=copy, title=title) for title in ("Draft", "Publish"))
        # 9:00 in Berlin is another instant in summer.
        self.assertEqual((draft.due_time, str(draft.due_at)), (time(9), "2026-06-03 07:00:00+00:00"))
        self.assertEqual((publish.start_on, publish.deadline_on), (date(2026, 6, 5), date(2026, 6, 14)))
        self.assertEqual(publish.recurrence.rule, "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260902")
        self.assertEqual(publish.recurrence.start_on, date(2026, 6, 3))

    def test_dates_move_among_workdays(self) -> None:
        copy = duplicate_project(self.launch, by=self.by_ana, start=date(2026, 6, 6), workdays=True)
        due = dict(Task.objects.filter(project=copy, due_on__isnull=False).values_list("title", "due_on"))
        self.assertEqual(due, {"Draft": date(2026, 6, 8), "Outline": date(2026, 6, 12), "Publish": date(2026, 6, 15)})

    def test_what_is_not_kept_is_left(self) -> None:
        complete_task(self.outline, by=self.by_ana)
        copy = duplicate_project(self.launch, by=self.by_ana, keep=Keep(done=False, assignees=False, dates=False))
        self.assertEqual(self.titles_of(copy), ["Draft", "Quotes", "Report", "Publish"])
        draft = Task.objects.get(project=copy, title="Draft")
        self.assertEqual((draft.due_on, draft.due_time, draft.due_at, draft.assignees.count()), (None, None, None, 0))
        self.assertFalse(hasattr(Task.objects.get(project=copy, title="Publish"), "recurrence"))
        all_of_it = duplicate_project(self.launch, by=self.by_ana, keep=Keep(done=True))
        self.assertEqual(Task.objects.filter(project=all_of_it, completed_at=None).count(), 5)

    def test_an_empty_project_is_copied_too(self) -> None:
        empty = create_project("x" * 120, by=self.by_ana)
        copy = duplicate_project(empty, by=self.by_ana, start=MONDAY)
        self.assertEqual((len(copy.name), copy.name.endswith(" (copy)")), (120, True))

    def test_the_same_identifier_makes_one_copy(self) -> None:
        wanted = new_id()
        first, second = (duplicate_project(self.launch, by=self.by_ana, id=wanted) for _again in range(2))
        self.assertEqual(first, second)
        self.assertEqual(
            (Project.objects.filter(workspace=self.by_ana.workspace).count(), Section.objects.count()), (2, 4)
        )

    def test_whoever_is_assigned_and_gone_is_left_out(self) -> None:
        self.mara_member.delete()
        copy = duplicate_project(self.launch, by=self.by_ana)
        self.assertEqual(Task.objects.get(project=copy, title="Draft").assignees.count(), 0)

    def test_refusals_write_nothing(self) -> None:
        before = Project.objects.count(), Task.objects.count(), Event.objects.count()
        for actor in (self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                duplicate_project(self.launch, by=actor)
        for wrong in (
            {"name": "x" * 121},
            {"name": "a\x00b"},
            {"name": " "},
            {"start": date(1969, 12, 31)},
            {"start": date(2200, 1, 1)},
            {"start": date(2199, 12, 30)},
        ):
            with self.subTest(wrong=wrong), self.assertRaises(Invalid):
                duplicate_project(self.launch, by=self.by_ana, **wrong)
        self.assertEqual((Project.objects.count(), Task.objects.count(), Event.objects.count()), before)
        delete_project(self.launch, by=self.by_ana)
        with self.assertRaises(Conflict):
            duplicate_project(self.launch, by=self.by_ana)


class QueriesTest(BlueprintsTestCase):
    def project_of(self, count: int) -> Project:
        """With labels, people, dates, repeats, links, sections and three levels."""
        project = create_project(f"Of {count}", by=self.by_ana)
        tree = project_tree(self.launch, by=self.by_ana, keep=EVERYTHING)
        items = [
            Item(
                **{
                    **{name: getattr(tree.items[0], name) for name in ("labels", "assignees", "due", "due_time")},
                    "title": f"Task {number}",
                    "parent": number - 1 if number % 3 else None,
                    "returning": tree.items[3].returning if number % 2 else None,
                }
            )
            for number in range(count)
        ]
        write_tasks(
            Tree(tuple(items), first=tree.first), by=self.by_ana, spot=Spot(project), calendar=Calendar(MONDAY, MONDAY)
        )
        return project

    def queries_of(self, act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as sent:
            act()
        return len(sent)

    def test_a_project_of_three_hundred_takes_as_many_queries_as_one_of_ten(self) -> None:
        few, many = self.project_of(10), self.project_of(300)
        counts = [self.queries_of(partial(duplicate_project, project, by=self.by_ana)) for project in (few, many)]
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 45)

    def test_a_task_with_three_hundred_under_it_takes_as_many_queries_as_one_with_ten(self) -> None:
        counts = []
        for count in (10, 300):
            root = create_task("Root", by=self.by_ana, project=self.launch)
            for_all = Tree((Item("Top"), *(Item(f"{n}", parent=n and 0) for n in range(count))))
            write_tasks(for_all, by=self.by_ana, spot=Spot(self.launch, parent=root.pk), calendar=None)
            counts.append(self.queries_of(partial(duplicate_task, root, by=self.by_ana)))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 35)

    def test_too_many_tasks_are_refused(self) -> None:
        many = Tree(tuple(Item(f"{n}") for n in range(5001)))
        write_tasks(many, by=self.by_ana, spot=Spot(self.launch), calendar=None)
        with self.assertRaisesMessage(Invalid, "5000"):
            duplicate_project(self.launch, by=self.by_ana)

    def test_two_thousand_levels_are_no_trouble(self) -> None:
        deep = Tree(tuple(Item(f"{n}", parent=n - 1 if n else None) for n in range(2000)))
        [root, *_rest] = write_tasks(deep, by=self.by_ana, spot=Spot(self.launch), calendar=None)
        duplicate_task(Task.objects.get(pk=root), by=self.by_ana)
        self.assertEqual(Task.objects.filter(title="1999").count(), 2)
