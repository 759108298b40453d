"""Programs do to many entries what people do in the list."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from workstate.core.ids import new_id
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.tests.test_many import ManyCase


class ActsApiTest(ManyCase):
    def ask(self, path: str, body: Any = None, method: str = "post") -> HttpResponse:
        url = f"/api/v1/workspaces/acme/entries/{path}"
        if method == "get":
            return self.client.get(url, body)  # type: ignore[return-value]
        return self.client.generic(method.upper(), url, json.dumps(body or {}), content_type="application/json")  # type: ignore[return-value]

    def told(self, response: HttpResponse, status: int = 200) -> Any:
        self.assertEqual(response.status_code, status, response.content)
        return json.loads(response.content)

    def test_many_are_changed_and_deleted_and_each_is_taken_back(self) -> None:
        one, two = self.entry("09:00", "10:00"), self.entry("1:30")
        ids = [str(one.pk), str(two.pk)]
        before = self.state()
        acts: list[tuple[str, dict[str, Any], int]] = [
            ("patch", {"description": "new", "billable": True, "add_labels": ["dev"], "task": str(self.task.pk)}, 200),
            ("patch", {"day": "2026-03-30"}, 200),
            ("delete", {}, 200),
        ]
        for method, body, status in acts:
            with self.subTest(method=method, body=body):
                told = self.told(self.ask("", {"entries": ids, **body}, method), status)
                self.assertEqual(sorted(entry["id"] for entry in told["entries"]), sorted(ids))
                self.assertNotEqual(self.state(), before)
                self.told(self.ask(f"acts/{told['batch']}/undoing/"))
                self.assertEqual(self.state(), before)
                self.assertEqual(self.ask(f"acts/{told['batch']}/undoing/").status_code, 409)

    def test_split_merged_copied_stretched_and_parted(self) -> None:
        one = self.entry("09:00", "12:00", description="words")
        split = self.told(self.ask(f"{one.pk}/splitting/", {"at": "2026-03-02T10:15:00+01:00"}))
        self.assertEqual(sorted(entry["duration"] for entry in split["entries"]), [4500, 6300])
        merged = self.told(self.ask("merging/", {"entries": [entry["id"] for entry in split["entries"]]}))
        self.assertIn(10800, [entry["duration"] for entry in merged["entries"]])
        copied = self.told(self.ask("copies/", {"entries": [str(one.pk)], "day": "2026-03-30"}), 201)
        self.assertEqual(copied["entries"][0]["started_at"], "2026-03-30T07:00:00Z")
        longer = self.told(self.ask(f"{one.pk}/extension/", {"to": "2026-03-02T12:30:00+01:00"}))
        self.assertEqual(longer["entries"][0]["duration"], 12600)
        two = self.entry("12:00", "13:00")
        body = {"first": str(one.pk), "second": str(two.pk), "means": "end-first"}
        self.told(self.ask("mending/", body))
        self.assertEqual(self.ask("mending/", body).status_code, 409)
        self.assertEqual([seconds for _w, _s, seconds in self.seen()][:2], [10800, 3600])

    def test_gaps_and_overlaps_are_listed_with_what_mends_them(self) -> None:
        one, two = self.entry("09:30", "10:15"), self.entry("11:00", "12:00")
        three = self.entry("11:30", "12:30")
        told = self.told(self.ask("gaps/", {"first": "2026-03-02"}, "get"))
        self.assertEqual(
            [(gap["start"], gap["seconds"], gap["before"], gap["after"]) for gap in told["gaps"]],
            [("2026-03-02T09:15:00Z", 2700, str(one.pk), str(two.pk))],
        )
        [overlap] = told["overlaps"]
        self.assertEqual((overlap["first"], overlap["second"], overlap["seconds"]), (str(two.pk), str(three.pk), 1800))
        self.assertEqual(overlap["means"], ["end-first", "start-second"])
        for wrong in ({}, {"first": "x"}, {"first": "2026-03-02", "last": "2026-03-01"}, {"first": "2026-03-02", "last": "2027-03-01"},
                      {"first": "0001-01-01"}, {"first": "2026-03-02", "nonsense": "1"}):  # fmt: skip
            with self.subTest(wrong=wrong):
                self.assertEqual(self.ask("gaps/", wrong, "get").status_code, 400)

    def test_nonsense_and_others_entries_change_nothing(self) -> None:
        one, maras = self.entry("09:00", "10:00"), self.entry("1:00", by=self.by_mara)
        counted = self.counted()
        wrong: list[tuple[str, str, Any, int]] = [
            ("patch", "", {"entries": []}, 400), ("patch", "", {"entries": ["x"]}, 400), ("patch", "", {"entries": [str(one.pk)]}, 400),
            ("patch", "", {"entries": [str(one.pk)], "owner": 1}, 400), ("patch", "", {"entries": [str(one.pk), str(maras.pk)], "description": "x"}, 404),
            ("patch", "", {"entries": [str(one.pk)], "task": str(self.foreign_task.pk)}, 404), ("delete", "", {"entries": [str(new_id())]}, 404),
            ("patch", "", {"entries": [str(new_id()) for _n in range(501)], "description": "x"}, 400),
            ("post", "merging/", {"entries": [str(one.pk)]}, 400), ("post", f"{one.pk}/splitting/", {}, 400),
            ("post", f"{one.pk}/splitting/", {"parts": 10**9}, 400), ("post", f"{one.pk}/splitting/", {"after": -1}, 400),
            ("post", f"{one.pk}/extension/", {"to": "9999-12-31T23:59:59Z"}, 400), ("post", f"{maras.pk}/splitting/", {"parts": 2}, 404),
            ("post", "mending/", {"first": str(one.pk), "second": str(maras.pk), "means": "end-first"}, 404),
            ("post", f"acts/{new_id()}/undoing/", {}, 409),
        ]  # fmt: skip
        for method, path, body, status in wrong:
            with self.subTest(path=path, body=str(body)[:60]):
                self.assertEqual(self.ask(path, body, method).status_code, status)
        self.assertEqual(self.counted(), counted)
        self.assertEqual(TimeEntry.objects.kept().count(), 2)
