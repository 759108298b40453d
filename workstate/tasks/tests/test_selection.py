"""Many tasks that were chosen: one request and one Undo, all or nothing, at a constant cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.core.clock import today
from workstate.core.errors import Conflict, lost_race
from workstate.core.ids import new_id
from workstate.projects.actions import create_project, create_sections
from workstate.projects.models import Project
from workstate.tasks.actions import (
    NewTask,
    change_tasks,
    complete_tasks,
    create_task,
    create_tasks,
    delete_tasks,
    labels_named,
    move_tasks,
    undo,
)
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.tasks.recurrence import Repeat
from workstate.tasks.selecting import tasks_named
from workstate.testing import CastTestCase, CastTransactionTestCase, at_once
from workstate.workspaces.models import Membership

HTMX = {"HX-Request": "true"}
PICKER = {**HTMX, "HX-Target": "div#picker"}


class SelectionTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.mobile = create_project("Mobile app", by=cls.by_ana)
        (cls.section,) = create_sections(["Sprint"], project=cls.mobile, by=cls.by_ana)
        labels_named(["phone", "urgent"], by=cls.by_ana)
        cls.mara_here = Membership.objects.get(user=cls.mara)
        cls.url = "/acme/tasks/selection/"
        cls.day = today(cls.by_ana.zone)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def make(self, count: int, *, project: Project | None = None) -> list[Task]:
        new = [
            NewTask(
                f"Task {number}",
                due=Due(self.day, time(9) if number % 2 else None),
                repeat=Repeat("FREQ=DAILY") if number % 4 == 3 else None,
            )
            for number in range(count)
        ]
        create_tasks([new], project=project or self.website, by=self.by_ana)
        return list(Task.objects.filter(pk__in=[task.id for task in new]).by_position())

    def post(self, tasks: list[Task], **values: str) -> HttpResponse:
        return self.send(tasks, HTMX, values)

    def pick(self, tasks: list[Task], **values: str) -> HttpResponse:
        return self.send(tasks, PICKER, values)

    def send(self, tasks: list[Task], headers: dict[str, str], values: dict[str, str]) -> HttpResponse:
        named = ",".join(str(task.number) for task in tasks)
        return self.client.post(self.url, {"tasks": named, **values}, headers=headers)  # type: ignore[return-value]

    def api(self, tasks: list[Task], act: str, **values: Any) -> HttpResponse:
        body = {"tasks": [str(task.pk) for task in tasks], "act": act, **({"values": values} if values else {})}
        url = "/api/v1/workspaces/acme/tasks/bulk/"
        return self.client.post(url, body, content_type="application/json")  # type: ignore[return-value]

    def state(self) -> list[object]:
        rows = Task.objects.order_by("pk", "labels__name").values_list(
            "pk", "labels__name", "assignees__pk", "priority", "due_on", "due_time", "project", "section", "parent",
            "position", "completed_at", "cancelled_at", "archived_at", "deleted_at",
        )  # fmt: skip
        return [list(rows), Event.objects.count()]

    def ways(self) -> dict[str, dict[str, str]]:
        return {
            "complete": {"act": "complete"},
            "complete all": {"act": "complete", "children": "all"},
            "cancel": {"act": "cancel"},
            "archive": {"act": "archive"},
            "delete": {"act": "delete"},
            "date": {"due_day": "tomorrow"},
            "words": {"due": "friday 14:00"},
            "priority": {"priority": "1"},
            "label": {"add_labels": "phone"},
            "assign": {"add_assignees": str(self.mara_here.pk)},
            "move": {"place": f"{self.mobile.pk}:{self.section.pk}"},
            "drop": {"act": "move", "project": str(self.mobile.pk)},
        }

    def test_each_act_costs_the_same_for_two_a_hundred_and_five_hundred_and_is_taken_back_by_one_request(self) -> None:
        sizes = [self.make(2), self.make(100), self.make(500)]
        self.client.get("/acme/tasks/selection/choices/due/?tasks=1")
        for name, values in self.ways().items():
            with self.subTest(act=name):
                before = self.state()[0]
                counts = []
                for tasks in sizes:
                    with CaptureQueriesContext(connection) as queries:
                        response = self.post(tasks, **values)
                    self.assertEqual(response.status_code, 204, response.content)
                    counts.append(len(queries))
                    event = Event.objects.latest("pk")
                    self.assertEqual(Event.objects.filter(batch=event.batch).count(), len(tasks))
                    self.assertIn(str(event.batch), response["HX-Trigger"])
                    self.client.post(f"/acme/tasks/changes/{event.batch}/undo/", headers=HTMX)
                # Of two none repeats; what repeats costs a few more, however many there are.
                self.assertLessEqual(counts[1], counts[0] + 3, counts)
                self.assertEqual(counts[2], counts[1], counts)
                self.assertEqual(self.state()[0], before)

    def test_programs_pay_the_same_for_two_a_hundred_and_five_hundred(self) -> None:
        sizes = [self.make(2), self.make(100), self.make(500)]
        acts: dict[str, dict[str, Any]] = {
            "complete": {},
            "change": {"add_labels": ["phone"], "priority": 1, "due_on": "2026-12-24", "add_assignees": ["me"]},
            "move": {"project": str(self.mobile.pk), "section": str(self.section.pk)},
            "delete": {},
        }
        for act, values in acts.items():
            with self.subTest(act=act):
                counts = []
                for tasks in sizes:
                    with CaptureQueriesContext(connection) as queries:
                        response = self.api(tasks, act, **values)
                    self.assertEqual(response.status_code, 200, response.content)
                    counts.append(len(queries))
                    self.assertEqual([one["id"] for one in response.json()["tasks"]], [str(t.pk) for t in tasks])
                    undo(response.json()["batch"], by=self.by_ana)
                self.assertLessEqual(counts[1], counts[0] + 4, counts)
                self.assertEqual(counts[2], counts[1], counts)

    def test_the_choices_cost_the_same_for_two_and_for_five_hundred(self) -> None:
        few, many = self.make(2), self.make(500)
        self.client.get("/acme/tasks/selection/choices/due/?tasks=1")  # Remembers where the person is.
        for what in ("due", "priority", "project", "labels", "assignees", "start", "deadline", "defer"):
            counts = []
            for tasks in (few, many):
                named = ",".join(str(task.number) for task in tasks)
                with CaptureQueriesContext(connection) as queries:
                    response = self.client.get(f"{self.url}choices/{what}/?tasks={named}", headers=PICKER)
                self.assertEqual(response.status_code, 200)
                counts.append(len(queries))
            self.assertEqual(counts[0], counts[1], what)

    def test_more_than_five_hundred_are_refused(self) -> None:
        tasks = [Task(number=number) for number in range(1, 502)]
        before = self.state()
        self.assertContains(self.post(tasks, act="complete"), "at most 500", status_code=400)
        self.assertEqual(self.api(tasks, "complete").status_code, 400)
        self.assertEqual(self.state(), before)

    def test_one_that_is_not_there_for_the_actor_refuses_all_and_is_not_told_from_none_at_all(self) -> None:
        tasks, hers = self.make(2), create_task("Mara's own", by=self.by_mara)
        theirs = create_task("Boris's", by=self.by_boris)
        gone = create_task("Gone", by=self.by_ana)
        delete_tasks([gone], by=self.by_ana)
        before = self.state()
        answers = set()
        for other in (hers, theirs, gone, Task(number=99_999)):
            for values in self.ways().values():
                named = [*(str(task.number) for task in tasks), str(other.pk)]
                response = self.client.post(self.url, {"tasks": named, **values}, headers=HTMX)
                answers.add((response.status_code, response.content))
            self.assertEqual(self.api([*tasks, other], "complete").status_code, 400)
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers.pop()[0], 400)
        self.assertEqual(self.state(), before)

    def test_guests_and_strangers_write_nothing(self) -> None:
        tasks, before = self.make(2), self.state()
        before = self.state()
        for person, status in ((self.gil, 400), (self.boris, 404)):
            self.client.force_login(person)
            self.assertEqual(self.post(tasks, act="delete").status_code, status)
            self.assertEqual(self.api(tasks, "delete").status_code, status)
        self.assertEqual(self.state(), before)

    def test_what_cannot_be_read_is_refused_and_writes_nothing(self) -> None:
        tasks = self.make(2)
        named, before = ",".join(str(task.number) for task in tasks), self.state()
        for values in (
            {},
            {"tasks": ""},
            {"tasks": "\x00"},
            {"tasks": "1,x"},
            {"tasks": "9" * 40},
            {"tasks": "١"},
            {"tasks": named},
            {"tasks": named, "act": "explode"},
            {"tasks": named, "act": "change"},
            {"tasks": named, "act": "change", "title": "All alike"},
            {"tasks": named, "due": "the day after never"},
            {"tasks": named, "due_day": "20000-01-01"},
            {"tasks": named, "priority": "5"},
            {"tasks": named, "add_labels": "x" * 10_000},
            {"tasks": named, "add_assignees": str(new_id())},
            {"tasks": named, "place": str(new_id())},
            {"tasks": named, "place": f"{self.website.pk}:{self.section.pk}"},
            {"tasks": named, "act": "move"},
            {"tasks": named, "act": "move", "parent": str(tasks[0].pk)},
        ):
            with self.subTest(values=values):
                self.assertEqual(self.client.post(self.url, values, headers=HTMX).status_code, 400)
        for act, more in (
            ("complete", {"priority": 1}),
            ("delete", {"children": True}),
            ("move", {}),
            ("move", {"labels": ["x"]}),
            ("change", {}),
            ("change", {"children": True}),
            ("change", {"title": "All alike"}),
        ):
            with self.subTest(act=act, more=more):
                self.assertEqual(self.api(tasks, act, **more).status_code, 400)
        self.assertEqual(self.state(), before)

    def test_a_picked_day_and_words_without_a_time_leave_each_task_its_time_of_day(self) -> None:
        tasks = self.make(2)
        for values in ({"due_day": "2026-12-24"}, {"due": "24 dec 2026"}):
            self.post(tasks, **values)
            self.assertEqual(self.dues(tasks), [(date(2026, 12, 24), None), (date(2026, 12, 24), time(9))])
        self.post(tasks, due="24 dec 2026 14:00")
        self.assertEqual(self.dues(tasks), [(date(2026, 12, 24), time(14))] * 2)
        self.api(tasks, "change", due_on="2026-12-25")
        self.assertEqual(self.dues(tasks), [(date(2026, 12, 25), time(14))] * 2)
        self.post(tasks, due_day="")
        self.assertEqual(self.dues(tasks), [(None, None)] * 2)

    def dues(self, tasks: list[Task]) -> list[tuple[date | None, time | None]]:
        return list(
            Task.objects.filter(pk__in=[task.pk for task in tasks]).by_position().values_list("due_on", "due_time")
        )

    def test_a_label_is_on_all_on_some_or_on_none(self) -> None:
        tasks = self.make(2)
        change_tasks(tasks, by=self.by_ana, add_labels=["all"])
        change_tasks(tasks[:1], by=self.by_ana, add_labels=["some"])
        named = ",".join(str(task.number) for task in tasks)
        page = self.client.get(f"{self.url}choices/labels/?tasks={named}", headers=PICKER).content.decode()
        self.assertRegex(page, r'name="remove_labels" value="all" aria-selected="true"')
        self.assertRegex(page, r'name="add_labels" value="some" aria-selected="false"')
        self.assertIn("on 1 of 2", page)
        self.assertRegex(page, r'name="add_labels" value="phone" aria-selected="false"')
        # The panel stays, drawn anew, and the toast offers the way back.
        answer = self.pick(tasks, choice="labels", stay="1", typed="@new")
        self.assertContains(answer, 'value="new" aria-selected="true"')
        self.assertIn("/undo/", answer["HX-Trigger"])
        self.assertIn("tasks:changed", answer["HX-Trigger"])

    def test_what_the_panel_refuses_it_says_in_its_place(self) -> None:
        answer = self.pick(self.make(2), choice="due", due="the day after never")
        self.assertContains(answer, "not a date", status_code=400)

    def test_completing_asks_about_subtasks_that_are_not_among_them(self) -> None:
        parent, other = self.make(2)
        child = create_task("Part", by=self.by_ana, project=self.website, parent=parent)
        asked = self.post([parent, other], act="complete")
        self.assertContains(asked, "1 subtask is open")
        self.assertEqual(asked["HX-Retarget"], "#ask")
        self.assertEqual(Task.objects.filter(completed_at__isnull=False).count(), 0)
        self.assertEqual(self.post([parent, child], act="complete").status_code, 204)
        self.assertEqual(Task.objects.filter(completed_at__isnull=False).count(), 2)

    def test_what_was_so_already_is_said_and_offers_no_undo(self) -> None:
        tasks = self.make(2)
        complete_tasks(tasks, by=self.by_mara)
        events = Event.objects.count()
        answer = self.post(tasks, act="complete")
        self.assertIn("nothing to change", answer["HX-Trigger"])
        self.assertNotIn("/undo/", answer["HX-Trigger"])
        self.assertEqual(Event.objects.count(), events)

    def test_the_toast_counts_those_that_changed(self) -> None:
        tasks = self.make(3)
        complete_tasks(tasks[:1], by=self.by_mara)
        self.assertIn("2 tasks completed.", self.post(tasks, act="complete")["HX-Trigger"])

    def test_what_is_dropped_keeps_the_order_in_which_it_is_named_between_its_new_neighbours(self) -> None:
        there = self.make(3, project=self.mobile)
        tasks = self.make(3)
        wanted = [tasks[2], tasks[0]]
        where = {"act": "move", "project": str(self.mobile.pk)}
        self.post(wanted, after=str(there[0].pk), **where)
        self.assertEqual(self.order(), [there[0], tasks[2], tasks[0], there[1], there[2]])
        self.post([tasks[0]], before=str(there[0].pk), **where)
        self.assertEqual(self.order(), [tasks[0], there[0], tasks[2], there[1], there[2]])
        self.post([tasks[0], tasks[2]], parent=str(there[1].pk), act="move")
        self.assertEqual(self.order(), there)
        self.assertEqual(list(there[1].children.by_position()), [tasks[0], tasks[2]])

    def order(self) -> list[Task]:
        return list(Task.objects.filter(project=self.mobile, parent=None).by_position())

    def test_neighbours_whose_keys_leave_no_room_are_spread(self) -> None:
        there = self.make(2, project=self.mobile)
        Task.objects.filter(pk=there[1].pk).update(position=there[0].position)
        there = self.order()
        tasks = self.make(3)
        move_tasks(tasks, by=self.by_ana, project=self.mobile, after=there[0])
        self.assertEqual(self.order(), [there[0], *tasks, there[1]])

    def test_a_page_without_script_chooses_and_returns(self) -> None:
        tasks = self.make(2)
        named = {"tasks": [str(task.number) for task in tasks]}
        page = self.client.get(f"{self.url}choices/priority/", named)
        self.assertContains(page, f'action="{self.url}?tasks={tasks[0].number},{tasks[1].number}"')
        answer = self.client.post(f"{self.url}?tasks={tasks[0].number},{tasks[1].number}", {"priority": "2"})
        self.assertRedirects(answer, "/acme/today/")
        self.assertEqual(
            set(Task.objects.filter(pk__in=[task.pk for task in tasks]).values_list("priority", flat=True)), {2}
        )


class SelectionsAtOnceTest(CastTransactionTestCase):
    def test_overlapping_selections_end_each_whole_or_are_refused_with_words(self) -> None:
        website, mobile = create_project("Website", by=self.by_ana), create_project("Mobile", by=self.by_ana)
        new = [NewTask(f"Task {number}") for number in range(60)]
        create_tasks([new], project=website, by=self.by_ana)
        tasks = tasks_named([str(task.id) for task in new], by=self.by_ana)
        for _round in range(5):
            acts: list[Callable[[], object]] = [
                partial(change_tasks, tasks[:40], by=self.by_ana, add_labels=["phone", "urgent"], priority=1),
                partial(change_tasks, tasks[39:19:-1], by=self.by_mara, add_labels=["urgent", "phone"], priority=2),
                partial(complete_tasks, [*tasks[50:], *tasks[:30]], by=self.by_ana),
                partial(move_tasks, tasks[::-1], by=self.by_mara, project=mobile),
            ]
            for answer in at_once(*acts):
                if isinstance(answer, Exception):
                    self.assertIsInstance(lost_race(answer) or answer, Conflict)
            # Each act was done to all of its tasks or to none: whoever was last is seen whole.
            events = Event.objects.exclude(batch=None).values_list("batch", "subject_id")
            by_batch: dict[object, set[str]] = {}
            for batch, subject in events:
                by_batch.setdefault(batch, set()).add(subject)
            priorities = [set(Task.objects.filter(pk__in=[t.pk for t in some]).values_list("priority", flat=True))
                          for some in (tasks[:20], tasks[20:40])]  # fmt: skip
            self.assertTrue(all(len(found) == 1 for found in priorities), priorities)
            self.assertEqual(len(set(Task.objects.values_list("project", flat=True))), 1)
            change_tasks(tasks, by=self.by_ana, labels=[], priority=4)
            move_tasks(tasks, by=self.by_ana, project=website)

    def test_the_same_act_sent_twice_is_done_once(self) -> None:
        website = create_project("Website", by=self.by_ana)
        new = [NewTask(f"Task {number}") for number in range(20)]
        create_tasks([new], project=website, by=self.by_ana)
        tasks = tasks_named([str(task.id) for task in new], by=self.by_ana)
        at_once(partial(complete_tasks, tasks, by=self.by_ana), partial(complete_tasks, tasks[::-1], by=self.by_mara))
        self.assertEqual(Event.objects.filter(verb="task.completed").count(), 20)
