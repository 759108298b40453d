"""The page of a week, its answers to the script and to plain forms, and the same by the API."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.core.clock import now, today
from workstate.tasks.actions import create_task, move_task
from workstate.timesheets.actions import Wanted, add_row
from workstate.timesheets.holding import first_of_week
from workstate.timesheets.queries import week_at
from workstate.timesheets.tests.case import HOUR, MONDAY, TUESDAY, SheetTestCase
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.models import LockedPeriod

HTMX = {"HX-Request": "true"}


def url(name: str, *args: object, workspace: str = "acme") -> str:
    return reverse(f"timesheets:{name}", args=[workspace, *args])


class WeekTest(SheetTestCase):
    def test_a_week_shows_its_rows_and_totals(self) -> None:
        self.logs(5400)
        self.clocks("23:00", "01:30", day=TUESDAY)
        self.logs(1800, task=None, project=self.website)
        week = week_at(MONDAY, self.by_ana)
        self.assertEqual([line.key for line in week.lines], [self.project_row, self.row])
        self.assertEqual([column.total.seconds for column in week.columns], [7200, HOUR, 5400, 0, 0, 0, 0])
        self.assertEqual([line.total.seconds for line in week.lines], [1800, 3 * HOUR + 3600])
        self.assertEqual(week.total.seconds, 4 * HOUR + 1800)
        page = self.client.get(url("week", MONDAY)).content.decode()
        for words in ("Fix checkout", "Website", "no task", "4:30", "40:00", "Mon 2 Mar"):
            self.assertIn(words, page)

    def test_the_week_begins_when_the_person_says(self) -> None:
        self.ana.first_weekday = 6
        self.ana.save(update_fields=["first_weekday"])
        answer = self.client.get(url("week", MONDAY))
        self.assertRedirects(answer, url("week", MONDAY - timedelta(days=1)))
        self.assertRedirects(self.client.get(url("week"), {"day": "2026-03-05"}), url("week", date(2026, 3, 1)))

    def test_without_a_day_it_is_the_present_week(self) -> None:
        self.logs(HOUR, day=today(self.ana.zone), description="Now")
        self.assertContains(self.client.get(url("week")), "Fix checkout")
        self.assertContains(self.client.get(url("week", MONDAY)), "No time in this week yet")

    def test_a_running_timer_goes_on_counting_in_its_cell_and_totals(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(seconds=30))
        first = first_of_week(today(self.ana.zone), self.by_ana)
        page = self.client.get(url("week", first)).content.decode()
        self.assertGreaterEqual(page.count("data-elapsed-format"), 4)
        self.assertContains(self.client.get(url("week", MONDAY)), 'data-elapsed-format="hm"', count=0)

    def test_locked_days_say_why(self) -> None:
        LockedPeriod.objects.create(workspace=self.by_ana.workspace, last=MONDAY, locked_by=self.mara, locked_at=now())
        self.logs(HOUR, day=TUESDAY)
        page = self.client.get(url("week", MONDAY)).content.decode()
        self.assertEqual(page.count('aria-readonly="true"'), 1)
        self.assertIn("This day is in a locked period", page)

    def test_odd_days_are_no_addresses(self) -> None:
        week = url("week", MONDAY)
        for day in ("0000-00-00", "2026-02-30", "0001-01-01", "9999-12-31", "1970-01-01", "20000-01-01"):
            self.assertEqual(self.client.get(week.replace(MONDAY.isoformat(), day)).status_code, 404, day)
            self.assertEqual(self.client.get(url("week"), {"day": day}).status_code, 302)

    def test_a_stranger_finds_nothing_and_a_guest_their_own(self) -> None:
        self.logs(HOUR)
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get(url("week", MONDAY)).status_code, 404)
        self.client.force_login(self.gil)
        self.assertNotContains(self.client.get(url("week", MONDAY)), "Fix checkout")

    def test_a_task_that_went_out_of_sight_is_not_named(self) -> None:
        mine = create_entry(by=self.by_mara, task=self.task, day=MONDAY, duration=HOUR)
        move_task(self.task, by=self.by_ana, project=None)
        self.client.force_login(self.mara)
        for address in (url("week", MONDAY), url("cell", MONDAY, str(self.row), MONDAY), url("week", MONDAY) + "?form"):
            page = self.client.get(address)
            self.assertContains(page, "A task that you no longer see")
            self.assertNotContains(page, "Fix checkout")
        self.fill([Wanted(self.row, MONDAY, "0:30")], by=self.by_mara)
        mine.refresh_from_db()
        self.assertEqual(mine.duration, 1800)

    def test_names_are_written_as_text(self) -> None:
        create_entry(
            by=self.by_ana,
            task=create_task("<script>alert(1)</script>", by=self.by_ana),
            day=MONDAY,
            duration=60,
            description='"><b>x',
        )
        page = self.client.get(url("week", MONDAY)).content.decode()
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<b>x", page)

    def test_forty_rows_cost_as_many_queries_as_three(self) -> None:
        def cost() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.client.get(url("week", MONDAY), headers=HTMX)
            return len(queries)

        tasks = [create_task(f"Task {number}", by=self.by_ana, project=self.website) for number in range(40)]
        for task in tasks[:3]:
            self.logs(600, task=task)
        add_row(MONDAY, self.row, by=self.by_ana)
        cost()
        few = cost()
        for task in tasks:
            for number in range(7):
                self.logs(600, task=task, day=MONDAY + timedelta(days=number))
        self.assertEqual(cost(), few)


class CellsTest(SheetTestCase):
    def put(self, *cells: dict[str, Any], **more: Any) -> Any:
        body = json.dumps({"cells": [{"row": str(self.row), "day": "2026-03-02", **cell} for cell in cells], **more})
        return self.client.put(url("cells", MONDAY), body, content_type="application/json", headers=HTMX)

    def test_a_cell_is_filled_and_can_be_taken_back(self) -> None:
        answer = self.put({"value": "1:30", "expected": 0})
        (cell,) = answer.json()["cells"]
        self.assertEqual((cell["state"], cell["seconds"], cell["day"]), ("saved", 5400, "2026-03-02"))
        undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
        self.client.post(undo, headers=HTMX)
        self.assertEqual(self.entries(), [])

    def test_each_cell_is_answered_for(self) -> None:
        self.logs(7200)
        answer = self.put(
            {"value": "1:00", "expected": 0}, {"day": "2026-03-03", "value": "x"}, {"day": "2026-03-04", "value": "2"}
        )
        self.assertEqual([cell["state"] for cell in answer.json()["cells"]], ["conflict", "refused", "saved"])

    def test_what_is_no_list_of_cells_is_refused(self) -> None:
        before = self.written()
        bodies: list[Any] = [
            b"",
            b"[",
            b"{}",
            b'{"cells": []}',
            b'{"cells": 3}',
            b"[" * 9000,
            b"\x00",
            b'{"cells": [{}]}',
        ]
        for body in bodies:
            answer = self.client.put(url("cells", MONDAY), body, content_type="application/json", headers=HTMX)
            self.assertEqual(answer.status_code, 400, body[:20])
            self.assertIn("Reload", answer.json()["message"])
        cells: list[dict[str, Any]] = [
            {"row": "task-1"}, {"row": 5}, {"day": "2026-03-09", "value": "1"}, {"day": "soon"}, {"value": {}},
            {"value": "1", "seconds": 5}, {"expected": "many"}, {"expected": 10**12}, {"unknown": 1}, {"value": "1\x00"},
        ]  # fmt: skip
        for cell in cells:
            self.assertEqual(self.put(cell).status_code, 400, cell)
        self.assertEqual(self.put({"value": "1"}, id="no").status_code, 400)
        self.assertEqual(self.written(), before)

    def test_a_card_lists_the_entries_and_takes_a_note(self) -> None:
        self.clocks("09:00", "10:00:40", description="Called")
        self.logs(1800)
        address = url("cell", MONDAY, str(self.row), MONDAY)
        card = self.client.get(address, headers=HTMX)
        for words in ("Called", "09:00 – 10:00", "typed", "1:30"):
            self.assertContains(card, words)
        fields = {"value": "1:30", "was": "1:30", "note": "Wrote", "expected": "5440", "expected_note": ""}
        self.assertEqual(self.client.post(address, fields, headers=HTMX).status_code, 204)
        self.assertEqual([entry.duration for entry in self.entries()], [HOUR + 40, 1800])
        self.assertEqual(self.entries()[1].description, "Wrote")
        late = self.client.post(address, {**fields, "note": "Mine"}, headers=HTMX)
        self.assertContains(late, "Meanwhile the note was changed to “Wrote”", status_code=400)
        refused = self.client.post(
            address, {**fields, "value": "0:10", "note": "Wrote more", "expected_note": "Wrote"}, headers=HTMX
        )
        self.assertContains(refused, "was clocked", status_code=400)
        self.assertContains(refused, "Wrote more", status_code=400)

    def test_a_card_of_nothing_is_not_there(self) -> None:
        for row, day in ((f"task-{uuid4()}", MONDAY), (self.row, MONDAY + timedelta(days=8)), ("x", MONDAY)):
            self.assertEqual(self.client.get(url("cell", MONDAY, str(row), day)).status_code, 404)
        self.client.force_login(self.gil)
        self.assertEqual(self.client.get(url("cell", MONDAY, str(self.row), MONDAY)).status_code, 404)


class PlainTest(SheetTestCase):
    def test_the_form_fills_what_was_touched_alone(self) -> None:
        self.clocks("09:00", "10:00:40")
        page = self.client.get(url("week", MONDAY) + "?form")
        self.assertContains(page, f'name="cell.{self.row}.2026-03-02" value="1:00"')
        fields = {
            f"cell.{self.row}.2026-03-02": "1:00",
            f"was.{self.row}.2026-03-02": "3640 1:00",
            f"cell.{self.row}.2026-03-03": "90m",
            f"was.{self.row}.2026-03-03": "0",
        }
        answer = self.client.post(url("week", MONDAY), fields)
        self.assertRedirects(answer, url("week", MONDAY))
        self.assertEqual(self.durations(), [HOUR + 40, 5400])

    def test_what_is_wrong_stands_as_it_was_typed(self) -> None:
        add_row(MONDAY, self.row, by=self.by_ana)
        name = f"{self.row}.2026-03-02"
        answer = self.client.post(url("week", MONDAY), {f"cell.{name}": "bananas", f"was.{name}": "0"})
        self.assertContains(answer, 'value="bananas"', status_code=400)
        self.assertContains(answer, "That is not a duration", status_code=400)
        self.logs(HOUR)
        late = self.client.post(url("week", MONDAY), {f"cell.{name}": "2:00", f"was.{name}": "0"})
        self.assertContains(late, 'value="2:00"', status_code=409)
        for field in ("cell.x.2026-03-02", "cell.none.soon", "cell.", "cell.none.2026-04-01"):
            self.assertEqual(self.client.post(url("week", MONDAY), {field: "1"}).status_code, 400, field)

    def test_rows_and_copies_by_plain_forms(self) -> None:
        self.client.post(url("rows", MONDAY), {"row": "none"})
        self.assertContains(self.client.get(url("week", MONDAY)), "Remove the row Without a project")
        self.client.post(url("row", MONDAY, "none"), {"_method": "DELETE"})
        self.client.post(url("rows", MONDAY), {"row": str(self.row)})
        self.assertContains(self.client.get(url("week", MONDAY)), "Remove the row Fix checkout")
        self.client.post(url("copies", MONDAY + timedelta(days=7)))
        self.assertContains(self.client.get(url("week", MONDAY + timedelta(days=7))), "Fix checkout")
        self.client.post(url("row", MONDAY, str(self.row)), {"_method": "DELETE"})
        self.assertContains(self.client.get(url("week", MONDAY)), "No time in this week yet")


class APITest(SheetTestCase):
    def test_a_program_reads_and_fills_the_week(self) -> None:
        self.logs(HOUR, description="Plan")
        week = f"/api/v1/workspaces/acme/timesheet/{TUESDAY}/"
        shown = self.client.get(week).json()
        self.assertEqual((shown["first"], shown["seconds"], len(shown["days"])), ("2026-03-02", HOUR, 7))
        (row,) = shown["rows"]
        self.assertEqual(row["task"], str(self.task.pk))
        self.assertEqual(row["cells"][0], {"day": "2026-03-02", "seconds": HOUR, "clocked": 0, "note": "Plan"})
        body = {
            "id": str(uuid4()),
            "cells": [{"row": row["row"], "day": "2026-03-02", "seconds": 5400, "expected": HOUR}],
        }
        for _time in range(2):
            answer = self.client.put(f"{week}cells/", json.dumps(body), content_type="application/json")
            self.assertEqual((answer.status_code, answer.json()["cells"][0]["state"]), (200, "saved"))
        self.assertEqual(self.durations(), [5400])
        wrong = self.client.put(
            f"{week}cells/", '{"cells": [{"row": "x", "day": "2026-03-02"}]}', content_type="application/json"
        )
        self.assertEqual(wrong.status_code, 400)
