from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from workstate.accounts.models import User
from workstate.core.clock import now
from workstate.reports.detailed.lines import Line
from workstate.reports.kinds import detailed
from workstate.reports.shapes import ReportKind
from workstate.reports.tests.ledger import LedgerTestCase
from workstate.timetracking.models import LockedPeriod


class DetailedPageTests(LedgerTestCase):
    kind = ReportKind.DETAILED

    def get(self, path: str, user: User) -> Any:
        self.client.force_login(user)
        return self.client.get(f"/acme/reports/{path}?from=2025-03-01&to=2025-03-31")

    def test_ones_own_open_entries_can_be_edited_and_nobody_elses(self) -> None:
        LockedPeriod.objects.create(
            workspace=self.by_ana.workspace, last=date(2025, 3, 9), locked_by=self.mara, locked_at=now()
        )
        page = self.get("detailed/", self.mara).content.decode()
        first = detailed.page(*self.ask(self.by_mara)).lines
        self.assertTrue({line.is_own for line in first} == {True, False})
        for line in first:
            edits = f'hx-get="/acme/time/{line.share.entry}/" hx-target="#entry-{line.share.entry}"'
            self.assertEqual(edits in page, line.is_own and not line.lock and self.begins(line, first), line)
        self.assertIn("In a locked period", self.get("detailed/", self.ana).content.decode())

    @staticmethod
    def begins(line: Line, lines: Sequence[Line]) -> bool:
        return any(one.is_first for one in lines if one.share.entry == line.share.entry)

    def test_more_rows_are_a_fragment_and_otherwise_the_report(self) -> None:
        description, reader = self.ask(self.by_mara)
        after = detailed.page(description, reader, "", 50).next or ""
        url = "/acme/reports/detailed/rows/"
        query = {"from": "2025-03-01", "to": "2025-03-31", "after": after}
        self.client.force_login(self.mara)

        page = self.client.get(url, query, headers={"HX-Request": "true"})
        self.assertEqual(page.content.decode().count("entry-row detail-row"), len(self.facts) - 50)
        plain = self.client.get(url, query)
        self.assertEqual((plain.status_code, plain["Location"].split("?")[0]), (302, "/acme/reports/detailed/"))
        refused = self.client.get(url, query | {"after": "nowhere"}, headers={"HX-Request": "true"})
        self.assertEqual(refused.status_code, 400)
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get(url, query, headers={"HX-Request": "true"}).status_code, 404)

    def test_a_place_longer_than_any_entry_is_refused_in_every_order(self) -> None:
        self.client.force_login(self.mara)
        nowhere = f"2025-03-01..{2**31}.{'0' * 32}"
        for sort in ("-day", "day", "-duration", "duration"):
            for place in ("after", "upto"):
                asked = {"period": "this-month", "sort": sort, place: nowhere}
                page = self.client.get("/acme/reports/detailed/rows/", asked, headers={"HX-Request": "true"})
                self.assertEqual(page.status_code, 400, asked)

    def test_a_place_that_is_none_begins_at_the_top(self) -> None:
        self.client.force_login(self.mara)
        query = {"from": "2025-03-01", "to": "2025-03-31", "after": "\x00"}
        page = self.client.get("/acme/reports/detailed/", query)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.content.decode().count("entry-row detail-row"), 50)
