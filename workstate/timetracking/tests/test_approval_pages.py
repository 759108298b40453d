"""Weeks that are handed in, by pages and by programs."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Role
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.timetracking import actions
from workstate.timetracking.actions.approval import (
    approve_submission,
    return_submission,
    submit_week,
)
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.approving import Status
from workstate.timetracking.models import Submission, TimeEntry
from workstate.timetracking.tests.test_approval import MONDAY, WeekTestCase
from workstate.workspaces.models import Membership


class PageTests(WeekTestCase):
    def test_the_person_submits_sees_how_it_stands_and_takes_it_back(self) -> None:
        week = reverse("timesheets:week", args=["acme", str(MONDAY)])
        self.assertContains(self.client.get(week), "Submit the week")
        fields = {"week": str(MONDAY), "note": "All in", "ref": str(new_id())}
        answer = self.htmx(self.url("submissions"), fields)
        self.assertContains(answer, "Waits for approval")
        self.assertContains(answer, "Take back")
        self.assertNotContains(answer, "Submit the week")
        self.assertContains(self.htmx(self.url("submissions"), {**fields, "ref": ""}), "already", status_code=400)
        submission = Submission.objects.get()
        self.assertContains(self.client.get(week), "Waits for approval")
        one = self.url("submission", submission.pk)
        page = self.client.get(one)
        self.assertContains(page, "Call Ana")
        self.assertContains(page, "2:00")
        self.assertNotContains(page, "Approve</button>")
        self.assertEqual(self.htmx(one, method="DELETE").status_code, 204)
        self.assertIs(Status.of(Submission.objects.get()), Status.WITHDRAWN)
        returned = return_submission(self.submit(), by=self.by_mara, comment="Tuesday <b>?")
        page = self.client.get(week)
        self.assertContains(page, "Tuesday &lt;b&gt;?")
        self.assertContains(page, "Submit again")
        self.assertContains(page, "Earlier")
        self.assertEqual(returned.user, self.ana)

    def test_it_works_without_script_and_says_nothing_where_weeks_are_not_submitted(self) -> None:
        fields = {"week": str(MONDAY), "note": ""}
        answer = self.client.post(self.url("submissions"), fields)
        self.assertRedirects(answer, reverse("timesheets:week", args=["acme", str(MONDAY)]))
        submission = Submission.objects.get()
        self.client.post(self.url("submission", submission.pk), {"_method": "DELETE"})
        self.assertIs(Status.of(Submission.objects.get()), Status.WITHDRAWN)
        Submission.objects.all().delete()
        change_time_rules(by=self.by_mara, approves_weeks=False)
        self.assertNotContains(self.client.get(reverse("timesheets:week", args=["acme"])), "Submit the week")
        for wrong in ({"week": "2026-02-30"}, {"week": ""}, {"week": "\x00"}, {"week": "x" * 10_000}):
            self.assertEqual(self.htmx(self.url("submissions"), wrong).status_code, 400)
            self.assertEqual(self.client.get(self.url("submissions"), wrong).status_code, 400 if wrong["week"] else 302)

    def test_administrators_look_approve_return_and_take_it_back(self) -> None:
        submission, own = self.submit(note="All in"), submit_week(by=self.by_mara, day=MONDAY)
        self.client.force_login(self.mara)
        page = self.client.get(self.url("approvals"))
        for text in ("Ana Keller", "2:00", "All in", "Mon 2 Mar", "Approve all 2"):
            self.assertContains(page, text)
        one, approval = self.url("submission", submission.pk), self.url("approval", submission.pk)
        self.assertContains(self.client.get(one), "Approve")
        answer = self.htmx(approval)
        self.assertEqual(answer.status_code, 204)
        self.assertIn("DELETE", str(answer["HX-Trigger"]))
        self.assertEqual(self.htmx(approval, method="DELETE").status_code, 204)
        self.assertIs(Status.of(Submission.objects.get(pk=submission.pk)), Status.WAITING)
        self.assertContains(self.htmx(self.url("return", submission.pk), {"comment": ""}), "Say what", status_code=400)
        answer = self.htmx(self.url("approvals"), {"shown": [str(submission.pk), str(own.pk)], "all": "1"})
        self.assertEqual(answer.status_code, 204)
        undo = self.url("approvals-undoing", Event.objects.filter(verb=Verb.SUBMISSION_APPROVED).latest("pk").batch)
        self.assertIn(undo, str(answer["HX-Trigger"]))
        self.assertEqual(self.htmx(undo).status_code, 204)
        self.assertEqual(Submission.objects.waiting().count(), 2)
        self.assertEqual(
            self.htmx(self.url("return", submission.pk), {"comment": "No"})["HX-Redirect"], self.url("approvals")
        )
        self.assertContains(self.client.get(self.url("approvals")), "Decided lately")
        self.assertContains(self.client.get(one), "“No”")
        self.assertEqual(self.htmx(self.url("approvals"), {}).status_code, 400)
        self.assertEqual(self.htmx(self.url("approvals"), {"submission": "x"}).status_code, 400)
        self.assertEqual(self.htmx(self.url("approvals"), {"submission": str(new_id())}).status_code, 404)

    def test_an_inbox_tasks_name_is_its_owners_secret(self) -> None:
        actions.create_entry(by=self.by_ana, day=MONDAY, duration=60, task=self.inbox_task)
        submission = self.submit()
        self.client.force_login(self.mara)
        page = self.client.get(self.url("submission", submission.pk))
        self.assertNotContains(page, self.inbox_task.title)
        self.assertContains(page, "A task that you do not see")

    def test_who_gets_where(self) -> None:
        submission = self.submit()
        urls = [
            self.url("submission", submission.pk),
            self.url("approval", submission.pk),
            self.url("return", submission.pk),
        ]
        for user, expected in ((self.gil, [404, 404, 404]), (self.boris, [404, 404, 404]), (self.ana, [200, 403, 403])):
            self.client.force_login(user)
            statuses = [
                self.client.get(urls[0]).status_code,
                self.htmx(urls[1]).status_code,
                self.htmx(urls[2], {"comment": "x"}).status_code,
            ]
            self.assertEqual(statuses, expected)
            expected_list = 404 if user == self.boris else 403
            self.assertEqual(self.client.get(self.url("approvals")).status_code, expected_list)
        self.client.force_login(self.mara)
        self.assertEqual(self.htmx(urls[0], method="DELETE").status_code, 403)

    def test_the_pages_ask_as_much_for_many_as_for_few(self) -> None:
        def queries(url: str) -> int:
            with CaptureQueriesContext(connection) as captured:
                self.assertEqual(self.client.get(url).status_code, 200)
            return len(captured)

        submission = self.submit()
        self.client.force_login(self.mara)
        urls = [self.url("approvals"), self.url("submission", submission.pk)]
        for url in urls:
            self.client.get(url)
        few = [queries(url) for url in urls]
        for number in range(8):
            submit_week(by=self.by_olga, day=MONDAY + timedelta(days=7 * number))
            TimeEntry.objects.create(
                workspace=self.by_ana.workspace,
                user=self.ana,
                task=self.task,
                project=self.website,
                day=MONDAY,
                duration=9,
            )
        self.assertEqual([queries(url) for url in urls], few)


class ApiTests(WeekTestCase):
    def test_programs_submit_list_decide_and_withdraw(self) -> None:
        url = reverse("api:submissions", args=["acme"])
        made = self.client.post(url, {"week": "2026-03-05", "note": "x"}, "application/json")
        self.assertEqual(made.status_code, 201)
        self.assertEqual(
            (made.json()["status"], made.json()["first"], made.json()["seconds"]), ("waiting", "2026-03-02", 7200)
        )
        self.assertEqual(self.client.post(url, {"week": "2026-03-05"}, "application/json").status_code, 409)
        one = reverse("api:submission", args=["acme", made.json()["id"]])
        approval = reverse("api:submission-approval", args=["acme", made.json()["id"]])
        back = reverse("api:submission-return", args=["acme", made.json()["id"]])
        self.assertEqual(self.client.post(approval).status_code, 403)
        self.client.force_login(self.gil)
        self.assertEqual(self.client.get(url).json()["results"], [])
        self.assertEqual([self.client.get(one).status_code, self.client.post(approval).status_code], [404, 404])
        self.client.force_login(self.mara)
        self.assertEqual(len(self.client.get(url, {"status": "waiting"}).json()["results"]), 1)
        self.assertEqual(self.client.post(approval).json()["status"], "approved")
        self.assertEqual(
            len(self.client.get(url, {"status": "approved", "user": str(self.ana.pk)}).json()["results"]), 1
        )
        self.assertEqual(self.client.delete(approval).json()["status"], "waiting")
        self.assertEqual(self.client.post(back, {}, "application/json").status_code, 400)
        self.assertEqual(self.client.post(back, {"comment": "No"}, "application/json").json()["comment"], "No")
        self.assertEqual(len(self.client.get(url, {"status": "returned"}).json()["results"]), 1)
        self.assertEqual(self.client.get(url, {"status": "odd"}).status_code, 400)
        self.client.force_login(self.ana)
        again = self.client.post(url, {"week": "2026-03-05"}, "application/json").json()
        self.assertEqual(self.client.delete(reverse("api:submission", args=["acme", again["id"]])).status_code, 204)
        self.assertEqual(len(self.client.get(url, {"status": "withdrawn"}).json()["results"]), 1)

    def test_what_is_missing_is_told_by_entry_and_field(self) -> None:
        change_time_rules(by=self.by_mara, requires_label=True)
        answer = self.client.post(reverse("api:submissions", args=["acme"]), {"week": str(MONDAY)}, "application/json")
        self.assertEqual(answer.status_code, 409)
        self.assertIn(str(self.entry.pk), answer.content.decode())

    def test_a_guest_hands_in_their_own(self) -> None:
        self.assertEqual(Membership.objects.get(user=self.gil, workspace=self.by_gil.workspace).role, Role.GUEST)
        submission = submit_week(by=self.by_gil, day=MONDAY)
        approve_submission(submission, by=self.by_mara)
        self.assertEqual(self.told(self.gil), ["week_approved"])
        self.assertGreater(now(), submission.submitted_at - timedelta(seconds=1))
