"""Documents follow what happens, and are the same as those made anew."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import StringIO
from typing import Any
from uuid import UUID

from celery import current_app
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.handlers import handle
from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.attachments.actions import attach_file
from workstate.discussions.actions import create_comment, delete_comment, edit_comment
from workstate.projects.actions import change_project, create_project
from workstate.search import finding
from workstate.search.indexing import VERSION, build, index, index_missing
from workstate.search.jobs import build_missing_indexes
from workstate.search.models import Document, Index, Kind, Word
from workstate.tasks.actions import NewTask, change_task, create_task, create_tasks, delete_task, move_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase, CastTransactionTestCase, at_once
from workstate.timetracking.actions import change_entry, create_entry


def relay() -> None:
    while relay_next():
        pass


def documents() -> dict[tuple[str, object], tuple[object, ...]]:
    """Everything that is kept, by what it is of; not when it was written."""
    return {
        (document.kind, getattr(document, f"{document.kind}_id")): (
            document.workspace_id,
            document.dated,
            document.scopes,
            document.vector,
        )
        for document in Document.objects.all()
    }


class DocumentsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Draft the contract", by=cls.by_ana, project=cls.project)

    def setUp(self) -> None:
        relay()

    def found(self, text: str, by: Any = None) -> list[str]:
        return [hit.name for group in finding.find(text, by or self.by_ana).groups for hit in group.hits]

    def do_everything(self) -> None:
        """An act of each kind that documents follow."""
        part = create_task("Ask a lawyer", by=self.by_ana, project=self.project, parent=self.task)
        private = create_task("Buy a gift", by=self.by_ana, description="For the **birthday**.")
        change_task(self.task, by=self.by_ana, title="Draft the agreement", description="Two pages")
        comment = create_comment(part, "Who pays?", by=self.by_mara)
        edit_comment(comment, "Who bears the cost?", by=self.by_mara)
        delete_comment(create_comment(part, "Nonsense", by=self.by_mara), by=self.by_mara)
        attach_file(private, ContentFile(b"x", "gift_list.txt"), by=self.by_ana)
        create_comment(private, "A book about rivers", by=self.by_ana)
        entry = create_entry(by=self.by_ana, task=part, day=date(2026, 3, 2), duration=60, description="Telephone")
        change_entry(entry, by=self.by_ana, description="Telephone calls")
        create_entry(by=self.by_ana, day=date(2026, 3, 2), duration=60)
        change_project(self.project, by=self.by_ana, name="New website")
        move_task(private, by=self.by_ana, project=self.project)
        delete_task(part, by=self.by_ana)
        create_task("Elsewhere", by=self.by_boris)

    def test_what_happened_leaves_the_same_documents_as_a_rebuild(self) -> None:
        self.do_everything()
        relay()
        followed = documents()
        self.assertEqual(len(followed), 10)

        for workspace in (self.by_ana.workspace, self.by_boris.workspace):
            self.assertEqual(build(workspace.pk), 0, "nothing had to be put right")
        self.assertEqual(documents(), followed)

        Document.objects.all().delete()
        for workspace in (self.by_ana.workspace, self.by_boris.workspace):
            build(workspace.pk)
        self.assertEqual(documents(), followed)

    def test_events_may_come_twice_and_in_any_order(self) -> None:
        self.do_everything()
        relay()
        before = documents()
        handle(list(Event.objects.order_by("-pk")))
        self.assertEqual(documents(), before)

    def test_a_changed_title_is_found_and_the_old_one_no_more(self) -> None:
        change_task(self.task, by=self.by_ana, title="Sign the agreement")
        relay()
        self.assertEqual(self.found("agreement"), ["Sign the agreement"])
        self.assertEqual(self.found("contract"), [])

    def test_a_task_taken_out_of_the_inbox_is_found_by_others_with_all_that_hangs_on_it(self) -> None:
        private = create_task("Buy a gift", by=self.by_ana)
        part = create_task("Wrap the gift", by=self.by_ana, parent=private)
        create_comment(part, "In a gift box", by=self.by_ana)
        attach_file(part, ContentFile(b"x", "gift.txt"), by=self.by_ana)
        relay()
        self.assertEqual(self.found("gift", self.by_mara), [])
        move_task(private, by=self.by_ana, project=self.project)
        relay()
        self.assertCountEqual(
            self.found("gift", self.by_mara), ["Buy a gift", "Wrap the gift", "Wrap the gift", "gift.txt"]
        )
        move_task(private, by=self.by_ana, project=None)
        self.assertEqual(self.found("gift", self.by_mara), [], "also before the documents have followed")
        relay()
        self.assertEqual(self.found("gift", self.by_mara), [])
        self.assertEqual(len(self.found("gift")), 4)

    def test_an_entry_without_words_has_no_document(self) -> None:
        entry = create_entry(by=self.by_ana, day=date(2026, 3, 2), duration=60, description="Telephone")
        relay()
        self.assertTrue(Document.objects.filter(entry=entry).exists())
        change_entry(entry, by=self.by_ana, description="")
        relay()
        self.assertFalse(Document.objects.filter(entry=entry).exists())

    def test_what_leaves_the_bin_for_good_leaves_the_search(self) -> None:
        create_comment(self.task, "Soon", by=self.by_ana)
        relay()
        Task.objects.filter(pk=self.task.pk).delete()
        self.assertEqual(set(Document.objects.values_list("kind", flat=True)), {Kind.PROJECT})

    def test_what_has_no_document_gets_one_and_the_rest_is_left_alone(self) -> None:
        create_tasks(
            [[NewTask("Brought in", created_at=datetime(2020, 5, 5, tzinfo=UTC))]], project=self.project, by=self.by_ana
        )
        written = Document.objects.get(task=self.task).indexed_at
        self.assertEqual(index_missing(self.by_ana.workspace.pk), 1)
        self.assertEqual(self.found("brought"), ["Brought in"])
        self.assertEqual(Document.objects.get(task=self.task).indexed_at, written)
        self.assertEqual(index_missing(self.by_ana.workspace.pk), 0)

    def test_what_was_brought_in_as_one_is_found_by_a_worker(self) -> None:
        create_tasks([[NewTask("Brought in")]], project=self.project, by=self.by_ana)
        current_app.conf.task_always_eager = True
        self.addCleanup(setattr, current_app.conf, "task_always_eager", False)
        relay()
        self.assertEqual(self.found("brought"), ["Brought in"])

    def test_a_workspace_from_before_the_search_is_built_by_itself_and_once(self) -> None:
        Document.objects.all().delete()
        build_missing_indexes()
        self.assertEqual(self.found("contract"), ["Draft the contract"])
        Document.objects.all().delete()
        build_missing_indexes()
        self.assertEqual(self.found("contract"), [], "it is known to have been built")
        Index.objects.update(version=VERSION - 1)
        build_missing_indexes()
        self.assertEqual(self.found("contract"), ["Draft the contract"])

    def test_the_command_builds_one_workspace_or_all(self) -> None:
        create_task("Elsewhere", by=self.by_boris)
        Document.objects.all().delete()
        out = StringIO()
        call_command("search", "rebuild", "--workspace", "acme", stdout=out)
        self.assertIn("acme: 2 documents", out.getvalue())
        self.assertFalse(Document.objects.filter(workspace=self.by_boris.workspace).exists())
        call_command("search", "rebuild", stdout=out)
        self.assertTrue(Document.objects.filter(workspace=self.by_boris.workspace).exists())
        with self.assertRaisesRegex(CommandError, "no workspace 'nowhere'"):
            call_command("search", "rebuild", "--workspace", "nowhere", stdout=out)

    def test_a_task_with_the_id_of_a_strangers_comment_leaves_its_document_alone(self) -> None:
        comment = create_comment(self.task, "Ours alone", by=self.by_ana)
        create_task("Taken over", by=self.by_boris, id=comment.pk)
        relay()
        self.assertEqual(self.found("ours"), ["Draft the contract"])
        self.assertEqual(self.found("taken", self.by_boris), ["Taken over"])

    def test_ids_of_another_workspace_are_not_indexed_into_this_one(self) -> None:
        theirs = create_task("Elsewhere", by=self.by_boris)
        Document.objects.all().delete()
        index(self.by_ana.workspace.pk, {Kind.TASK: [theirs.pk]})
        self.assertFalse(Document.objects.exists())

    def test_the_number_of_queries_does_not_grow_with_the_events(self) -> None:
        def queries(count: int) -> int:
            create_tasks(
                [[NewTask(f"Task {n}") for n in range(count)]],
                project=self.project,
                by=self.by_ana,
                batch=UUID(int=count),
            )
            with CaptureQueriesContext(
                connection,
            ) as caught:
                relay()
            return len([query for query in caught if "search_" in query["sql"]])

        self.assertEqual(queries(2), queries(40))

    def test_no_text_is_too_much_for_a_document(self) -> None:
        different = " ".join(f"{number:04x}" for number in range(9_990))
        for text in (
            different,
            "ﷺ" * 50_000,
            "ﷺ " * 25_000,
            "\U0001d518" * 50_000,
            "字" * 50_000,
            "字 " * 25_000,
            "İ" * 50_000,
        ):
            with self.subTest(text[:5]):
                change_task(self.task, by=self.by_ana, description=text)
                index(self.by_ana.workspace.pk, {Kind.TASK: [self.task.pk]})
                self.assertEqual(self.found("contract"), ["Draft the contract"])

    def test_words_of_ten_thousand_letters_and_fifty_thousand_words_do_no_harm(self) -> None:
        change_task(self.task, by=self.by_ana, description=f"{'x' * 10_000} {'word ' * 7_000}end")
        relay()
        self.assertEqual(self.found("end"), ["Draft the contract"])
        self.assertFalse(Word.objects.filter(word__startswith="xxx").exists())


class AtOnceTest(CastTransactionTestCase):
    def test_two_that_index_the_same_task_leave_what_is_true(self) -> None:
        task = create_task("First", by=self.by_ana)
        workspace = self.by_ana.workspace.pk
        change_task(task, by=self.by_ana, title="Second")
        results = at_once(*[lambda: index(workspace, {Kind.TASK: [task.pk]}) for _ in range(3)])
        self.assertEqual(sorted(results, key=str), [0, 0, 1])
        self.assertIn("second", Document.objects.get(task=task).vector)
