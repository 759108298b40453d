"""The table: what its cells say, how they are filled, what its columns come to, and what a file of it holds."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.core.clock import now, today
from workstate.customfields.actions import add_choices, create_field, set_value
from workstate.customfields.models import FieldValue, Kind
from workstate.projects.actions import archive_project, create_project, create_sections
from workstate.savedviews.cells import Cell, Refused, fill_cells
from workstate.savedviews.cells.reading import names_in
from workstate.savedviews.models import Look
from workstate.tasks.actions import NewTask, complete_task, create_task, create_tasks, undo
from workstate.tasks.due import Due
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.workspaces.models import Membership

COLUMNS = "due,start,deadline,priority,labels,assignees,project,section,estimate,tracked,creator,created,completed,number,state"


class TableTest(CastTestCase):
    day: date

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        cls.launch, cls.later = create_sections(["Launch", "Later"], project=cls.website, by=cls.by_ana)
        cls.late = create_task(
            "Pay the invoice", by=cls.by_ana, project=cls.website, due=Due(cls.day - timedelta(3)), estimate=1800,
            labels=["money", "phone"],
        )  # fmt: skip
        cls.totals = create_task("Fix totals", by=cls.by_ana, project=cls.website, estimate=7200)
        cls.loose = create_task("Buy milk", by=cls.by_ana, estimate=600)
        cls.budget = create_field("Budget", kind=Kind.NUMBER, by=cls.by_mara, decimals=2, unit="€")
        cls.stage = create_field("Stage", kind=Kind.CHOICE, by=cls.by_mara)
        (cls.early,) = add_choices(cls.stage, ["Early, rough"], by=cls.by_mara)
        cls.done = create_field("Billed", kind=Kind.CHECKBOX, by=cls.by_mara)
        cls.fields = ",".join(f"field:{field.pk.hex}" for field in (cls.budget, cls.stage, cls.done))

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def page(self, path: str, columns: str = "due,estimate,tracked", more: str = "", **headers: str) -> Any:
        return self.client.get(f"/acme/{path}?layout=table&columns={columns}{more}", headers=headers)

    def fill(self, *cells: tuple[Task, str, str], by: Any = None) -> Any:
        return fill_cells([Cell(task.number, key, text) for task, key, text in cells], by=by or self.by_ana)

    def post(self, cells: object) -> Any:
        body = {"cells": cells if isinstance(cells, str) else json.dumps(cells)}
        return self.client.post("/acme/tasks/cells/", body, headers={"HX-Request": "true"})


class DrawingTest(TableTest):
    def test_it_has_a_head_for_the_title_and_each_column_chosen(self) -> None:
        table = self.page("all/", f"due,{self.fields}").context["table"]
        self.assertEqual([head.title for head in table.heads], ["Title", "Due", "Budget", "Stage", "Billed"])

    def test_columns_that_there_are_not_are_left_out(self) -> None:
        for wrong in ("nonsense", f"field:{self.loose.pk.hex}", "hand", "title"):
            self.assertEqual(len(self.page("all/", f"{wrong},due").context["table"].heads), 2, wrong)

    def test_every_column_says_what_the_task_says(self) -> None:
        set_value(self.late, self.budget, "12.5", by=self.by_ana)
        set_value(self.late, self.stage, str(self.early.pk), by=self.by_ana)
        set_value(self.late, self.done, True, by=self.by_ana)
        create_entry(by=self.by_ana, task=self.late, day=self.day, duration=3600)
        page = self.page("all/", f"{COLUMNS},{self.fields}").content.decode()
        row = page[page.index(f'id="task-{self.late.number}-row"') :].split("</tr>")[0]
        for said in ("Pay the invoice", "money", "phone", "Website", "0:30", "1:00", "12.50 €", "Early, rough", "P4"):
            self.assertIn(said, row)
        self.assertIn(f'data-words="{(self.day - timedelta(3)).isoformat()}"', row)

    def test_what_a_person_wrote_is_escaped_in_every_cell(self) -> None:
        wicked = "<script>alert(1)</script>\" onload='x"
        note = create_field("Note", kind=Kind.TEXT, by=self.by_mara)
        task = create_task(wicked, by=self.by_ana, labels=["<b>bold</b>"])
        set_value(task, note, wicked, by=self.by_ana)
        page = self.page("all/", f"labels,field:{note.pk.hex}").content.decode()
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<b>bold", page)
        self.assertNotIn("\" onload='x", page)

    def test_totals_are_of_all_tasks_and_not_of_those_drawn(self) -> None:
        create_tasks([[NewTask(f"Task {n}", estimate=60) for n in range(120)]], project=self.website, by=self.by_ana)
        set_value(self.late, self.budget, "10", by=self.by_ana)
        set_value(self.totals, self.budget, "0.50", by=self.by_ana)
        create_entry(by=self.by_ana, task=self.totals, day=self.day, duration=5400)
        page = self.page("all/", f"estimate,tracked,field:{self.budget.pk.hex}", "&group=project")
        table = page.context["table"]
        self.assertEqual(table.totals.count, 123)
        self.assertEqual(table.sums, ["4:40", "1:30", "10.50 €"])
        self.assertEqual(table.more, "200")
        self.assertEqual({group.title: group.totals.count for group in table.groups}, {"Inbox": 1, "Website": 122})
        self.assertEqual([sum(len(group.rows) for group in table.groups)], [100])

    def test_sums_count_a_task_with_several_labels_once(self) -> None:
        table = self.page("all/", "estimate", "&group=labels").context["table"]
        self.assertEqual({group.title: group.sums for group in table.groups}, {"money": ["0:30"], "No label": ["2:10"]})
        self.assertEqual(table.sums, ["2:40"])

    def test_what_was_completed_stands_folded_at_the_foot(self) -> None:
        complete_task(self.totals, by=self.by_ana)
        path = f"projects/{self.website.pk}/"
        groups = self.page(path).context["table"].groups
        self.assertEqual((groups[-1].key, groups[-1].folded, groups[-1].totals.count), ("completed", True, 1))
        self.assertNotIn(
            "completed", [group.key for group in self.page(path, more="&completed=0").context["table"].groups]
        )

    def test_more_were_completed_than_are_drawn(self) -> None:
        create_tasks(
            [[NewTask(f"Done {n}", completed_at=now()) for n in range(25)]], project=self.website, by=self.by_ana
        )
        group = self.page(f"projects/{self.website.pk}/").context["table"].groups[-1]
        self.assertEqual((len(group.rows), group.totals.count), (20, 25))

    def test_it_costs_as_many_queries_for_fifty_tasks_as_for_one(self) -> None:
        columns = f"{COLUMNS},{self.fields}"
        for group in ("none", "labels", "section", f"field:{self.stage.pk.hex}"):
            path, more = f"projects/{self.website.pk}/", f"&group={group}"
            self.page(path, columns, more)
            with CaptureQueriesContext(connection) as few:
                self.page(path, columns, more)
            money = Label.objects.get(name="money")
            new = [NewTask(f"{group} {n}", labels=(money.pk,)) for n in range(50)]
            create_tasks([new], project=self.website, by=self.by_ana)
            made = Task.objects.filter(pk__in=[one.id for one in new])
            self.fill(*((task, f"field:{self.budget.pk.hex}", "7") for task in made))
            with CaptureQueriesContext(connection) as many:
                self.page(path, columns, more)
            self.assertLessEqual(len(many), len(few) + 2, group)

    def test_a_guest_is_shown_no_way_to_change_what_they_may_not(self) -> None:
        archive_project(self.website, by=self.by_mara)
        page = self.page(f"projects/{self.website.pk}/").content.decode()
        row = page[page.index(f'id="task-{self.late.number}-row"') :].split("</tr>")[0]
        self.assertIn("data-fixed", row)
        self.assertNotIn("data-row-edit", row)
        self.assertNotIn("grid-add", page)

    def test_an_empty_table_says_so(self) -> None:
        self.assertContains(self.page("assigned/"), "Nothing is assigned to you")
        self.assertContains(self.page("all/", more="&filter=p1"), "No task here matches the filter")

    def test_the_head_says_how_it_is_sorted_and_what_a_press_does(self) -> None:
        def head(sort: str) -> tuple[str, str, str]:
            one = next(h for h in self.page("all/", "due", f"&sort={sort}").context["table"].heads if h.key == "due")
            return one.sorted_as, one.next_sort, one.add_sort

        self.assertEqual(head("hand"), ("none", "due", "due"))
        self.assertEqual(head("due"), ("ascending", "-due", "-due"))
        self.assertEqual(head("-due"), ("descending", "hand", "hand"))
        self.assertEqual(head("title,-due"), ("descending", "hand", "title"))
        self.assertEqual(head("title,priority,number"), ("none", "due", "title,priority,due"))


class FillingTest(TableTest):
    def test_each_respect_takes_what_is_typed_into_it(self) -> None:
        member = Membership.objects.get(user=self.mara, workspace=self.by_ana.workspace)
        self.fill(
            (self.late, "title", "Pay it"), (self.late, "due", "2026-12-31 14:00"), (self.late, "start", "2026-12-01"),
            (self.late, "deadline", "2027-01-15"), (self.late, "priority", "Priority 2"), (self.late, "labels", "a, b"),
            (self.late, "assignees", "mara adler, me"), (self.late, "section", "launch"), (self.late, "estimate", "1,5 h"),
        )  # fmt: skip
        task = Task.objects.get(pk=self.late.pk)
        self.assertEqual((task.title, task.priority, task.estimate), ("Pay it", 2, 5400))
        self.assertEqual((task.due_on, str(task.due_time)), (date(2026, 12, 31), "14:00:00"))
        self.assertEqual((task.start_on, task.deadline_on), (date(2026, 12, 1), date(2027, 1, 15)))
        self.assertEqual(set(task.labels.values_list("name", flat=True)), {"a", "b"})
        self.assertIn(member, task.assignees.all())
        self.assertEqual((task.assignees.count(), task.section), (2, self.launch))

    def test_fields_take_what_is_typed_into_them(self) -> None:
        budget, stage, done = (f"field:{field.pk.hex}" for field in (self.budget, self.stage, self.done))
        self.fill((self.late, budget, "1.234,50 €"), (self.late, stage, "early, ROUGH"), (self.late, done, "yes"))
        said = {row.field_id: row for row in FieldValue.objects.filter(task=self.late)}
        self.assertEqual(said[self.budget.pk].number, Decimal("1234.50"))
        self.assertEqual(said[self.stage.pk].choice, self.early)
        self.assertIs(said[self.done.pk].checked, True)
        self.fill((self.late, budget, ""), (self.late, stage, ""), (self.late, done, ""))
        self.assertIsNone(FieldValue.objects.filter(task=self.late, field=self.budget).first())
        self.assertIsNone(FieldValue.objects.filter(task=self.late, field=self.stage).first())

    def test_a_task_goes_to_a_project_and_into_its_section_in_one_act(self) -> None:
        self.fill((self.loose, "section", "Later"), (self.loose, "project", "website"))
        task = Task.objects.get(pk=self.loose.pk)
        self.assertEqual((task.project, task.section), (self.website, self.later))

    def test_empty_takes_away(self) -> None:
        self.fill((self.late, "due", ""), (self.late, "labels", ""), (self.late, "estimate", ""))
        task = Task.objects.get(pk=self.late.pk)
        self.assertEqual((task.due_on, task.estimate, task.labels.count()), (None, None, 0))

    def test_a_block_is_filled_by_one_act_and_taken_back_by_one_undo(self) -> None:
        act = self.fill(
            (self.late, "estimate", "1:00"), (self.totals, "estimate", "2h"), (self.loose, "estimate", "15"),
            (self.late, "priority", "1"), (self.totals, "priority", "p1"),
        )  # fmt: skip
        self.assertEqual(
            set(Event.objects.filter(subject_type="tasks.task", batch=act.batch).values_list("user", flat=True)),
            {self.ana.pk},
        )
        self.assertEqual(self.estimates(), {"Pay the invoice": 3600, "Fix totals": 7200, "Buy milk": 900})
        undo(act.batch, by=self.by_ana)
        self.assertEqual(self.estimates(), {"Pay the invoice": 1800, "Fix totals": 7200, "Buy milk": 600})
        self.assertEqual(set(Task.objects.values_list("priority", flat=True)), {4})

    def estimates(self) -> dict[str, int | None]:
        return dict(Task.objects.values_list("title", "estimate"))

    def test_what_one_cell_refuses_leaves_all_others_as_they_were(self) -> None:
        before = Event.objects.count()
        with self.assertRaises(Refused) as caught:
            self.fill(
                (self.late, "estimate", "1:00"), (self.totals, "estimate", "bananas"), (self.loose, "due", "soonish")
            )
        self.assertEqual(
            {cell.number for cell, _why in caught.exception.reasons}, {self.totals.number, self.loose.number}
        )
        self.assertEqual(self.estimates()["Pay the invoice"], 1800)
        self.assertEqual(Event.objects.count(), before)

    def test_what_is_no_value_is_refused_with_a_reason(self) -> None:
        for key, text in [
            ("title", ""), ("title", "x" * 501), ("title", "a\0b"), ("title", "a\u202eb"), ("due", "year 20000"),
            ("due", "20000-01-01"), ("due", "0000-01-01"), ("priority", "5"), ("priority", "-1"), ("estimate", "-3h"),
            ("estimate", "9" * 40), ("assignees", "Boris Orlov"), ("assignees", "Gil Guest"), ("project", "Nowhere"),
            ("section", "Nowhere"), ("tracked", "1:00"), ("number", "7"), ("creator", "me"), ("nonsense", "x"),
            ("field:zz", "x"), (f"field:{self.budget.pk.hex}", "many"), (f"field:{self.stage.pk.hex}", "Late"),
            (f"field:{self.done.pk.hex}", "maybe"), ("labels", "x" * 10_000), ("labels", ",".join(map(str, range(30)))),
            ("state", "eaten"),
        ]:  # fmt: skip
            with self.subTest(key=key, text=text[:20]), self.assertRaises(Refused) as caught:
                self.fill((self.late, key, text))
            self.assertTrue(str(caught.exception))
        self.assertEqual(Event.objects.filter(verb="task.changed").count(), 0)

    def test_strangers_and_guests_fill_nothing(self) -> None:
        for user, status in ((self.boris, 404), (self.gil, 400)):
            self.client.force_login(user)
            self.assertEqual(self.post([[self.late.number, "title", "Mine"]]).status_code, status)
        self.assertEqual(Task.objects.get(pk=self.late.pk).title, "Pay the invoice")

    def test_nobody_fills_a_cell_of_a_task_in_an_archived_project(self) -> None:
        archive_project(self.website, by=self.by_mara)
        self.assertIn(self.post([[self.late.number, "priority", "1"]]).status_code, {400, 403})
        self.assertEqual(Task.objects.get(pk=self.late.pk).priority, 4)

    def test_nobody_gives_a_task_of_an_archived_project_to_somebody(self) -> None:
        archive_project(self.website, by=self.by_mara)
        topics = create_field("Topics", kind=Kind.CHOICES, by=self.by_mara, choices=["Web"])
        for key, text in (("assignees", "me"), (f"field:{topics.pk.hex}", "Web"), ("estimate", "1h")):
            with self.subTest(key=key), self.assertRaisesMessage(Refused, "in the archive"):
                self.fill((self.late, key, text))

    def test_a_column_of_different_values_costs_as_many_queries_as_one_cell(self) -> None:
        new = [NewTask(f"Task {n}") for n in range(60)]
        create_tasks([new], project=self.website, by=self.by_ana)
        made = list(Task.objects.filter(pk__in=[one.id for one in new]))
        for key in ("estimate", "title", f"field:{self.budget.pk.hex}"):
            with CaptureQueriesContext(connection) as one:
                self.fill((made[0], key, "7"))
            with CaptureQueriesContext(connection) as many:
                self.fill(*((task, key, str(100 + n)) for n, task in enumerate(made)))
            self.assertLessEqual(len(many), len(one) + 2, key)

    def test_a_request_that_is_no_list_of_cells_is_refused(self) -> None:
        for wrong in ("", "x", "{}", "[]", "[1]", '[["1", "due", ""]]', '[[1, "due"]]', '[[true, "due", ""]]', "[[1e400,\"due\",\"\"]]",
                      "[" * 5000, '[[-1, "due", ""]]', '[[99999999999, "due", ""]]', "x" * 1_000_001):  # fmt: skip
            self.assertEqual(self.post(wrong).status_code, 400, wrong[:30])

    def test_the_page_is_told_which_cell_was_refused_and_why(self) -> None:
        answer = self.post([[self.late.number, "estimate", "bananas"]])
        self.assertEqual(answer.status_code, 400)
        (cell,) = answer.json()["cells"]
        self.assertEqual((cell["number"], cell["key"]), (self.late.number, "estimate"))
        self.assertIn("not a duration", cell["message"])

    def test_what_was_filled_is_told_with_an_undo(self) -> None:
        answer = self.post([[self.late.number, "estimate", "1h"], [self.totals.number, "estimate", "1h"]])
        said = json.loads(answer["HX-Trigger"])
        self.assertEqual(said["toast"]["text"], "2 cells filled.")
        self.assertEqual(self.client.post(said["toast"]["undo"], headers={"HX-Request": "true"}).status_code, 204)
        self.assertEqual(self.estimates()["Pay the invoice"], 1800)

    def test_what_is_copied_can_be_pasted_back(self) -> None:
        """Everything that words() says is read again as the same."""
        self.assertEqual(names_in('"Early, rough", b,, b'), ["Early, rough", "b"])
        self.assertEqual(names_in("a\rb, c\r\nd"), ["a b", "c  d"])
        set_value(self.late, self.stage, str(self.early.pk), by=self.by_ana)
        page = self.client.get(f"/acme/looks/all/table.csv?columns=title,{COLUMNS},{self.fields}&layout=table")
        rows = list(csv.DictReader(io.StringIO(b"".join(page).decode("utf-8-sig"))))
        keys = {"Due": "due", "Priority": "priority", "Labels": "labels", "Project": "project", "Estimate": "estimate"}
        before = Event.objects.count()
        row = next(row for row in rows if row["Title"] == "Pay the invoice")
        self.fill(*((self.late, key, row[title]) for title, key in keys.items()))
        self.assertEqual(Event.objects.count(), before)


class PanelTest(TableTest):
    def cell(self, field: Any, method: str = "get", **values: str) -> Any:
        headers = {"HX-Request": "true", "HX-Target": "div#picker"}
        url = f"/acme/tasks/{self.late.number}/cells/{field}/"
        return getattr(self.client, method)(url, values, headers=headers)

    def test_each_kind_of_field_offers_its_own_and_takes_it(self) -> None:
        crew = create_field("Crew", kind=Kind.PERSON, by=self.by_mara)
        day = create_field("Signed", kind=Kind.DATE, by=self.by_mara)
        tags = create_field("Tags", kind=Kind.CHOICES, by=self.by_mara)
        (red,) = add_choices(tags, ["Red"], by=self.by_mara)
        member = Membership.objects.get(user=self.mara, workspace=self.by_ana.workspace)
        self.assertContains(self.cell(f"field:{self.stage.pk.hex}"), "Early, rough")
        self.assertContains(self.cell(f"field:{crew.pk.hex}"), "Mara Adler")
        self.assertContains(self.cell(f"field:{day.pk.hex}"), "Tomorrow")
        for field, values in ((self.stage, {"value": str(self.early.pk)}), (crew, {"value": str(member.pk)}), (day, {"value": "2026-12-24"}),
                              (tags, {"add": str(red.pk)})):  # fmt: skip
            self.assertIn(self.cell(f"field:{field.pk.hex}", "post", **values).status_code, {200, 204})
        self.assertEqual(FieldValue.objects.filter(task=self.late).count(), 4)
        self.assertEqual(self.cell(f"field:{tags.pk.hex}", "post", remove=str(red.pk)).status_code, 200)
        self.assertEqual(FieldValue.objects.filter(task=self.late).count(), 3)

    def test_the_estimate_is_typed_or_one_of_the_usual(self) -> None:
        self.assertContains(self.cell("estimate"), "15 m")
        self.assertContains(self.cell("estimate", "post", value="bananas"), "not a duration", status_code=400)
        self.assertEqual(self.cell("estimate", "post", value="2:00").status_code, 204)
        self.assertEqual(Task.objects.get(pk=self.late.pk).estimate, 7200)

    def test_there_are_no_panels_for_anything_else(self) -> None:
        for key in ("tracked", "title", "nonsense", f"field:{self.loose.pk.hex}"):
            self.assertEqual(self.cell(key).status_code, 404, key)


class ColumnsTest(TableTest):
    def widths(self, *said: str) -> Any:
        return self.client.post("/acme/looks/all/columns/", {"width": list(said)}, headers={"HX-Request": "true"})

    def test_widths_are_kept_for_the_person_alone(self) -> None:
        self.assertEqual(self.widths("due=220", "title=500").status_code, 204)
        heads = {head.key: head.width for head in self.page("all/").context["table"].heads}
        self.assertEqual((heads["due"], heads["title"]), (220, 500))
        self.assertEqual(Look.objects.get().user, self.ana)
        self.client.force_login(self.mara)
        self.assertNotEqual(self.page("all/").context["table"].heads[1].width, 220)

    def test_widths_that_are_none_are_refused_or_held_within_reason(self) -> None:
        for wrong in ("due", "due=", "=5", "due=x", "due=-5", "due=99999999", "due=٣", "d" * 70 + "=5"):
            self.assertEqual(self.widths(wrong).status_code, 400, wrong)
        self.widths("due=1")
        self.assertEqual(self.page("all/").context["table"].heads[1].width, 48)

    def test_columns_that_are_not_shown_are_offered(self) -> None:
        page = self.client.get(
            "/acme/looks/all/columns/?layout=table&columns=due,labels", headers={"HX-Request": "true"}
        )
        self.assertContains(page, "Budget")
        self.assertContains(page, 'value="due,labels,estimate"')
        self.assertNotContains(page, 'value="due,labels,due"')

    def test_a_choice_of_columns_keeps_the_widths(self) -> None:
        self.widths("estimate=150")
        self.client.post("/acme/looks/all/", {"layout": "table", "columns": "estimate"})
        heads = self.client.get("/acme/all/").context["table"].heads
        self.assertEqual([(head.key, head.width) for head in heads][1:], [("estimate", 150)])


class ExportTest(TableTest):
    def rows(self, path: str, user: Any = None) -> list[list[str]]:
        self.client.force_login(user or self.ana)
        answer = self.client.get(f"/acme/looks/{path}")
        self.assertEqual(answer.status_code, 200)
        return list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))

    def test_a_file_has_every_task_in_order_with_the_columns_shown(self) -> None:
        create_tasks([[NewTask(f"Task {n:04}") for n in range(700)]], project=self.website, by=self.by_ana)
        rows = self.rows("all/table.csv?layout=table&columns=estimate,labels&sort=-title")
        self.assertEqual(rows[0], ["Title", "Estimate", "Labels"])
        self.assertEqual((len(rows), rows[1][0]), (704, "Task 0699"))
        self.assertEqual(rows[-1], ["Buy milk", "0:10", ""])

    def test_no_cell_is_a_formula(self) -> None:
        create_task("=HYPERLINK(1)", by=self.by_ana, labels=["@home", "+1"])
        for cell in [cell for row in self.rows("all/table.csv?columns=labels") for cell in row]:
            self.assertNotRegex(cell, r"^[=+\-@]")

    def test_it_holds_what_the_person_sees_and_no_more(self) -> None:
        create_task("Of Mara alone", by=self.by_mara)
        titles = [row[0] for row in self.rows("all/table.csv?filter=p4")]
        self.assertNotIn("Of Mara alone", titles)
        self.assertIn("Buy milk", titles)
        self.assertNotIn("Fix totals", [row[0] for row in self.rows("all/table.csv", self.gil)])
        self.assertEqual(self.client.get(f"/acme/looks/project:{self.website.pk}/table.csv").status_code, 404)

    def test_a_filter_that_cannot_be_read_gives_no_file(self) -> None:
        self.assertEqual(self.client.get("/acme/looks/all/table.csv?filter=(((").status_code, 400)
