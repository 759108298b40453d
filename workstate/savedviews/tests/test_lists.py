"""The pages of tasks: who finds what where, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.models import User
from workstate.core.clock import now, today
from workstate.projects.actions import archive_project, create_project, create_sections, delete_project
from workstate.tasks.actions import NewTask, complete_task, create_task, create_tasks, delete_task, labels_named
from workstate.tasks.due import Due
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase


class ListsTest(CastTestCase):
    day: date

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        cls.late = create_task("Pay the invoice", by=cls.by_ana, project=cls.website, due=Due(cls.day - timedelta(3)))
        cls.due = create_task("Fix totals", by=cls.by_ana, project=cls.website, due=Due(cls.day), estimate=7200)
        cls.soon = create_task("Call Boris", by=cls.by_ana, due=Due(cls.day + timedelta(2)), labels=["phone"])
        cls.loose = create_task("Buy milk", by=cls.by_ana)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def page(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/acme/{path}", headers=headers)

    def groups(self, path: str) -> dict[str, list[str]]:
        page = self.page(path).context["page"]
        return {group.title: [row.task.title for row in group.rows] for group in page.groups}

    def test_today_shows_what_is_overdue_due_and_done(self) -> None:
        complete_task(self.loose, by=self.by_ana)
        self.assertEqual(
            self.groups("today/"),
            {"Overdue": ["Pay the invoice"], "Today": ["Fix totals"], "Completed today": ["Buy milk"]},
        )

    def test_today_counts_what_is_planned_against_the_hours_of_the_day(self) -> None:
        plan = self.page("today/").context["page"].plan
        self.assertEqual((plan.planned, plan.capacity), (7200, self.ana.working_week.seconds_on(self.day)))

    def test_today_says_its_date_in_the_persons_order(self) -> None:
        for order, words in {
            "DMY": f"{self.day:%a} {self.day.day} {self.day:%B}",
            "MDY": f"{self.day:%a %B} {self.day.day}",
        }.items():
            User.objects.filter(pk=self.ana.pk).update(date_order=order)
            self.assertEqual(self.page("today/").context["page"].subtitle, words)

    def test_what_a_colleague_completed_is_not_among_what_i_completed_today(self) -> None:
        complete_task(self.due, by=self.by_mara)
        self.assertNotIn("Completed today", self.groups("today/"))

    def test_the_inbox_is_ones_own(self) -> None:
        create_task("Of Mara", by=self.by_mara)
        self.assertEqual(self.groups("inbox/"), {"To sort": ["Call Boris", "Buy milk"]})

    def test_upcoming_goes_day_by_day_from_tomorrow(self) -> None:
        groups = self.groups("upcoming/")
        self.assertEqual(list(groups.values()), [["Call Boris"]])

    def test_upcoming_looks_as_far_as_asked(self) -> None:
        create_task("In ten days", by=self.by_ana, due=Due(self.day + timedelta(10)))
        self.assertEqual(len(self.groups("upcoming/")), 1)
        self.assertEqual(len(self.groups("upcoming/?days=14")), 2)
        for wrong in ("8", "0", "x", "-7", "99999999999"):
            self.assertEqual(self.page(f"upcoming/?days={wrong}").status_code, 400)

    def test_a_project_is_shown_by_its_sections_with_what_is_completed_last(self) -> None:
        (sprint,) = create_sections(["Sprint 12"], project=self.website, by=self.by_ana)
        create_task("In the sprint", by=self.by_ana, project=self.website, section=sprint)
        complete_task(self.late, by=self.by_ana)
        self.assertEqual(
            self.groups(f"projects/{self.website.pk}/"),
            {"To do": ["Fix totals"], "Sprint 12": ["In the sprint"], "Completed": ["Pay the invoice"]},
        )

    def test_a_subtask_stands_under_its_task_until_that_is_done(self) -> None:
        create_task("Part", by=self.by_ana, parent=self.loose)
        row = self.page("inbox/").context["page"].groups[0].rows[-1]
        self.assertEqual((row.task.title, row.subtasks, row.subtasks_done), ("Buy milk", 1, 0))
        complete_task(self.loose, by=self.by_ana)
        self.assertEqual(self.groups("inbox/"), {"To sort": ["Call Boris", "Part"]})

    def test_a_label_lists_the_open_tasks_that_carry_it(self) -> None:
        phone = Label.objects.get(name="phone")
        self.assertEqual(self.groups(f"labels/{phone.pk}/"), {"Open": ["Call Boris"]})

    def test_completed_tells_what_was_done_on_which_day(self) -> None:
        complete_task(self.loose, by=self.by_ana)
        self.assertEqual(list(self.groups("completed/").values()), [["Buy milk"]])

    def test_what_is_deleted_or_archived_is_in_no_list(self) -> None:
        delete_task(self.late, by=self.by_ana)
        archive_project(self.website, by=self.by_ana)
        self.assertEqual(self.groups("today/"), {})
        delete_project(self.website, by=self.by_ana)
        self.assertEqual(self.page(f"projects/{self.website.pk}/").status_code, 404)

    def test_htmx_gets_the_list_alone_and_history_the_whole_page(self) -> None:
        part = self.page("today/", **{"HX-Request": "true"})
        self.assertTemplateNotUsed(part, "web/app.html")
        self.assertContains(part, 'id="task-list"')
        again = self.page("today/", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
        self.assertTemplateUsed(again, "web/app.html")

    def test_an_empty_place_teaches(self) -> None:
        self.client.force_login(self.boris)
        for path in ("today/", "inbox/", "upcoming/", "completed/", "bin/", "assigned/", "archive/"):
            self.assertContains(self.client.get(f"/other/{path}"), 'class="empty"')

    def test_a_stranger_finds_nothing(self) -> None:
        self.client.force_login(self.boris)
        phone = Label.objects.get(name="phone")
        paths = [
            "today/",
            "inbox/",
            "upcoming/",
            "completed/",
            "bin/",
            "assigned/",
            "archive/",
            f"projects/{self.website.pk}/",
            f"labels/{phone.pk}/",
        ]
        for path in paths:
            self.assertEqual(self.page(path).status_code, 404, path)
        for path in paths[-2:]:
            self.assertEqual(self.client.get(f"/other/{path}").status_code, 404, path)

    def test_a_guest_sees_their_own_inbox_alone(self) -> None:
        create_task("Of Gil", by=self.by_gil, due=Due(self.day))
        self.client.force_login(self.gil)
        self.assertEqual(self.groups("today/"), {"Today": ["Of Gil"]})
        self.assertEqual(self.page(f"projects/{self.website.pk}/").status_code, 404)

    def test_a_list_of_thousands_is_shown_in_steps(self) -> None:
        Task.objects.bulk_create(
            Task(
                workspace=self.by_ana.workspace,
                number=1000 + i,
                title=str(i),
                position=f"z{i:04d}",
                created_by=self.ana,
            )
            for i in range(230)
        )
        page = self.page("inbox/").context["page"]
        self.assertEqual((len(page.groups[0].rows), page.groups[0].count, page.more), (100, 232, "200"))
        self.assertEqual(self.page("inbox/?rows=400").context["page"].groups[0].count, 232)
        for odd in ("x", "-1", "٣", "9" * 30):
            self.assertEqual(self.page(f"inbox/?rows={odd}").status_code, 200)

    def test_long_and_odd_titles_are_shown_whole_and_escaped(self) -> None:
        title = "<script>alert(1)</script> " + "W" * 460
        create_task(title, by=self.by_ana, due=Due(self.day))
        body = self.page("today/").content.decode()
        self.assertNotIn("<script>alert", body)
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt; " + "W" * 460, body)


class QueryCountTest(CastTestCase):
    """Law 7: a list runs the same number of queries at one row and at fifty, and Today no more than twelve at a hundred."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        cls.make(1)

    @classmethod
    def make(cls, count: int) -> None:
        labels = tuple(label.pk for label in labels_named(["a", "b"], by=cls.by_ana))
        for project in (cls.website, None):
            due = [
                NewTask(f"Due {i}", due=Due(cls.day - timedelta(i % 2)), estimate=600, labels=labels)
                for i in range(count)
            ]
            soon = [NewTask(f"Soon {i}", due=Due(cls.day + timedelta(1 + i % 5)), labels=labels) for i in range(count)]
            done = [NewTask(f"Done {i}", labels=labels) for i in range(count)]
            gone = [NewTask(f"Gone {i}", labels=labels) for i in range(count)]
            create_tasks([due, soon, done, gone], project=project, by=cls.by_ana)
            Task.objects.filter(pk__in=[new.id for new in done]).update(completed_at=now(), completed_by=cls.ana)
            Task.objects.filter(pk__in=[new.id for new in gone]).update(deleted_at=now())

    def cost(self, path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            self.assertEqual(self.client.get(path).status_code, 200)
        return len(queries)

    def test_lists_cost_the_same_at_one_row_and_at_fifty(self) -> None:
        self.client.force_login(self.ana)
        label = Label.objects.get(name="a")
        paths = [
            *("/acme/today/", "/acme/inbox/", "/acme/upcoming/", "/acme/completed/", "/acme/bin/"),
            f"/acme/projects/{self.website.pk}/",
            f"/acme/labels/{label.pk}/",
            *("/acme/assigned/", "/acme/archive/", "/acme/projects/"),
        ]
        self.client.get("/acme/today/")  # the session remembers the workspace from here on
        few = {path: self.cost(path) for path in paths}
        self.make(50)
        many = {path: self.cost(path) for path in paths}
        self.make(60)
        self.assertEqual({path: self.cost(path) for path in paths}, many)
        # Where not all rows are drawn the heads count what there is, and at twenty completed ones a project counts them all.
        for path in paths:
            self.assertIn(many[path] - few[path], (0, 1) if path != paths[5] else (0, 1, 2), path)

    def test_today_with_a_hundred_tasks_takes_twelve_queries_at_most(self) -> None:
        self.make(50)
        self.client.force_login(self.ana)
        self.client.get("/acme/today/")
        self.assertLessEqual(self.cost("/acme/today/"), 12)
