from __future__ import annotations

from datetime import date, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Invalid
from workstate.core.money import Money
from workstate.projects.actions import create_project
from workstate.reports.detailed.listing import all_shares
from workstate.reports.kinds import detailed, make_report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Row
from workstate.reports.tests.ledger import ROUNDINGS, Fact, LedgerTestCase, earned
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import create_entry
from workstate.timetracking.models import LockedPeriod, Submission, TimeEntry


class DetailedTests(LedgerTestCase):
    kind = ReportKind.DETAILED

    def rows(self, actor: Actor, **parameters: str) -> list[dict[str, Any]]:
        """All rows by the names of their columns."""
        report = make_report(*self.ask(actor, **parameters))
        return [self.named(report.table.columns, row) for row in report.table.rows]

    @staticmethod
    def named(columns: Any, row: Row) -> dict[str, Any]:
        return dict(zip([column.key for column in columns], row.values, strict=True))

    def pages(self, actor: Actor, size: int, **parameters: str) -> list[detailed.Page]:
        description, reader = self.ask(actor, **parameters)
        pages, after = [], ""
        while True:
            page = detailed.page(description, reader, after, size)
            pages.append(page)
            if page.next is None:
                return pages
            after = page.next

    @staticmethod
    def order(fact: Fact) -> tuple[date, float, UUID]:
        return fact.day, fact.start.timestamp() if fact.start else float("-inf"), fact.entry

    def test_every_share_of_time_that_one_may_see_is_a_row_newest_first(self) -> None:
        for actor in (self.by_ana, self.by_mara):
            with self.subTest(actor.user.name):
                facts = sorted(self.seen_by(actor), key=self.order, reverse=True)

                rows = self.rows(actor)

                self.assertEqual(
                    [(row["day"], row["tracked"], row["billable"]) for row in rows],
                    [(fact.day, fact.seconds, fact.billable) for fact in facts],
                )
        self.assertEqual(self.rows(self.by_gil), [])
        self.assertEqual(self.rows(self.by_boris)[0]["description"], "Boris's secret")

    def test_rows_and_totals_agree_however_it_is_rounded(self) -> None:
        for rounding in ROUNDINGS:
            with self.subTest(rounding):
                report = make_report(*self.ask(self.by_mara, rounding=rounding))
                rows = [self.named(report.table.columns, row) for row in report.table.rows]
                assert report.table.total
                total = self.named(report.table.columns, report.table.total)

                self.assertEqual(sum(row["tracked"] for row in rows), sum(fact.shown(rounding) for fact in self.facts))
                self.assertEqual(total["tracked"], sum(row["tracked"] for row in rows))
                self.assertEqual(total["amount"], earned(self.facts, rounding))
                self.assertEqual(Money.total(row["amount"] or Money() for row in rows), total["amount"])
                self.assertEqual("raw" in total, rounding != "none")
                if rounding != "none":
                    self.assertEqual(total["raw"], sum(row["raw"] for row in rows))

    def test_a_row_is_priced_by_the_rate_of_its_day(self) -> None:
        night = [fact for fact in self.facts if fact.billable and fact.task == self.tasks["basket"]]
        night = [fact for fact in night if fact.day in {date(2025, 3, 9), date(2025, 3, 10)} and fact.start]
        facts = {(fact.entry, fact.day): fact for fact in self.facts}

        for page in self.pages(self.by_mara, 20):
            for line in page.lines:
                fact = facts[line.share.entry, line.share.day]
                self.assertEqual(line.amount or Money(), fact.earned())
                self.assertEqual(line.rate, Money.of(*fact.rate) if fact.rate else None)

        self.assertGreaterEqual(len({fact.rate for fact in night}), 2)

    def test_who_may_not_see_amounts_finds_no_column_for_them(self) -> None:
        self.assertNotIn("amount", self.rows(self.by_ana)[0])
        self.assertNotIn("rate", self.rows(self.by_ana)[0])
        self.tell_members()
        own = self.rows(self.by_ana)
        self.assertEqual(Money.total(row["amount"] or Money() for row in own), earned(self.seen_by(self.by_ana)))
        description, reader = self.ask(self.by_mara)
        shared = make_report(description, reader.without_rates())
        self.assertFalse({"rate", "amount"} & {column.key for column in shared.table.columns})
        self.assertEqual(shared.table.currencies, ())

    def test_people_are_named_to_who_sees_more_than_themselves(self) -> None:
        self.assertNotIn("person", self.rows(self.by_ana)[0])
        self.assertNotIn("person", self.rows(self.by_mara, people="me")[0])
        self.assertEqual({row["person"].name for row in self.rows(self.by_mara)}, {"Ana Keller", "Mara Adler"})

    def test_names_come_through_what_the_reader_may_see(self) -> None:
        rows = self.rows(self.by_mara)
        named = {row["task"].name for row in rows if row["task"]}
        self.assertIn("Basket", named)
        # A task in Ana's inbox is hers alone.
        self.assertNotIn("My own", named)
        self.assertIn("A task that you do not see", named)
        self.assertIn("My own", {row["task"].name for row in self.rows(self.by_ana) if row["task"]})
        shop = next(row for row in rows if row["project"] and row["project"].name == "Shop")
        self.assertEqual(shop["client"].name, "Lumière")
        self.assertIn("call, deep", {row["labels"] for row in rows})

    def test_pages_of_any_size_hold_every_row_once_in_every_order(self) -> None:
        for sort in ("", "day", "-day", "duration", "-duration"):
            whole = [tuple(map(str, page.values)) for page in self.all_rows(sort)]
            for size in (1, 7, 200):
                with self.subTest(sort=sort, size=size):
                    pages = self.pages(self.by_mara, size, **({"sort": sort} if sort else {}))
                    self.assertEqual([tuple(map(str, row.values)) for page in pages for row in page.rows], whole)
                    self.assertTrue(all(len(page.lines) == size for page in pages[:-1]))

    def all_rows(self, sort: str) -> list[Row]:
        report = make_report(*self.ask(self.by_mara, **({"sort": sort} if sort else {})))
        return list(report.table.rows)

    def test_pages_are_filtered_as_files_are(self) -> None:
        for text in ("#Shop", "@deep", "!billable & !#Shop", "@call | #Site", "tracked > estimate"):
            for sort in ("-day", "duration"):
                with self.subTest(text, sort=sort):
                    whole = [
                        row.values for row in make_report(*self.ask(self.by_mara, filter=text, sort=sort)).table.rows
                    ]
                    pages = self.pages(self.by_mara, 9, filter=text, sort=sort)
                    self.assertEqual([row.values for page in pages for row in page.rows], whole)
                    self.assertTrue(whole)

    def test_all_rows_come_once_however_many_are_taken_at_once(self) -> None:
        for sort in ("-day", "day", "-duration", "duration"):
            description, reader = self.ask(self.by_mara, sort=sort)
            whole = list(chain.from_iterable(all_shares(description, reader)))
            self.assertEqual(len(whole), len(self.facts))
            for at_once in (1, 8, len(whole)):
                with self.subTest(sort=sort, at_once=at_once):
                    some = chain.from_iterable(all_shares(description, reader, at_once=at_once))
                    self.assertEqual(list(some), whole)

    def test_sorting_by_length_is_by_time_as_measured(self) -> None:
        lengths = [row["tracked"] for row in self.rows(self.by_mara, sort="-duration")]
        self.assertEqual(lengths, sorted(lengths, reverse=True))
        self.assertEqual(lengths[::-1], [row["tracked"] for row in self.rows(self.by_mara, sort="duration")])

    def test_a_page_asked_for_again_ends_where_it_ended(self) -> None:
        description, reader = self.ask(self.by_mara)
        first = detailed.page(description, reader, "", 10)
        assert first.next
        newest = first.lines[0].share
        create_entry(by=self.by_mara, day=newest.day, duration=60, description="Slipped in")
        TimeEntry.objects.filter(pk=first.lines[4].share.entry).update(deleted_at=now())

        again = detailed.page(description, reader, upto=first.next)
        second = detailed.page(description, reader, first.next, 10, upto=first.next)

        # One came, and one is in the bin (with its other day, if it has one on the page).
        binned = {first.lines[4].share.entry}
        kept = [line.share for line in first.lines if line.share.entry not in binned]
        self.assertEqual([line.share for line in again.lines if line.share.description != "Slipped in"], kept)
        self.assertIn("Slipped in", [line.share.description for line in again.lines])
        self.assertEqual(again.next, first.next)
        self.assertEqual(second.lines, ())

    def test_places_that_no_page_has_said_are_refused(self) -> None:
        description, reader = self.ask(self.by_ana)
        for place in (
            "x",
            "2025-02-30..1." + "0" * 32,
            "2025-03-01.999999999999999999.1." + "0" * 32,
            "\x00",
            "9" * 10_000,
        ):
            with self.subTest(place[:40]), self.assertRaises(Invalid):
                detailed.page(description, reader, place)

    def test_days_have_their_whole_time_at_their_head_even_where_a_page_cuts_them(self) -> None:
        description, reader = self.ask(self.by_mara, rounding="up-15")
        after, seen = "", []
        for page in self.pages(self.by_mara, 4, rounding="up-15"):
            days = detailed.by_day(page, description, reader, after)
            for day in days:
                facts = [fact for fact in self.facts if fact.day == day.day]
                self.assertEqual(day.amount.seconds, sum(fact.shown("up-15") for fact in facts))
                seen += [] if day.is_continued else [day.day]
            after = page.next or ""
        self.assertEqual(seen, sorted({fact.day for fact in self.facts}, reverse=True))

    def test_an_entry_over_midnight_says_so_and_its_parts_stand_on_their_days(self) -> None:
        lines = {
            (line.share.entry, line.share.day): line for page in self.pages(self.by_mara, 50) for line in page.lines
        }
        parts = [fact for fact in self.facts if fact.before]
        self.assertGreater(len(parts), 1)
        for fact in parts:
            line = lines[fact.entry, fact.day]
            assert fact.start
            self.assertTrue(line.is_part)
            self.assertEqual(line.share.start, fact.start + timedelta(seconds=fact.before))
            self.assertEqual(line.share.end, fact.start + timedelta(seconds=fact.before + fact.seconds))
        self.assertEqual(sum(line.is_part for line in lines.values()), 2 * len(parts))
        logged = next(line for line in lines.values() if line.share.started_at is None)
        self.assertIsNone(logged.share.start)

    def test_locked_and_handed_in_days_are_told(self) -> None:
        LockedPeriod.objects.create(
            workspace=self.by_ana.workspace, last=date(2025, 3, 9), locked_by=self.mara, locked_at=now()
        )
        week = {"first": date(2025, 3, 17), "last": date(2025, 3, 23), "seconds": 0, "submitted_at": now()}
        Submission.objects.create(workspace=self.by_ana.workspace, user=self.ana, approved_at=now(), **week)

        locks: dict[tuple[bool, date], str] = {}
        night = None
        for page in self.pages(self.by_mara, 50):
            for line in page.lines:
                locks[line.share.user == self.ana.pk, line.share.day] = line.lock
                if line.is_part and line.share.day == date(2025, 3, 10) and line.share.task == self.tasks["basket"].pk:
                    night = line

        self.assertEqual(
            {lock for (_ana, day), lock in locks.items() if day < date(2025, 3, 9)}, {"In a locked period"}
        )
        self.assertEqual({lock for (ana, day), lock in locks.items() if ana and 17 <= day.day <= 23}, {"Approved"})
        self.assertEqual({lock for (ana, day), lock in locks.items() if not ana and day.day >= 17}, {""})
        # It began on the day before, which is locked: nobody changes any of it.
        assert night
        self.assertEqual(night.lock, "In a locked period")

    def test_as_many_queries_for_many_rows_as_for_few(self) -> None:
        def count(actor: Actor, size: int) -> int:
            description, reader = self.ask(actor)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = detailed.page(description, reader, "", size)
                detailed.by_day(page, description, reader)
            return len(queries)

        for actor in (self.by_ana, self.by_mara):
            self.assertEqual(count(actor, 40), count(actor, 12))
        self.assertLessEqual(count(self.by_mara, 40), 15)

    def test_a_file_of_many_rows_asks_little_more_than_one_of_few(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                self.rows(self.by_mara)
            return len(queries)

        before = count()
        for number in range(5):
            create_entry(by=self.by_ana, task=self.tasks["menu"], day=date(2025, 3, number + 1), duration=60)
        self.assertEqual(count(), before)

    def test_nothing_is_told_of_other_people_or_of_odd_words(self) -> None:
        odd = create_project("<b>Evil</b>", by=self.by_ana)
        task = create_task("=HYPERLINK()" + "x" * 400, by=self.by_ana, project=odd)
        create_entry(by=self.by_ana, task=task, day=date(2025, 3, 5), duration=60, description="w" * 1000)
        told = str(self.rows(self.by_ana))
        self.assertNotIn("Mara", told)
        self.assertNotIn("secret", told)
        self.assertIn("w" * 1000, told)
        self.assertEqual(
            len(self.rows(self.by_ana, filter="#Shop")),
            sum(fact.project == self.shop for fact in self.seen_by(self.by_ana)),
        )

    def test_an_empty_report_says_so(self) -> None:
        report = make_report(*self.ask(self.by_gil))
        self.assertTrue(report.is_empty)
        self.assertEqual(list(report.table.rows), [])
        page = detailed.page(*self.ask(self.by_gil))
        self.assertEqual((page.lines, page.next), ((), None))
