from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone

from workstate.accounts.keys.actions import create_key
from workstate.accounts.keys.scopes import EVERYTHING
from workstate.accounts.tests.test_keys import Program
from workstate.activity.models import Event
from workstate.api.idempotency import clear_answers
from workstate.api.models import IdempotentAnswer
from workstate.api.tests.test_api import APITestCase
from workstate.tasks.models import Task
from workstate.testing import Cast


class IdempotencyTest(APITestCase):
    def send(self, body: Any, key: str = "first", *, program: Any = None, method: str = "post", url: str = "") -> Any:
        return getattr(program or self.client, method)(
            url or self.url("tasks"), body, content_type="application/json", headers={"Idempotency-Key": key}
        )

    def test_the_same_request_happens_once_and_is_answered_alike(self) -> None:
        program = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])
        first = self.send({"title": "Once"}, program=program)
        rows = self.rows()
        again = self.send({"title": "Once"}, program=program)
        self.assertEqual((first.status_code, first.content), (again.status_code, again.content))
        self.assertEqual(again["Content-Type"], "application/json")
        self.assertEqual((first.get("Idempotent-Replayed"), again["Idempotent-Replayed"]), (None, "true"))
        self.assertEqual(self.rows(), rows)

    def test_the_name_of_the_act_is_told_again(self) -> None:
        program = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])
        url = self.url("task", pk=self.task.pk)
        first, again = (self.send({"priority": 1}, program=program, method="patch", url=url) for _ in range(2))
        self.assertEqual(first["Workstate-Batch"], again["Workstate-Batch"])

    def test_another_request_under_the_same_key_is_refused(self) -> None:
        program = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])
        self.send({"title": "Once"}, program=program)
        for other in (
            self.send({"title": "Twice"}, program=program),
            self.send({"title": "Once"}, program=program, url=self.url("quick-add")),
        ):
            self.assertEqual((other.status_code, other.json()["code"]), (422, "idempotency_key_reused"))
        self.assertFalse(Task.objects.filter(title="Twice").exists())

    def test_a_key_is_its_owners(self) -> None:
        mine = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])
        other = Program(create_key(self.ana, "Other", EVERYTHING)[1])
        theirs = Program(create_key(self.mara, "Terminal", EVERYTHING)[1])
        for program in (mine, other, theirs):
            self.assertEqual(self.send({"title": "Mine"}, program=program).status_code, 201)
        self.assertEqual(Task.objects.filter(title="Mine").count(), 3)

    def test_a_refusal_of_the_body_is_told_again_and_one_of_the_moment_is_not_kept(self) -> None:
        program = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])
        self.assertEqual(self.send({"title": ""}, program=program).status_code, 400)
        self.assertEqual(self.send({"title": ""}, program=program)["Idempotent-Replayed"], "true")
        reader = Program(create_key(self.ana, "Reader", ["tasks:read"])[1])
        self.assertEqual(self.send({"title": "No"}, program=reader).status_code, 403)
        self.assertNotIn("Idempotent-Replayed", self.send({"title": "No"}, program=reader))

    def test_after_a_day_it_is_a_new_request(self) -> None:
        program = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])
        self.send({"title": "Daily"}, program=program)
        IdempotentAnswer.objects.update(made_at=timezone.now() - timedelta(hours=24, seconds=1))
        self.send({"title": "Daily"}, program=program)
        self.assertEqual(Task.objects.filter(title="Daily").count(), 2)
        self.assertEqual(clear_answers(), 0)
        IdempotentAnswer.objects.update(made_at=timezone.now() - timedelta(hours=24, seconds=1))
        self.assertEqual(clear_answers(), 1)

    def test_a_key_for_programs_is_told_once_and_not_kept(self) -> None:
        body = {"name": "Terminal", "scopes": ["me:read"]}
        self.client.force_login(self.ana)
        made = self.client.post("/api/v1/me/keys/", body, format="json", headers={"Idempotency-Key": "k"})
        self.assertEqual(made.status_code, 201)
        again = self.client.post("/api/v1/me/keys/", body, format="json", headers={"Idempotency-Key": "k"})
        self.assertEqual((again.status_code, again.json()["code"]), (409, "told_once"))
        self.assertIsNone(IdempotentAnswer.objects.get().body)

    def test_keys_of_no_form_are_refused(self) -> None:
        program = Program(create_key(self.ana, "Terminal", EVERYTHING)[1])
        for wrong in ("", "x" * 256, "ü"):
            with self.subTest(key=wrong[:5]):
                self.assertEqual(self.send({"title": "No"}, wrong, program=program).status_code, 400)
        self.assertFalse(Task.objects.filter(title="No").exists())


class InFlightTest(Cast, TransactionTestCase):
    def setUp(self) -> None:
        self.gather()
        self.text = create_key(self.ana, "Terminal", EVERYTHING)[1]

    def test_what_is_being_worked_on_is_not_begun_again(self) -> None:
        url = "/api/v1/workspaces/acme/tasks/"
        headers = {"Idempotency-Key": "first"}
        answers: list[int] = []
        Program(self.text).get("/api/v1/me/")  # That the key is used is written down; in a minute not again.

        def again() -> None:
            try:
                answers.append(
                    Program(self.text)
                    .post(url, {"title": "Once"}, content_type="application/json", headers=headers)
                    .status_code
                )
            finally:
                connection.close()

        with transaction.atomic():
            first = Program(self.text).post(url, {"title": "Once"}, content_type="application/json", headers=headers)
            self.assertEqual(first.status_code, 201, first.content)
            second = threading.Thread(target=again)
            second.start()
            second.join(20)
        again()
        self.assertEqual(answers, [409, 201])
        self.assertEqual(Task.objects.filter(title="Once").count(), 1)
        self.assertEqual(Event.objects.filter(verb="task.created", data__title="Once").count(), 1)
