"""Reports for programs: one shape for every kind, the same numbers as everywhere, and the refusals."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

from django.urls import reverse
from openpyxl import load_workbook

from workstate.accounts.models import User
from workstate.billing.actions import set_rate
from workstate.projects.actions import create_project
from workstate.reports.shapes import ReportKind
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.timetracking.models import TimeEntry

WEEK = {"from": "2026-03-02", "to": "2026-03-08"}


class ReportsAPITest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_mara)
        cls.task = create_task("Draft", by=cls.by_mara, project=cls.website)
        create_entry(by=cls.by_ana, task=cls.task, day=date(2026, 3, 2), duration=5400, billable=True)
        create_entry(by=cls.by_ana, day=date(2026, 3, 3), duration=60)
        create_entry(by=cls.by_mara, project=cls.website, day=date(2026, 3, 4), duration=1000)
        set_rate(by=cls.by_mara, amount=Decimal("80.50"), currency="EUR")

    def get(self, user: User, kind: str = "summary", **query: Any) -> Any:
        self.client.force_login(user)
        headers = query.pop("headers", {})
        return self.client.get(reverse("api:report", args=["acme", kind]), WEEK | query, headers=headers)

    def test_a_member_gets_their_own_time_and_no_amounts(self) -> None:
        answer = self.get(self.ana).json()
        self.assertEqual(
            answer,
            {
                "kind": "summary",
                "title": "1 h 31 m",
                "first": "2026-03-02",
                "last": "2026-03-08",
                "compared": None,
                "time_zone": "Europe/Berlin",
                "parameters": WEEK | {"group": "project", "then": "task"},
                "rounding": "none",
                "is_running": False,
                "figures": [
                    {"key": "tracked", "label": "Tracked", "kind": "seconds", "value": 5460, "note": ""},
                    {"key": "billable_time", "label": "Billable", "kind": "seconds", "value": 5400, "note": "99 %"},
                ],
                "notes": [],
                "columns": [
                    {"key": "project", "title": "Project", "kind": "subject"},
                    {"key": "task", "title": "Task", "kind": "subject"},
                    {"key": "tracked", "title": "Tracked", "kind": "seconds"},
                    {"key": "billable_time", "title": "Billable", "kind": "seconds"},
                ],
                "rows": [
                    {
                        "project": {"id": str(self.website.pk), "name": "Website"},
                        "task": None,
                        "tracked": 5400,
                        "billable_time": 5400,
                        "rows": [
                            {
                                "project": None,
                                "task": {"id": str(self.task.pk), "name": "Draft", "number": self.task.number},
                                "tracked": 5400,
                                "billable_time": 5400,
                            }
                        ],
                    },
                    {
                        "project": {"id": None, "name": "No project"},
                        "task": None,
                        "tracked": 60,
                        "billable_time": 0,
                        "rows": [
                            {
                                "project": None,
                                "task": {"id": None, "name": "No task"},
                                "tracked": 60,
                                "billable_time": 0,
                            }
                        ],
                    },
                ],
                "total": {"tracked": 5460, "billable_time": 5400},
                "next": None,
            },
        )

    def test_an_administrator_gets_everybodys_and_what_it_earns(self) -> None:
        total = self.get(self.mara).json()["total"]
        self.assertEqual(
            total, {"tracked": 6460, "billable_time": 5400, "amount": [{"currency": "EUR", "amount": "120.75"}]}
        )
        own = self.get(self.mara, people="me").json()["total"]
        self.assertEqual((own["tracked"], own["amount"]), (1000, []))
        several = self.get(self.mara, people=[str(self.ana.pk), str(self.mara.pk)]).json()["total"]
        self.assertEqual(several["tracked"], 6460)

    def test_every_kind_answers_in_the_same_shape_or_says_no(self) -> None:
        keys = set(self.get(self.mara).json())
        for kind in ReportKind.values:
            with self.subTest(kind):
                answer = self.get(self.mara, kind)
                self.assertEqual((answer.status_code, set(answer.json())), (200, keys))
                self.assertEqual(answer.json()["kind"], kind)
                named = [column["key"] for column in answer.json()["columns"]]
                for row in answer.json()["rows"]:
                    self.assertEqual(set(row) - {"rows", "entry"}, set(named))

    def test_rounding_and_filter_are_those_of_the_page(self) -> None:
        answer = self.get(self.ana, rounding="up-60", filter="#Website").json()
        self.assertEqual((answer["rounding"], answer["total"]["tracked"]), ("up-60", 7200))
        self.assertEqual(answer["parameters"]["filter"], "#Website")

    def test_entries_come_in_pages_each_once_and_in_order(self) -> None:
        for number in range(5):
            create_entry(by=self.by_ana, day=date(2026, 3, 5), duration=100 + number)
        seen: list[dict[str, Any]] = []
        url = None
        for _ in range(9):
            answer = (self.client.get(url) if url else self.get(self.ana, "detailed", limit=2, sort="day")).json()
            self.assertEqual(answer["total"]["tracked"], 5460 + 510)
            seen += answer["rows"]
            url = answer["next"]
            if url is None:
                break
        self.assertEqual(len({UUID(row["entry"]) for row in seen}), 7)
        self.assertEqual([row["day"] for row in seen], sorted(row["day"] for row in seen))
        self.assertEqual(sum(row["tracked"] for row in seen), 5460 + 510)

    def test_a_report_can_be_asked_for_as_a_file(self) -> None:
        create_entry(by=self.by_ana, day=date(2026, 3, 5), description="=1+1", duration=100)
        for kind in ("summary", "detailed"):
            answer = self.get(self.ana, kind, format="csv")
            self.assertEqual(answer["Content-Type"], "text/csv; charset=utf-8")
            lines = list(csv.reader(StringIO(_content(answer).decode("utf-8-sig"), newline="")))
            self.assertEqual(lines[-1][lines[0].index("Tracked (seconds)")], "5560")
            answer = self.get(self.ana, kind, headers={"accept": _XLSX})
            self.assertIn(
                f'filename="{"time" if kind == "summary" else kind}-2026-03-02', answer["Content-Disposition"]
            )
            sheet = load_workbook(BytesIO(_content(answer))).worksheets[0]
            self.assertEqual(sheet.cell(sheet.max_row, 1).value, "Total")
        self.assertIn("'=1+1", _content(self.get(self.ana, "detailed", format="csv")).decode())

    def test_a_file_has_every_row_however_many_there_are(self) -> None:
        day, rows = date(2026, 3, 5), 4100
        TimeEntry.objects.bulk_create(
            TimeEntry(workspace=self.by_ana.workspace, user=self.ana, day=day, duration=number)
            for number in range(rows)
        )
        answer = self.get(self.ana, "detailed", format="csv")
        head, *lines, total = csv.reader(StringIO(_content(answer).decode("utf-8-sig"), newline=""))
        place = head.index("Tracked (seconds)")
        self.assertEqual(len(lines), rows + 2)
        self.assertEqual(sum(int(line[place]) for line in lines), int(total[place]))

    def test_what_means_nothing_is_named(self) -> None:
        for kind, query, field in [
            ("summary", {"from": "2026-31-31"}, "from"),
            ("summary", {"group": "mood"}, "group"),
            ("weekly", {"group": "day"}, "group"),
            ("summary", {"people": "x"}, "people"),
            ("summary", {"people": str(self.boris.pk)}, "people"),
            ("summary", {"filter": "p9 &"}, "filter"),
            ("summary", {"filter": "a\x00b"}, "filter"),
            ("summary", {"rounding": "sideways-3"}, "rounding"),
            ("comparison", {"against_from": "2026-01-01"}, "against_to"),
            ("detailed", {"sort": "mood"}, "sort"),
            ("detailed", {"limit": "0"}, "limit"),
            ("detailed", {"limit": "9" * 30}, "limit"),
            ("detailed", {"limit": "٣"}, "limit"),
        ]:
            for extra in ({}, {"format": "csv"}):
                if "limit" in query and extra:
                    continue
                with self.subTest(kind=kind, query=query, extra=extra):
                    answer = self.get(self.ana, kind, **query, **extra)
                    self.assertEqual(answer.status_code, 400)
                    self.assertEqual(answer["Content-Type"], "application/problem+json")
                    self.assertEqual(answer.json()["errors"][0]["field"], field)
        self.assertEqual(self.get(self.ana, "detailed", cursor="elsewhere").status_code, 400)

    def test_strangers_and_other_words_find_nothing(self) -> None:
        self.assertEqual(self.get(self.boris).status_code, 404)
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get("/api/v1/workspaces/acme/reports/moods/").status_code, 404)
        self.assertEqual(self.get(self.ana, format="exe").status_code, 404)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
