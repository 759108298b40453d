"""Whatever shows a report shows the same: the naive sum of what its reader may see, to the second and the cent."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import openpyxl

from workstate.core.actor import Actor
from workstate.core.durations import format_duration
from workstate.core.money import Money
from workstate.reports.description import read_description
from workstate.reports.exporters.pdf import make_pdf
from workstate.reports.groupings import Grouping
from workstate.reports.kinds import make_report
from workstate.reports.reader import Reader
from workstate.reports.shapes import ReportKind
from workstate.reports.tests.oracle import Fact, Total, WorldOfTime, cents_by_hand
from workstate.reports.tests.paper import pages_of

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)

# The name of a row, its seconds, and what they earn in each currency; None where there are no amounts.
Shown = dict[str, tuple[int, dict[str, Decimal] | None]]


class FacesTests(WorldOfTime):
    def test_every_face_agrees_with_the_naive_sum_for_everybody(self) -> None:
        asked = list(product((self.by_mara, self.by_ana), ("none", "up-15"), ("", "billable | @deep")))
        for actor, rounding, text in asked:
            with self.subTest(reader=str(actor.user), rounding=rounding, filter=text):
                parameters = {
                    "from": str(FIRST),
                    "to": str(LAST),
                    "group": "client",
                    "then": "",
                    "rounding": rounding,
                    "filter": text,
                }
                facts = [
                    fact
                    for fact in self.seen_by(actor, FIRST, LAST)
                    if not text or fact.billable or "deep" in fact.labels
                ]
                expected = self.shown(actor, facts, rounding)
                self.client.force_login(actor.user)

                self.assertEqual(self.by_program(parameters), expected)
                self.assertEqual(self.in_json(parameters), expected)
                self.assertEqual(self.in_csv(parameters), expected)
                self.assertEqual(self.in_workbook(parameters), expected)
                for name, page in (("screen", self.screen(parameters)), ("paper", self.paper(actor, parameters))):
                    for row, (seconds, amounts) in expected.items():
                        self.assertIn(format_duration(seconds), page, (name, row))
                        for currency, amount in (amounts or {}).items():
                            self.assertIn(Money.of(amount, currency).text("en"), page, (name, row))
                    if actor is self.by_ana:
                        self.assertNotRegex(page, r"[€$]", name)

    def shown(self, actor: Actor, facts: list[Fact], rounding: str) -> Shown:
        names = {client.pk: client.name for client in (project.client for project in self.projects) if client}
        found: Shown = {}
        sees = actor is self.by_mara

        def add(name: str, total: Total) -> None:
            earned = {currency: cents_by_hand(amount) for currency, amount in total.earned.items() if amount}
            found[name] = (total.seconds, earned if sees else None)

        for key, total in self.added_up(facts, rounding, lambda fact: self.keys(Grouping.CLIENT, fact)).items():
            add(names.get(key, "No client"), total)
        add("Total", self.added_up(facts, rounding)[()])
        return found

    def url(self, extension: str = "/") -> str:
        return f"/acme/reports/summary{extension}"

    def _of_data(self, data: dict[str, Any]) -> Shown:
        sees = any(column["key"] == "amount" for column in data["columns"])
        rows = [(row["client"]["name"], row) for row in data["rows"]] + [("Total", data["total"])]
        return {
            name: (
                row["tracked"],
                {one["currency"]: Decimal(one["amount"]) for one in row["amount"] if Decimal(one["amount"])}
                if sees
                else None,
            )
            for name, row in rows
        }

    def by_program(self, parameters: dict[str, str]) -> Shown:
        return self._of_data(self.client.get("/api/v1/workspaces/acme/reports/summary/", parameters).json())

    def in_json(self, parameters: dict[str, str]) -> Shown:
        return self._of_data(json.loads(self.body(self.url(".json"), parameters)))

    def in_csv(self, parameters: dict[str, str]) -> Shown:
        text = self.body(self.url(".csv"), parameters).decode().removeprefix("\ufeff")
        return self._of_rows(list(csv.reader(io.StringIO(text))), lambda value: int(value), "Tracked (seconds)")

    def in_workbook(self, parameters: dict[str, str]) -> Shown:
        book = openpyxl.load_workbook(io.BytesIO(self.body(self.url(".xlsx"), parameters)))
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        return self._of_rows(rows, lambda value: round(value.total_seconds()), "Tracked")

    def _of_rows(self, rows: list[list[Any]], seconds_of: Any, tracked: str) -> Shown:
        head, *lines = rows
        column = head.index(tracked)
        money = {title[-4:-1]: at for at, title in enumerate(head) if title.startswith("Amount (")}
        found: Shown = {}
        for line in lines:
            amounts = {
                currency: Decimal(str(line[at])).quantize(Decimal("0.01")) for currency, at in money.items() if line[at]
            }
            amounts = {currency: amount for currency, amount in amounts.items() if amount}
            found[line[0]] = (seconds_of(line[column]), amounts if money else None)
        return found

    def body(self, url: str, parameters: dict[str, str]) -> bytes:
        response = self.client.get(url, parameters)
        self.assertEqual(response.status_code, 200, url)
        return b"".join(response) if response.streaming else response.content

    def screen(self, parameters: dict[str, str]) -> str:
        return self.body(self.url(), parameters).decode()

    def paper(self, actor: Actor, parameters: dict[str, str]) -> str:
        asked = read_description(ReportKind.SUMMARY, parameters, actor)
        return " ".join(pages_of(make_pdf(make_report(asked, Reader.of(actor)))))
