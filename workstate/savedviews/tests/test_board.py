"""The board: which columns stand, what is in them, who may move cards, what it costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.core.clock import now, today
from workstate.customfields.actions import create_field, put_values, set_value
from workstate.customfields.models import FieldChoice, Kind
from workstate.projects.actions import archive_project, change_section, create_project, create_sections, fold_section
from workstate.projects.models import Section
from workstate.savedviews import facets
from workstate.savedviews.layouts.board import Board, Column
from workstate.tasks.actions import NewTask, cancel_task, complete_task, create_task, create_tasks, labels_named
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.workspaces.models import Membership


class BoardCase(CastTestCase):
    day: date

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        cls.doing, cls.later = create_sections(["Doing", "Later"], project=cls.website, by=cls.by_ana)
        cls.url = f"projects/{cls.website.pk}/?layout=board"

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def task(self, title: str, **more: Any) -> Task:
        return create_task(title, by=self.by_ana, **{"project": self.website, **more})

    def board(self, path: str) -> Board:
        answer = self.client.get(f"/acme/{path}")
        self.assertEqual(answer.status_code, 200)
        board: Board = answer.context["board"]
        return board

    def columns(self, path: str) -> dict[str, list[str]]:
        return {one.bucket.title: [row.task.title for row in one.rows] for one in self.board(path).columns}

    def column(self, title: str, path: str) -> Column:
        return next(one for one in self.board(path).columns if one.bucket.title == title)


class ColumnsTest(BoardCase):
    def test_a_project_has_its_sections_as_columns_also_the_empty_ones(self) -> None:
        self.task("Loose")
        self.task("Begun", section=self.doing)
        expected = {"To do": ["Loose"], "Doing": ["Begun"], "Later": []}
        self.assertEqual(self.columns(self.url), expected)
        self.assertEqual(self.columns(f"{self.url}&group=none"), expected)

    def test_where_all_stands_in_sections_there_is_no_column_beside_them(self) -> None:
        self.assertEqual(self.columns(self.url), {"Doing": [], "Later": []})

    def test_elsewhere_the_columns_are_the_priorities_unless_grouped(self) -> None:
        self.task("Urgent", project=None, priority=1)
        names = [f"Priority {n}" for n in (1, 2, 3, 4)]
        self.assertEqual(list(self.columns("inbox/?layout=board")), names)
        self.assertEqual(self.columns("inbox/?layout=board")["Priority 1"], ["Urgent"])

    def test_days_stand_near_and_what_is_late_or_far_only_when_there_is_something(self) -> None:
        path = f"{self.url}&group=due"
        self.assertEqual(len(self.columns(path)), 8)
        self.task("Late", due=Due(self.day - timedelta(2)))
        self.task("Later still", due=Due(self.day - timedelta(400)))
        self.task("Far", due=Due(self.day + timedelta(90)))
        self.task("Today", due=Due(self.day))
        columns = self.columns(path)
        self.assertEqual(list(columns)[:3], ["Overdue", "Today", "Tomorrow"])
        self.assertEqual(list(columns)[-2:], ["Later", "No date"])
        self.assertCountEqual(columns["Overdue"], ["Late", "Later still"])
        self.assertEqual((columns["Today"], columns["Later"]), (["Today"], ["Far"]))
        self.assertFalse(self.column("Overdue", path).takes)
        self.assertTrue(self.column("No date", path).takes)

    def test_today_and_upcoming_have_the_days_that_they_show(self) -> None:
        self.task("Late", due=Due(self.day - timedelta(2)))
        self.task("Soon", due=Due(self.day + timedelta(3)))
        self.assertEqual(self.columns("today/?layout=board&group=due"), {"Overdue": ["Late"], "Today": []})
        self.assertContains(self.client.get("/acme/today/?layout=board&group=due"), "Move to today")
        self.assertNotContains(self.client.get("/acme/all/?layout=board&group=due"), "Move to today")
        upcoming = self.columns("upcoming/?layout=board&group=due")
        self.assertEqual((len(upcoming), next(iter(upcoming))), (7, "Tomorrow"))
        self.assertEqual(len(self.columns("upcoming/?layout=board&group=due&days=14")), 14)

    def test_every_grouping_makes_a_board(self) -> None:
        fields = [
            create_field("Size", kind="choice", by=self.by_olga, choices=["Small", "Large"]),
            create_field("Parts", kind="choices", by=self.by_olga, choices=["Front"]),
            *(
                create_field(kind, kind=kind, by=self.by_olga)
                for kind in ("text", "date", "checkbox", "person", "link")
            ),
        ]
        task = self.task("Card", labels=["zoo"])
        set_value(task, fields[0], str(FieldChoice.objects.get(name="Large").pk), by=self.by_ana)
        set_value(task, fields[2], "said", by=self.by_ana)
        groups = [
            "section",
            "project",
            "due",
            "start",
            "deadline",
            "priority",
            "labels",
            "assignees",
            "creator",
            "state",
        ]
        for place in (f"projects/{self.website.pk}/", "all/"):
            for group in [*groups, *(f"field:{field.pk.hex}" for field in fields)]:
                columns = self.columns(f"{place}?layout=board&group={group}")
                self.assertEqual([title for titles in columns.values() for title in titles], ["Card"], group)
        sized = self.columns(f"{self.url}&group=field:{fields[0].pk.hex}")
        self.assertEqual(sized, {"No Size": [], "Small": [], "Large": ["Card"]})

    def test_of_very_many_groups_the_first_are_columns_and_the_rest_is_told(self) -> None:
        field = create_field("Said", kind="text", by=self.by_olga)
        tasks = [NewTask(f"Card {n:03}") for n in range(100)]
        create_tasks([tasks], project=self.website, by=self.by_ana)
        said = {
            task: {field.pk: f"text {task.title[-3:]}"}
            for task in Task.objects.filter(title__startswith="Card").order_by("title")[:90]
        }
        put_values(said, by=self.by_ana)
        path = f"{self.url}&group=field:{field.pk.hex}"
        board = self.board(path)
        self.assertEqual((len(board.columns), board.left_out), (80, 11))
        self.assertEqual(
            [row.task.title for one in board.columns for row in one.rows], [f"Card {n:03}" for n in range(80)]
        )
        self.assertEqual([one.key for one in self.board(path).columns], [one.key for one in board.columns])
        self.assertContains(self.client.get(f"/acme/{path}"), "11 more groups are not shown.")

    def test_by_state_what_is_done_stands_last_come_first(self) -> None:
        first, second, off = (self.task(title, section=self.doing) for title in ("First", "Second", "Off"))
        self.task("To do")
        complete_task(first, by=self.by_ana)
        complete_task(second, by=self.by_ana)
        Task.objects.filter(pk=first.pk).update(completed_at=now() - timedelta(minutes=1))
        cancel_task(off, by=self.by_ana)
        path = f"{self.url}&group=state"
        expected = {"Open": ["To do"], "Completed": ["Second", "First"], "Cancelled": ["Off"]}
        self.assertEqual(self.columns(path), expected)
        self.assertEqual(self.columns(f"{path}&completed=0"), {"Open": ["To do"], "Completed": [], "Cancelled": []})
        self.assertEqual(self.columns("upcoming/?layout=board&group=state")["Completed"], [])
        self.assertEqual(len(self.columns("today/?layout=board&group=state")["Completed"]), 2)
        self.assertEqual(self.column("Completed", path).adds, "")

    def test_columns_tell_how_many_there_are_how_long_they_take_and_what_is_too_much(self) -> None:
        change_section(self.doing, by=self.by_ana, limit=2)
        new = [NewTask(f"Card {n:02}", section=self.doing.pk, estimate=600) for n in range(45)]
        create_tasks([new], project=self.website, by=self.by_ana)
        column = self.column("Doing", self.url)
        self.assertEqual((column.count, len(column.rows), column.estimate, column.is_over), (45, 30, 27000, True))
        self.assertTrue(column.has_more)
        self.assertEqual(self.board(self.url).more, "200")
        column = self.column("Doing", f"{self.url}&rows=200")
        self.assertEqual((len(column.rows), column.has_more), (45, False))
        page = self.client.get(f"/acme/{self.url}")
        self.assertContains(page, "over the limit")
        self.assertContains(page, "45/2")

    def test_cards_are_in_the_order_of_the_look_within_their_column(self) -> None:
        for title, priority in (("b", 4), ("a", 4), ("c", 1)):
            self.task(title, section=self.doing, priority=priority)
        self.assertEqual(self.columns(self.url)["Doing"], ["b", "a", "c"])
        self.assertEqual(self.columns(f"{self.url}&sort=title")["Doing"], ["a", "b", "c"])
        self.assertEqual(self.columns(f"{self.url}&sort=priority,-title")["Doing"], ["c", "b", "a"])
        self.assertTrue(self.board(self.url).by_hand)
        self.assertFalse(self.board(f"{self.url}&sort=title").by_hand)
        self.assertFalse(self.board(f"{self.url}&group=priority").by_hand)

    def test_the_first_of_a_sorted_column_are_its_first(self) -> None:
        new = [NewTask(f"Card {99 - n}", section=self.doing.pk) for n in range(50)]
        create_tasks([new], project=self.website, by=self.by_ana)
        titles = self.columns(f"{self.url}&sort=title")["Doing"]
        self.assertEqual(titles, [f"Card {n}" for n in range(50, 80)])

    def test_cards_are_sorted_by_all_that_can_be_sorted_by(self) -> None:
        for number, kind in enumerate(Kind.values):
            choices = ["One", "Two"] if kind in {Kind.CHOICE, Kind.CHOICES} else ()
            create_field(f"Field {number}", kind=kind, by=self.by_olga, choices=choices)
        short, long = (self.task(title, section=self.doing) for title in ("Short", "Long"))
        for task, minutes in ((short, 10), (long, 90)):
            create_entry(by=self.by_ana, task=task, day=self.day, duration=minutes * 60)
        for facet in facets.every(self.by_ana):
            if facet.sorts:
                with self.subTest(facet.key):
                    self.assertEqual(len(self.columns(f"{self.url}&sort={facet.key}")["Doing"]), 2)
        self.assertEqual(self.columns(f"{self.url}&sort=-tracked")["Doing"], ["Long", "Short"])
        self.assertEqual(self.columns(f"{self.url}&sort=tracked")["Doing"], ["Short", "Long"])

    def test_a_filter_narrows_the_cards_and_the_counts(self) -> None:
        self.task("Urgent", section=self.doing, priority=1, estimate=600)
        self.task("Other", section=self.doing, estimate=600)
        column = self.column("Doing", f"{self.url}&filter=p1")
        self.assertEqual((column.count, column.estimate), (1, 600))
        self.assertContains(self.client.get(f"/acme/{self.url}&filter=p2"), "No task here matches the filter.")

    def test_a_card_that_is_moved_while_the_board_is_drawn_breaks_nothing(self) -> None:
        card = self.task("Card", section=self.doing)

        def moving(to: Section | None) -> Any:
            def between(execute: Any, sql: str, *given: Any) -> Any:
                if "ROW_NUMBER" in sql:
                    Task.objects.filter(pk=card.pk).update(section=to)
                return execute(sql, *given)

            return connection.execute_wrapper(between)

        with moving(self.later):
            self.assertEqual(self.columns(self.url), {"Doing": [], "Later": ["Card"]})
        with moving(None):
            self.assertEqual(self.columns(self.url), {"Doing": [], "Later": []})
        self.assertEqual(self.columns(self.url)["To do"], ["Card"])

    def test_what_a_person_folded_stays_folded(self) -> None:
        fold_section(self.later, by=self.by_ana, folded=True)
        self.assertEqual([one.folded for one in self.board(self.url).columns], [False, True])
        self.client.force_login(self.mara)
        self.assertEqual([one.folded for one in self.board(self.url).columns], [False, False])

    def test_long_and_odd_titles_are_shown_whole_and_escaped(self) -> None:
        title = "<script>alert(1)</script> " + "W" * 400
        self.task(title, section=self.doing, labels=["<b>bold</b>"])
        body = self.client.get(f"/acme/{self.url}").content.decode()
        self.assertNotIn("<script>alert", body)
        self.assertNotIn("<b>bold", body)
        self.assertIn("W" * 400, body)


class RightsTest(BoardCase):
    def test_an_archived_project_is_looked_at_alone(self) -> None:
        self.task("Card", section=self.doing)
        archive_project(self.website, by=self.by_ana)
        board = self.board(self.url)
        self.assertFalse(any(one.takes for one in board.columns) or board.changes or board.by_hand or board.sections)
        page = self.client.get(f"/acme/{self.url}")
        for handle in ("data-facet-url", "data-cards", "add-here", "lane-new", "data-lane-grip"):
            self.assertNotContains(page, handle)

    def test_strangers_find_no_board_and_guests_their_own(self) -> None:
        self.task("Card")
        create_task("Of Gil", by=self.by_gil)
        self.client.force_login(self.gil)
        self.assertEqual(self.client.get(f"/acme/{self.url}").status_code, 404)
        self.assertEqual(self.columns("inbox/?layout=board")["Priority 4"], ["Of Gil"])
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get(f"/acme/{self.url}").status_code, 404)

    def test_a_guest_learns_from_no_column_who_else_is_here(self) -> None:
        checker = create_field("Checked by", kind="person", by=self.by_olga)
        self.client.force_login(self.gil)
        for group in ("assignees", f"field:{checker.pk.hex}"):
            columns = self.columns(f"inbox/?layout=board&group={group}")
            self.assertIn("Gil Guest", columns)
            self.assertFalse({"Ana Keller", "Mara Adler", "Olga Owner"} & set(columns))


class LineTest(BoardCase):
    """What is added at the foot of a column comes to stand in it."""

    def add(self, path: str, text: str, status: int = 204) -> Any:
        answer = self.client.post(path, {"text": text}, headers={"HX-Request": "true"})
        self.assertEqual(answer.status_code, status, answer.content)
        return answer

    def test_a_task_comes_to_stand_in_the_column_to_which_it_was_added(self) -> None:
        size = create_field("Size", kind="choice", by=self.by_olga, choices=["Small", "Large"])
        parts = create_field("Parts", kind="choices", by=self.by_olga, choices=["Front", "Back"])
        labels_named(["zoo"], by=self.by_ana)
        groups = ["section", "due", "start", "deadline", "priority", "labels", "assignees", "state"]
        groups += [f"field:{size.pk.hex}", f"field:{parts.pk.hex}"]
        tried = 0
        for group in groups:
            for column in self.board(f"{self.url}&group={group}").columns:
                if not column.adds or (column.bucket.person and column.bucket.person == self.gil):
                    continue
                title = f"Added {tried}"
                self.add(column.adds, title)
                tried += 1
                self.assertIn(title, self.columns(f"{self.url}&group={group}&rows=5000")[column.bucket.title], group)
        self.assertGreater(tried, 35)
        self.assertEqual(Task.objects.filter(project=self.website).count(), tried)

    def test_the_place_holds_too(self) -> None:
        column = self.column("Priority 2", "today/?layout=board&group=priority")
        self.add(column.adds, "Both")
        task = Task.objects.get(title="Both")
        self.assertEqual((task.due_on, task.priority), (self.day, 2))

    def test_what_is_typed_goes_before_the_column(self) -> None:
        self.add(self.column("Priority 2", f"{self.url}&group=priority").adds, "Typed p1")
        self.assertEqual(Task.objects.get(title="Typed").priority, 1)
        member = Membership.objects.get(user=self.mara, workspace=self.by_ana.workspace)
        self.add(self.column("Mara Adler", f"{self.url}&group=assignees").adds, "Given")
        self.assertEqual(list(Task.objects.get(title="Given").assignees.all()), [member])

    def test_a_pasted_list_comes_to_stand_there_as_a_whole(self) -> None:
        self.add(self.column("Priority 2", f"{self.url}&group=priority").adds, "One\nTwo p1\nThree")
        said = dict(Task.objects.filter(project=self.website).values_list("title", "priority"))
        self.assertEqual(said, {"One": 2, "Two": 1, "Three": 2})

    def test_the_line_is_offered_and_read_as_it_will_be(self) -> None:
        line = self.client.get(self.column("Doing", self.url).adds, headers={"HX-Request": "true"})
        self.assertTemplateNotUsed(line, "web/app.html")
        self.assertContains(line, "data-quick-add")
        page = self.client.get(self.column("Doing", self.url).adds)
        self.assertTemplateUsed(page, "web/app.html")
        preview = self.client.post("/acme/lines/due/preview/?value=2031-12-01", {"text": "Call"})
        self.assertContains(preview, "1 Dec")

    def test_wrong_columns_are_refused_and_nothing_is_made(self) -> None:
        other = create_project("Hers", by=self.by_boris)
        cases = ["priority/?value=9", "due/?value=x", "due/?value=20000-01-01", "nonsense/?value=1", "creator/?value="]
        cases += [f"project/?value={other.pk}", "section/?value=x", "labels/?value=\0", "field:x/?value=1"]
        for case in cases:
            self.add(f"/acme/lines/{case}", "Never", 400)
        self.assertFalse(Task.objects.filter(title="Never").exists())


class CostTest(BoardCase):
    def make(self, count: int) -> None:
        label = labels_named(["a"], by=self.by_ana)[0]
        new = [
            NewTask(
                f"Card {n}", section=section and section.pk, labels=(label.pk,), due=Due(self.day + timedelta(n % 9))
            )
            for n in range(count)
            for section in (None, self.doing, self.later)
        ]
        create_tasks([new], project=self.website, by=self.by_ana)

    def cost(self, path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(self.client.get(f"/acme/{path}").status_code, 200)
        return len(queries)

    def test_a_board_costs_the_same_at_one_card_and_at_many_whatever_the_columns(self) -> None:
        self.make(1)
        field = create_field("Size", kind="choice", by=self.by_olga, choices=["Small", "Large"])
        groups = ["section", "priority", "due", "labels", "assignees", "state", "project", f"field:{field.pk.hex}"]
        self.cost(self.url)
        before = {group: self.cost(f"{self.url}&group={group}") for group in groups}
        self.make(50)
        create_sections([f"More {n}" for n in range(10)], project=self.website, by=self.by_ana)
        labels_named([f"label {n}" for n in range(10)], by=self.by_ana)
        self.assertEqual({group: self.cost(f"{self.url}&group={group}") for group in groups}, before)
        self.assertLessEqual(max(before.values()), 32, before)
