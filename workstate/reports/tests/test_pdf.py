from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pypdfium2

from workstate.accounts.models import DateOrder
from workstate.billing.actions import set_rate
from workstate.billing.letterheads.actions import change_letterhead, put_logo
from workstate.billing.letterheads.queries import letterhead_of
from workstate.core.clock import today
from workstate.core.durations import format_clock
from workstate.core.errors import Invalid
from workstate.projects.actions import create_project
from workstate.projects.models import Client
from workstate.reports.description import read_description
from workstate.reports.exporters.pdf import make_pdf, paper
from workstate.reports.kinds import make_report
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.screen.values import Words
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Column, Kind, Row, Table
from workstate.reports.tests.paper import grouped_report, long_report, pages_of
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry


def size_of(pdf: bytes) -> tuple[int, int]:
    width, height = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_size()
    return round(width), round(height)


def unpacked(pdf: bytes) -> bytes:
    """What stands in its compressed parts."""
    found = re.findall(rb"FlateDecode/Length \d+>>\nstream\n(.*?)\nendstream", pdf, re.DOTALL)
    return b"".join(zlib.decompress(part) for part in found)


class PdfTests(CastTestCase):
    def test_it_says_what_the_table_says_to_the_second_and_the_cent(self) -> None:
        day = today(self.mara.zone)
        set_rate(by=self.by_mara, amount=Decimal("85.50"), currency="EUR")
        project = create_project("Storefront", by=self.by_mara, colour="indigo")
        for number, seconds in enumerate((5025, 3599, 12_345)):
            task = create_task(f"Task {number}", by=self.by_mara, project=project)
            create_entry(
                by=self.by_mara, day=day - timedelta(days=number % 2), duration=seconds, task=task, billable=True
            )
        description = read_description(
            ReportKind.SUMMARY, {"from": str(day - timedelta(days=1)), "to": str(day)}, self.by_mara
        )
        reader = Reader.of(self.by_mara)
        report = make_report(description, reader)
        text = " ".join(pages_of(make_pdf(report)))
        words = Words.of(reader)
        table = report.table
        assert table.total is not None
        shown = [table.columns[at].kind for at in range(len(table.columns))]
        for values in [*table.lines(), table.total.values]:
            said = [
                words.text(value, kind, to_the_second=True)
                for value, kind, column in zip(values, shown, table.columns, strict=True)
                if value is not None and column.key not in {"project", "raw"}
            ]
            self.assertIn(" ".join(said), text)
        self.assertIn(format_clock(5025 + 3599 + 12_345), text)
        self.assertIn("€498.01", text)  # 20,969 seconds at 85.50 an hour, rounded once

    def test_the_client_of_all_its_projects_is_named(self) -> None:
        day = today(self.mara.zone)
        client = Client.objects.create(workspace=self.by_mara.workspace, name="Café Lumière")
        projects = [create_project(name, by=self.by_mara, client=client) for name in ("Storefront", "Rebrand")]
        for project in projects:
            create_entry(by=self.by_mara, day=day, duration=3600, project=project)
        self.assertIn("Client Café Lumière", self.first_page())

        create_entry(by=self.by_mara, day=day, duration=3600, project=create_project("Other", by=self.by_mara))
        self.assertNotIn("Café Lumière", self.first_page())

    def first_page(self) -> str:
        description = read_description(ReportKind.SUMMARY, {"group": "project", "then": ""}, self.by_mara)
        return pages_of(make_pdf(make_report(description, Reader.of(self.by_mara))))[0]

    def test_a_long_table_goes_on_over_pages_without_a_seam(self) -> None:
        count = 1210  # more than two parts
        told: list[float] = []
        pages = pages_of(make_pdf(long_report(self.by_ana, count), on_progress=told.append))
        words = [word for page in pages for word in page.split() if word.startswith("row-")]
        self.assertEqual(words, [f"row-{number:05d}" for number in range(count)])
        on_page = [sum(word.startswith("row-") for word in page.split()) for page in pages]
        self.assertLessEqual(max(on_page[1:-1]) - min(on_page[1:-1]), 1)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"Page {number} of {len(pages)}", page)
            self.assertIn("Task Tracked", page)
        self.assertEqual(told, sorted(told))
        self.assertGreater(len(told), 3)

    def test_a_group_is_named_on_the_page_on_which_its_rows_begin(self) -> None:
        pages = pages_of(make_pdf(grouped_report(self.by_mara, [f"Group{number:03d}" for number in range(60)])))
        self.assertGreater(len(pages), 2)
        for page in pages:
            words = page.split()
            heads = [at for at, word in enumerate(words) if word.startswith("Group")]
            # The last name on the page stands with numbers of its own row, not of its group alone.
            self.assertRegex(" ".join(words[heads[-1] : heads[-1] + 2]), r"Group\d{3} \d+$")

    def test_its_paper_is_as_its_reader_writes_unless_the_letterhead_says_otherwise(self) -> None:
        def size() -> str:
            letterhead = letterhead_of(self.by_mara.workspace)
            return paper.Paper(grouped_report(self.by_mara, ["One"]), letterhead).paper

        self.assertEqual(size(), "a4")
        self.mara.date_order = DateOrder.MONTH_FIRST
        self.assertEqual(size(), "letter")
        american = make_pdf(grouped_report(self.by_mara, ["One"]))
        self.assertEqual(size_of(american), (612, 792))
        change_letterhead(by=self.by_mara, paper="a4")
        self.assertEqual(size(), "a4")

    def test_a_table_of_many_columns_lies_on_its_side(self) -> None:
        report = grouped_report(self.by_mara, ["One"])
        columns = [Column(f"n{number}", f"Number {number}", Kind.SECONDS) for number in range(16)]
        wide = Table(columns, [Row([36_000] * 16)], None, 0)
        pdf = make_pdf(replace(report, tables=(wide,), charts=(), figures=()))
        self.assertEqual(size_of(pdf), (842, 595))

    def test_the_letterhead_and_what_the_person_writes_stand_on_it(self) -> None:
        change_letterhead(
            by=self.by_mara,
            name="Adler Design",
            address="Lindenallee 12\n10115 Berlin",
            contact="VAT DE 123",
            footer="IBAN DE02 1203",
        )
        pdf = make_pdf(
            grouped_report(self.by_mara, ["Design", "Code"], client="Northwind"),
            title="Hours of November",
            note="Dear Élodie,\n\nthank you.",
        )
        text = pages_of(pdf)[0]
        for said in (
            "Adler Design",
            "10115 Berlin",
            "VAT DE 123",
            "IBAN DE02 1203",
            "Hours of November",
            "November 2026",
            "Client Northwind",
            "Prepared by Mara Adler",
            "Dear Élodie,",
            "Each entry was rounded up to 15 minutes.",
        ):
            self.assertIn(said, text)
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
        about = document.get_metadata_dict()
        self.assertEqual(about["Title"], "Hours of November · Northwind · November 2026")
        self.assertEqual(about["Author"], "Adler Design")
        self.assertTrue(document.is_tagged())
        self.assertIn(b"/Lang (en)", unpacked(pdf))

    def test_days_are_written_with_their_year(self) -> None:
        words = Words.of(Reader.of(self.by_mara))
        for first, last, said in (
            ("2026-11-16", "2026-11-22", "16–22 Nov 2026"),
            ("2026-10-25", "2026-11-23", "25 Oct – 23 Nov 2026"),
            ("2025-12-29", "2026-01-04", "29 Dec 2025 – 4 Jan 2026"),
            ("2026-02-01", "2026-02-28", "February 2026"),
            ("2026-01-01", "2026-12-31", "2026"),
            ("2026-11-23", "2026-11-23", "Mon 23 Nov 2026"),
            ("1970-01-02", "1970-01-09", "2–9 Jan 1970"),
        ):
            period = Period(date.fromisoformat(first), date.fromisoformat(last))
            self.assertEqual(paper.days_of(period, words), said)

    def test_a_logo_is_drawn(self) -> None:
        from workstate.attachments.tests.case import picture

        before = make_pdf(grouped_report(self.by_mara, ["One"]))
        put_logo([picture((200, 80))], by=self.by_mara)
        after = make_pdf(grouped_report(self.by_mara, ["One"]))
        self.assertNotIn(b"/Image", before)
        self.assertIn(b"/Image", after)

    def test_names_in_any_writing_and_of_any_length_are_set(self) -> None:
        names = ["موقع المتجر", "上海项目", "Проект", "Έργο", "🎨 Rebrand", "W" * 300, "long " * 90, "שלום"]
        text = " ".join(pages_of(make_pdf(grouped_report(self.by_mara, names, per_group=8), note="مرحبا 您好 🎉")))
        for said in ("Проект 2", "Έργο 3", "上海项目 1"):
            self.assertIn(said, text)

    def test_several_currencies_are_never_added(self) -> None:
        text = " ".join(pages_of(make_pdf(grouped_report(self.by_mara, ["A", "B"], currencies=("EUR", "USD")))))
        self.assertIn("€205.83", text)
        self.assertIn("$205.83", text)
        self.assertNotIn("411.67", text)

    def test_it_says_so_where_rows_do_not_add_up_and_only_there(self) -> None:
        def says_so(report: Report) -> bool:
            notes = paper.Paper(report, letterhead_of(self.by_mara.workspace)).notes
            return any(note.startswith("Each row is rounded by itself") for note in notes)

        # 102.916… four times is 411.67, and shown in groups of two, 205.83 each, it comes to 411.66.
        self.assertTrue(says_so(grouped_report(self.by_mara, ["A", "B"])))
        self.assertFalse(says_so(grouped_report(self.by_mara, ["A", "B"], per_group=12)))
        # Rows that overlap are another matter, of which the report itself tells.
        report = grouped_report(self.by_mara, ["A"], per_group=12)
        assert report.table.total is not None
        twice = replace(report.table, rows=[*report.table.rows, *report.table.rows])
        self.assertFalse(says_so(replace(report, tables=(twice,))))

    def test_what_nobody_reads_on_paper_is_refused_with_what_to_do(self) -> None:
        with self.assertRaisesMessage(Invalid, "more than 12,000 rows"):
            make_pdf(long_report(self.by_ana, paper.MOST_ROWS + 1))

    def test_without_rates_there_is_no_trace_of_money(self) -> None:
        day = today(self.mara.zone)
        set_rate(by=self.by_mara, amount=Decimal(100), currency="EUR")
        create_entry(by=self.by_mara, day=day, duration=3600, description="Work", billable=True)
        description = read_description(ReportKind.DETAILED, {"from": str(day), "to": str(day)}, self.by_mara)
        reader = Reader.of(self.by_mara)
        self.assertIn("€100.00", " ".join(pages_of(make_pdf(make_report(description, reader)))))
        text = " ".join(pages_of(make_pdf(make_report(description, reader.without_rates()))))
        self.assertNotIn("€", text)
        self.assertNotIn("Amount", text)
        self.assertIn("Work", text)
