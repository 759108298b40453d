"""The stream of a task: comments and history in one, a constant number of queries long."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.markdown import fingerprint
from workstate.discussions.actions import create_comment, delete_comment, edit_comment, react
from workstate.discussions.models import Comment
from workstate.discussions.stream import PAGE, Stream, stream_of
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.tasks.history import history
from workstate.testing import CastTestCase

HTMX = {"HX-Request": "true"}


class StreamTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project)
        cls.secret = create_task("Secret plan", by=cls.by_mara)
        cls.url = f"/acme/tasks/{cls.task.number}/"

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def stream(self, by: Actor | None = None, **how: Any) -> Stream:
        actor, formats = by or self.by_ana, Formats.of(self.ana)
        happenings = history(self.task, formats=formats, actor=actor)
        return stream_of(self.task, happenings, actor=actor, formats=formats, **how)

    def said(self, **how: Any) -> list[str]:
        return [entry.post.comment.text for entry in self.stream(**how).entries if entry.post]

    def test_comments_and_history_stand_in_one_stream_newest_first(self) -> None:
        create_comment(self.task, "First", by=self.by_ana)
        create_comment(self.task, "Second", by=self.by_mara)
        kinds = ["said" if entry.post else "happened" for entry in self.stream().entries]
        self.assertEqual(kinds, ["said", "said", "happened"])
        self.assertEqual(self.said(), ["Second", "First"])
        self.assertEqual(self.said(show="history"), [])
        self.assertTrue(all(entry.post for entry in self.stream(show="comments").entries))

    def test_an_answer_brings_its_thread_up_and_stands_under_it(self) -> None:
        first = create_comment(self.task, "First", by=self.by_ana)
        create_comment(self.task, "Second", by=self.by_mara)
        for text in ("One", "Two"):
            create_comment(self.task, text, by=self.by_mara, parent=first)
        self.assertEqual(self.said(), ["First", "Second"])
        post = self.stream().entries[0].post
        assert post
        self.assertEqual([reply.comment.text for reply in post.replies], ["One", "Two"])

    def test_a_deleted_comment_keeps_the_shape_of_its_thread_and_none_of_its_words(self) -> None:
        root = create_comment(self.task, "Forget this", by=self.by_ana)
        create_comment(self.task, "I will not", by=self.by_mara, parent=root)
        alone = create_comment(self.task, "And this", by=self.by_ana)
        delete_comment(root, by=self.by_ana)
        delete_comment(alone, by=self.by_ana)
        page = self.client.get(f"{self.url}stream/", headers=HTMX)
        self.assertContains(page, "Deleted comment", count=1)
        self.assertContains(page, "I will not")
        self.assertNotContains(page, "Forget this")
        self.assertNotContains(page, "And this")
        self.assertEqual(self.stream().comments, 1)

    def test_a_long_stream_shows_the_last_and_then_the_earlier(self) -> None:
        Comment.objects.bulk_create(
            Comment(workspace=self.by_ana.workspace, task=self.task, author=self.ana, text=f"Comment {number}")
            for number in range(PAGE + 5)
        )
        self.assertEqual(len(self.said()), PAGE)
        self.assertEqual(self.stream().comments, PAGE + 5)
        page = self.client.get(f"{self.url}stream/", headers=HTMX)
        self.assertContains(page, "Show earlier")
        page = self.client.get(f"{self.url}stream/?most=100", headers=HTMX)
        self.assertNotContains(page, "Show earlier")
        self.assertContains(page, "Comment 0<")

    def test_odd_wishes_get_the_usual_stream(self) -> None:
        for query in ("show=x", "most=x", "most=-1", "most=²", f"most={'9' * 500}", "most=99999999999999999999"):
            self.assertContains(self.client.get(f"{self.url}stream/?{query}", headers=HTMX), "Everything")

    def test_reactions_say_who(self) -> None:
        comment = create_comment(self.task, "Hello", by=self.by_ana)
        react(comment, "heart", by=self.by_mara)
        react(comment, "heart", by=self.by_ana)
        post = self.stream().entries[0].post
        assert post
        self.assertEqual(
            [(c.emoji, c.count, c.names, c.mine) for c in post.chips], [("heart", 2, "Mara Adler, you", True)]
        )

    def test_tasks_are_named_to_those_who_see_them(self) -> None:
        prefix = self.by_ana.workspace.key_prefix
        create_comment(self.task, f"See {prefix}-{self.secret.number} and #{self.task.number}", by=self.by_ana)
        page = self.client.get(f"{self.url}stream/", headers=HTMX)
        self.assertNotContains(page, "Secret plan")
        self.assertContains(page, f'href="{self.url}" title="Call"')

    def test_everybody_is_offered_what_they_may_do(self) -> None:
        create_comment(self.task, "Ana's", by=self.by_ana)
        rights = {}
        for name, by in (("ana", self.by_ana), ("mara", self.by_mara), ("olga", self.by_olga)):
            post = self.stream(by).entries[0].post
            assert post
            rights[name] = (post.can_edit, post.can_delete)
        self.assertEqual(rights, {"ana": (True, True), "mara": (False, True), "olga": (False, True)})

    def test_the_stream_takes_a_constant_number_of_queries(self) -> None:
        def fill(count: int) -> int:
            for number in range(count):
                root = create_comment(self.task, f"@mara #{self.task.number} {number}", by=self.by_ana)
                reply = create_comment(self.task, "@ana yes", by=self.by_mara, parent=root)
                react(reply, "heart", by=self.by_ana)
                edit_comment(root, f"@olga #{self.secret.number} {number}", by=self.by_ana)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(f"{self.url}stream/", headers=HTMX)
            return len(queries)

        fill(1)  # The first request of a session writes it down.
        few = fill(2)
        self.assertEqual(fill(20), few)
        with CaptureQueriesContext(connection) as queries:
            self.stream()
        self.assertLessEqual(len(queries), 11)

    def test_a_drawer_that_is_drawn_anew_keeps_its_stream_and_does_not_ask_for_it(self) -> None:
        create_comment(self.task, "Hello", by=self.by_ana)
        opened = self.client.get(self.url, headers={**HTMX, "HX-Target": "aside#drawer"})
        again = self.client.get(self.url, headers={**HTMX, "HX-Target": "div#task-detail"})
        self.assertContains(opened, "Hello")
        self.assertNotContains(again, "Hello")
        for page in (opened, again):
            self.assertContains(page, f'id="stream-{self.task.number}" data-keep')

    def test_a_list_of_tasks_pays_one_column_for_their_comments(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                self.client.get(f"/acme/projects/{self.project.pk}/")
            return len(queries)

        count()  # The first request of a session writes it down.
        few = count()
        for number in range(8):
            task = create_task(f"Task {number}", by=self.by_ana, project=self.project, description="- [ ] a")
            create_comment(task, "Hello", by=self.by_ana)
        self.assertEqual(count(), few)


class CommentPagesTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.task = create_task("Call", by=cls.by_ana, project=create_project("Website", by=cls.by_ana))
        cls.comment = create_comment(cls.task, "Hello.", by=cls.by_ana)
        cls.url = f"/acme/tasks/{cls.task.number}/comments/"
        cls.one = f"{cls.url}{cls.comment.pk}/"

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_without_script_one_returns_to_the_comment(self) -> None:
        answer = self.client.post(self.url, {"text": "Plain", "parent": str(self.comment.pk)})
        made = Comment.objects.get(text="Plain")
        self.assertRedirects(
            answer, f"/acme/tasks/{self.task.number}/#comment-{made.pk}", fetch_redirect_response=False
        )
        self.assertEqual(made.parent, self.comment)
        self.assertContains(self.client.get(self.one), "Hello.</textarea>")
        self.client.post(self.one, {"_method": "patch", "text": "Changed"})
        self.comment.refresh_from_db()
        self.assertEqual(self.comment.text, "Changed")

    def test_with_script_the_stream_is_told_to_look_again(self) -> None:
        answer = self.client.post(self.url, {"text": "Scripted"}, headers=HTMX)
        self.assertEqual(answer.status_code, 204)
        self.assertIn("discussion:changed", answer["HX-Trigger"])
        self.assertIn("comment:sent", answer["HX-Trigger"])

    def test_deleting_is_undone_from_the_toast(self) -> None:
        answer = self.client.delete(self.one, headers=HTMX)
        self.assertIn(f"{self.one}restoration/", answer["HX-Trigger"])
        self.client.post(f"{self.one}restoration/", headers=HTMX)
        self.comment.refresh_from_db()
        self.assertIsNone(self.comment.deleted_at)

    def test_somebody_elses_ids_are_nothing(self) -> None:
        elsewhere = create_task("Other", by=self.by_ana, project=self.task.project)
        theirs = create_comment(elsewhere, "There", by=self.by_ana)
        self.assertEqual(self.client.delete(f"{self.url}{theirs.pk}/").status_code, 404)
        refused = self.client.post(self.url, {"text": "Hi", "parent": str(theirs.pk)}, headers=HTMX)
        self.assertEqual(refused.status_code, 400)
        self.assertEqual(self.client.post(self.url, {"text": "Hi", "comment": "x"}, headers=HTMX).status_code, 400)
        self.assertEqual(Comment.objects.count(), 2)

    def test_a_comment_changed_elsewhere_meanwhile_shows_both_texts_and_loses_neither(self) -> None:
        before = fingerprint("Hello.")
        self.assertContains(self.client.get(self.one, headers=HTMX), f'name="before" value="{before}"')
        edit_comment(self.comment, "Hello from the phone.", by=self.by_ana)
        mine = {"_method": "patch", "text": "Hello from the desk.", "before": before}
        for headers in (HTMX, {}):
            answer = self.client.post(self.one, mine, headers=headers)
            self.assertContains(answer, "<p>Hello from the phone.</p>", status_code=409)
            self.assertContains(answer, "Hello from the desk.</textarea>", status_code=409)
        self.comment.refresh_from_db()
        self.assertEqual(self.comment.text, "Hello from the phone.")
        # The same words twice are no conflict; what was put together is saved over what was seen.
        same = {**mine, "text": "Hello from the phone."}
        self.assertEqual(self.client.post(self.one, same, headers=HTMX).status_code, 204)
        both = {**mine, "text": "Hello from both.", "before": fingerprint("Hello from the phone.")}
        self.assertEqual(self.client.post(self.one, both, headers=HTMX).status_code, 204)
        self.comment.refresh_from_db()
        self.assertEqual(self.comment.text, "Hello from both.")

    def test_a_refused_change_is_kept_in_the_field(self) -> None:
        answer = self.client.post(self.one, {"_method": "patch", "text": "a\u202eb"}, headers=HTMX)
        self.assertContains(answer, "a\u202eb</textarea>", status_code=400)
