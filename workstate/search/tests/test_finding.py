from __future__ import annotations

from datetime import date
from time import process_time

from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.attachments.actions import attach_file, delete_attachment
from workstate.discussions.actions import create_comment, delete_comment
from workstate.projects.actions import archive_project, create_project, delete_project
from workstate.search.finding import Found, find
from workstate.search.indexing import build
from workstate.search.models import Document, Kind
from workstate.search.palette import MOST, lines_for
from workstate.tasks.actions import archive_tasks, complete_task, create_task, delete_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, delete_entry

DAY = date(2026, 3, 2)


class FindingTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Invoicing", by=cls.by_ana)
        cls.task = create_task(
            "Send the invoices to Über GmbH",
            by=cls.by_ana,
            project=cls.project,
            labels=["phone"],
            priority=1,
            description="See [the contract](https://example.org/contract) of **spring**.",
        )
        cls.private = create_task("Invoice for the gift", by=cls.by_ana)
        cls.comment = create_comment(cls.task, "The invoice <b>number</b> is missing", by=cls.by_mara)
        cls.file = attach_file(cls.task, ContentFile(b"x", "invoice_2026-03.pdf"), by=cls.by_ana)
        cls.entry = create_entry(by=cls.by_ana, task=cls.private, day=DAY, duration=60, description="Invoice drafted")
        build(cls.by_ana.workspace.pk)

    def names(self, found: Found) -> dict[str, list[str]]:
        return {group.kind.value: [hit.name for hit in group.hits] for group in found.groups}

    def test_every_kind_is_found_by_its_words(self) -> None:
        self.assertEqual(
            self.names(find("invoice", self.by_ana)),
            {
                "task": ["Invoice for the gift", "Send the invoices to Über GmbH"],
                "project": ["Invoicing"],
                "comment": ["Send the invoices to Über GmbH"],
                "attachment": ["invoice_2026-03.pdf"],
                "entry": ["Invoice drafted"],
            },
        )

    def test_case_accents_stems_and_the_beginning_of_the_last_word_do_not_matter(self) -> None:
        for text in ("UBER", "über gmb", "sending", "Invoices Uber", "invoic GMBH", "spring", "contr"):
            with self.subTest(text):
                self.assertIn(self.task.title, self.names(find(text, self.by_ana)).get("task", []))

    def test_phrases_or_and_not(self) -> None:
        def tasks(text: str) -> list[str]:
            return self.names(find(text, self.by_ana)).get("task", [])

        self.assertEqual(tasks('"invoices to"'), [self.task.title])
        self.assertEqual(tasks('"to invoices"'), [])
        self.assertEqual(tasks('"gmbh send"'), [], "a phrase does not go round from the end to the beginning")
        self.assertEqual(tasks("invoice -gift "), [self.task.title])
        self.assertEqual(tasks('invoice -"the gift" '), [self.task.title])
        self.assertEqual(set(tasks("gift OR gmbh ")), {self.private.title, self.task.title})

    def test_nobody_finds_what_they_do_not_see(self) -> None:
        self.assertEqual(self.names(find("gift", self.by_mara)), {}, "the inbox of another, even for an administrator")
        mara = self.names(find("invoice", self.by_mara))
        self.assertEqual(mara["task"], [self.task.title])
        self.assertEqual(mara["entry"], ["Invoice drafted"], "administrators see everybody's time")
        self.assertEqual(self.names(find("invoice", self.by_gil)), {})
        self.assertEqual(self.names(find("invoice", self.by_boris)), {})
        [entry] = [hit for group in find("drafted", self.by_mara).groups for hit in group.hits]
        self.assertNotIn("gift", entry.hint, "a task of another's inbox is not named beside the time")

    def test_members_do_not_find_the_time_of_others(self) -> None:
        create_entry(by=self.by_mara, day=DAY, duration=60, description="Negotiation")
        build(self.by_ana.workspace.pk)
        self.assertEqual(self.names(find("negotiation", self.by_ana)), {})
        self.assertEqual(self.names(find("negotiation", self.by_olga)), {"entry": ["Negotiation"]})

    def test_what_is_in_the_bin_is_found_at_once_no_more(self) -> None:
        delete_comment(self.comment, by=self.by_mara)
        self.assertNotIn("comment", self.names(find("invoice", self.by_ana)))
        delete_attachment(self.file, by=self.by_ana)
        self.assertNotIn("attachment", self.names(find("invoice", self.by_ana)))
        delete_entry(self.entry, by=self.by_ana)
        self.assertNotIn("entry", self.names(find("invoice", self.by_ana)))
        delete_task(self.private, by=self.by_ana)
        self.assertEqual(
            self.names(find("invoice", self.by_ana)), {"task": [self.task.title], "project": ["Invoicing"]}
        )
        delete_project(self.project, by=self.by_ana)
        self.assertEqual(self.names(find("invoice OR invoicing ", self.by_ana)), {})

    def test_files_of_a_deleted_comment_are_not_found(self) -> None:
        attach_file(self.task, ContentFile(b"x", "receipt.pdf"), by=self.by_mara, comment=self.comment)
        build(self.by_ana.workspace.pk)
        self.assertEqual(self.names(find("receipt", self.by_ana)), {"attachment": ["receipt.pdf"]})
        delete_comment(self.comment, by=self.by_mara)
        self.assertEqual(self.names(find("receipt", self.by_ana)), {})

    def test_what_is_archived_or_done_is_found_and_marked(self) -> None:
        other = create_task("Invoice of last year", by=self.by_ana)
        build(self.by_ana.workspace.pk)
        archive_tasks([other], by=self.by_ana)
        complete_task(self.private, by=self.by_ana)
        archive_project(self.project, by=self.by_ana)
        hits = {hit.name: hit for group in find("invoice", self.by_ana, kind=Kind.TASK).groups for hit in group.hits}
        self.assertTrue(hits[other.title].is_archived)
        self.assertTrue(hits[self.task.title].is_archived)
        self.assertTrue(hits[self.private.title].is_done)

    def test_what_is_open_and_named_so_stands_before_what_is_done_or_only_mentions_it(self) -> None:
        done = create_task("Gift wrap", by=self.by_ana)
        mentioned = create_task("Something else", by=self.by_ana, description="for the gift")
        complete_task(done, by=self.by_ana)
        build(self.by_ana.workspace.pk)
        self.assertEqual(
            self.names(find("gift", self.by_ana))["task"], [self.private.title, done.title, mentioned.title]
        )

    def test_what_was_asked_for_is_marked_and_nothing_else_is_markup(self) -> None:
        [group] = find("number", self.by_ana).groups
        self.assertEqual(group.hits[0].snippet, "The invoice &lt;b&gt;<mark>number</mark>&lt;/b&gt; is missing")
        [group] = find("contract spring", self.by_ana).groups
        self.assertEqual(group.hits[0].snippet, "See the <mark>contract</mark> of <mark>spring</mark>.")
        [group] = find("uber", self.by_ana).groups
        self.assertEqual(group.hits[0].title, "Send the invoices to <mark>Über</mark> GmbH")

    def test_a_number_leads_to_its_task(self) -> None:
        number = self.task.number
        for text in (f"#{number}", f"ACME-{number}", f"acme-{number}", f" {number} "):
            with self.subTest(text):
                jump = find(text, self.by_ana).jump
                assert jump is not None
                self.assertEqual((jump.name, jump.url), (self.task.title, f"/acme/tasks/{number}/"))
        for text in (f"OTHER-{number}", "#999999", "#0", "99999999999999999999", f"#{number} x"):
            with self.subTest(text):
                self.assertIsNone(find(text, self.by_ana).jump)
        self.assertIsNone(find(f"#{self.private.number}", self.by_mara).jump)
        delete_task(self.task, by=self.by_ana)
        self.assertIsNone(find(f"#{number}", self.by_ana).jump)

    def test_terms_of_the_filter_language_narrow_tasks(self) -> None:
        def tasks(text: str) -> dict[str, list[str]]:
            return self.names(find(text, self.by_ana))

        for text in ("invoice @phone ", "@phone invoice", "p1 invoice", "invoice #Invoicing", "invoice & !no labels"):
            with self.subTest(text):
                self.assertEqual(tasks(text), {"task": [self.task.title]})
        self.assertEqual(tasks("@phone"), {"task": [self.task.title]})
        self.assertEqual(tasks("invoice !@phone "), {"task": [self.private.title]})
        self.assertEqual(tasks("gift @phone "), {})
        self.assertEqual(tasks("gift | @phone"), {"task": [self.private.title, self.task.title]})

    def test_a_filter_that_names_nothing_is_told_and_the_words_are_looked_for(self) -> None:
        found = find("gift @nobody", self.by_ana)
        self.assertTrue(found.note)
        self.assertEqual(self.names(found), {"task": [self.private.title]})

    def test_words_that_the_filter_language_knows_are_words_here(self) -> None:
        create_task("Open day today", by=self.by_ana)
        build(self.by_ana.workspace.pk)
        self.assertEqual(self.names(find("open today", self.by_ana)), {"task": ["Open day today"]})

    def test_counts_are_those_of_what_one_sees_and_capped(self) -> None:
        for number in range(12):
            create_task(f"Rivers {number}", by=self.by_ana, project=self.project if number % 2 else None)
        build(self.by_ana.workspace.pk)
        [group] = find("rivers", self.by_ana).groups
        self.assertEqual((group.count, group.counted, len(group.hits), group.has_others), (12, "12", 8, True))
        [group] = find("rivers", self.by_mara).groups
        self.assertEqual((group.count, group.has_others), (6, False))

    def test_a_kind_has_pages(self) -> None:
        for number in range(35):
            create_task(f"Rivers {number}", by=self.by_ana)
        build(self.by_ana.workspace.pk)
        first, second = (find("rivers", self.by_ana, kind=Kind.TASK, page=page) for page in (0, 1))
        names = [hit.name for found in (first, second) for group in found.groups for hit in group.hits]
        self.assertEqual((len(names), len(set(names)), first.last_page), (35, 35, 1))
        self.assertEqual(find("rivers", self.by_ana, kind=Kind.TASK, page=7).groups, [])
        self.assertEqual(find("rivers", self.by_ana, kind=Kind.COMMENT).groups, [])

    def test_a_document_that_lags_behind_shows_nothing_that_is_not_so(self) -> None:
        Document.objects.filter(task=self.private).update(scopes=Document.objects.get(task=self.task).scopes)
        self.assertEqual(self.names(find("gift", self.by_mara)), {})

    def test_the_palette_gets_at_most_eight_lines_the_number_first(self) -> None:
        for number in range(12):
            create_task(f"Invoice {number}", by=self.by_ana)
        build(self.by_ana.workspace.pk)
        lines = lines_for("invoi", self.by_ana)
        self.assertEqual(len(lines), MOST)
        self.assertEqual(lines[0]["kind"], "project")
        self.assertEqual(set(lines[0]), {"title", "hint", "url", "icon", "kind"})
        first = lines_for(f"#{self.task.number}", self.by_ana)[0]
        self.assertEqual((first["title"], first["hint"]), (self.task.title, f"ACME-{self.task.number} · Invoicing"))
        self.assertEqual(lines_for("", self.by_ana), [])
        self.assertEqual(lines_for("invoice", self.by_boris), [])

    def test_the_number_of_queries_does_not_grow(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                find("invoice", self.by_ana)
            return len(caught)

        before = queries()
        for number in range(5):
            task = create_task(f"Invoice {number}", by=self.by_ana, project=self.project)
            create_comment(task, "The invoice again", by=self.by_mara)
            create_entry(by=self.by_ana, task=task, day=DAY, duration=60, description="Invoice again")
        build(self.by_ana.workspace.pk)
        self.assertEqual(queries(), before)
        self.assertLessEqual(before, 10)

    def test_whatever_is_typed_is_answered_at_once(self) -> None:
        started = process_time()
        for text in (
            "\x00",
            '"',
            '"' * 999,
            "a" * 10_000,
            "a " * 5_000,
            "(" * 5_000,
            "@",
            "#",
            "due:",
            "p1 |",
            "!" * 999,
            "' OR 1=1",
            "%",
            "\ud800",
        ):
            with self.subTest(ascii(text[:20])):
                find(text, self.by_ana)
        self.assertLess(process_time() - started, 10)  # seconds of our own work, however busy the machine is
