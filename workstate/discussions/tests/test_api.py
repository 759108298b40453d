"""Comments for programs."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.discussions.actions import create_comment, delete_comment, react
from workstate.discussions.models import Comment
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase

BASE = "/api/v1/workspaces/acme"
JSON = "application/json"


class CommentsAPITest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.task = create_task(
            "Call", by=cls.by_ana, project=create_project("Website", by=cls.by_ana), description="- [ ] a\n- [ ] b"
        )
        cls.url = f"{BASE}/tasks/{cls.task.pk}/comments/"

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_a_comment_is_made_once_read_changed_deleted_and_brought_back(self) -> None:
        body = {"id": str(uuid4()), "text": "Hello @mara"}
        made = [self.client.post(self.url, body, content_type=JSON) for _time in range(2)]
        self.assertEqual([answer.status_code for answer in made], [201, 201])
        self.assertEqual(made[0].json(), made[1].json())
        self.assertEqual(made[0].json()["mentions"], [str(self.mara.pk)])
        one = f"{BASE}/comments/{body['id']}/"
        changed = self.client.patch(one, {"text": "Bye", "before": "Hello @mara"}, content_type=JSON).json()
        self.assertEqual((changed["text"], changed["mentions"]), ("Bye", []))
        self.assertIsNotNone(changed["edited_at"])
        stale = self.client.patch(one, {"text": "No", "before": "Hello @mara"}, content_type=JSON)
        self.assertEqual(stale.status_code, 409)
        self.assertEqual(self.client.delete(one).status_code, 204)
        self.assertEqual(self.client.get(one).json()["text"], "")
        self.assertEqual(self.client.post(f"{one}restoration/").json()["text"], "Bye")

    def test_reactions_come_and_go(self) -> None:
        one = f"{BASE}/comments/{create_comment(self.task, 'Hi', by=self.by_mara).pk}/reactions/"
        there = self.client.post(one, {"emoji": "heart"}, content_type=JSON).json()
        self.assertEqual(there["reactions"], [{"emoji": "heart", "people": [str(self.ana.pk)]}])
        self.assertEqual(self.client.delete(f"{one}?emoji=heart").json()["reactions"], [])
        self.assertEqual(self.client.post(one, {"emoji": "pizza"}, content_type=JSON).status_code, 400)

    def test_the_list_keeps_the_shape_of_threads_in_few_queries(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.client.get(self.url).status_code, 200)
            return len(queries)

        root = create_comment(self.task, "Root @ana", by=self.by_mara)
        create_comment(self.task, "Reply", by=self.by_ana, parent=root)
        react(root, "eyes", by=self.by_ana)
        delete_comment(root, by=self.by_mara)
        delete_comment(create_comment(self.task, "Alone", by=self.by_ana), by=self.by_ana)
        rows = self.client.get(self.url).json()["results"]
        self.assertEqual([(row["text"], row["parent"]) for row in rows], [("", None), ("Reply", str(root.pk))])
        few = count()
        for number in range(10):
            react(create_comment(self.task, f"@mara {number}", by=self.by_ana), "heart", by=self.by_mara)
        self.assertEqual(count(), few)

    def test_bad_bodies_say_which_field(self) -> None:
        for body, field in (({}, "text"), ({"text": ""}, "text"), ({"text": "x", "nonsense": 1}, "nonsense")):
            answer = self.client.post(self.url, body, content_type=JSON)
            self.assertEqual(answer.status_code, 400)
            self.assertIn(field, answer.content.decode())
        gone = self.client.post(self.url, {"text": "x", "parent": str(uuid4())}, content_type=JSON)
        self.assertEqual(gone.status_code, 404)
        self.assertFalse(Comment.objects.exists())

    def test_strangers_and_guests_find_nothing(self) -> None:
        comment = create_comment(self.task, "Hi", by=self.by_ana)
        for user in (self.gil, self.boris):
            self.client.force_login(user)
            for address in (self.url, f"{BASE}/comments/{comment.pk}/"):
                self.assertEqual(self.client.get(address).status_code, 404)

    def test_a_box_is_ticked_in_the_text_that_was_looked_at(self) -> None:
        url = f"{BASE}/tasks/{self.task.pk}/checklist/"
        body = {"line": 1, "done": True, "description": "- [ ] a\n- [ ] b"}
        self.assertEqual(self.client.post(url, body, content_type=JSON).json()["description"], "- [ ] a\n- [x] b")
        body["line"] = 0
        self.assertEqual(self.client.post(url, body, content_type=JSON).json()["description"], "- [x] a\n- [x] b")
        body["description"] = "- [ ] a"
        self.assertEqual(self.client.post(url, body, content_type=JSON).status_code, 409)
