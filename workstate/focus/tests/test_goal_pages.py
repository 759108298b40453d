"""The page of goals, the ring in the header, and goals for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.core.clock import today
from workstate.focus.actions.goals import archive_goal, create_goal, delete_goal
from workstate.focus.models import Goal, GoalTarget
from workstate.projects.actions import create_project
from workstate.projects.models import Client, Project
from workstate.tasks.models import Label
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer

HOUR = 3600
PAGE = "/acme/goals/"
HX = {"HX-Request": "true"}


class GoalCase(CastTestCase):
    website: Project

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana, colour="teal")

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def goal(self, seconds: int = 2 * HOUR, **values: Any) -> Goal:
        return create_goal(**{"by": self.by_ana, "period": "day", "seconds": seconds, "weekdays": range(7), **values})

    def log(self, seconds: int, **values: Any) -> None:
        create_entry(by=self.by_ana, day=today(self.by_ana.zone), duration=seconds, **values)


class GoalPagesTest(GoalCase):
    def typed(self, **changes: Any) -> dict[str, Any]:
        return {
            "kind": "least",
            "length": "6 h",
            "period": "day",
            "subject": "all",
            "weekdays": ["0", "4"],
            "notifies": "on",
            **changes,
        }

    def test_a_goal_is_set_as_a_sentence(self) -> None:
        self.assertRedirects(
            self.client.post(PAGE, self.typed(subject=f"project:{self.website.pk}", kind="most")), PAGE
        )
        goal = Goal.objects.get()
        self.assertEqual((goal.project, goal.at_most, goal.notifies), (self.website, True, True))
        self.assertEqual((goal.targets.get().seconds, goal.targets.get().weekdays), (6 * HOUR, 0b10001))
        self.assertContains(self.client.get(PAGE), "At most 6 h a day")
        answer = self.client.post(PAGE, self.typed(period="week", length="32"), headers=HX)
        self.assertEqual(answer.headers["HX-Trigger"], "goals:changed")
        self.assertContains(self.client.get(PAGE, headers=HX), "32 h a week")

    def test_what_cannot_be_is_said_and_nothing_is_set(self) -> None:
        elsewhere = create_project("Elsewhere", by=self.by_boris)
        for change, words in (
            ({"length": ""}, "Say how long"),
            ({"length": "soon"}, "not a duration"),
            ({"length": "25"}, "24 hours"),
            ({"length": "0"}, "Give between a minute"),
            ({"length": "9" * 10_000}, "too long"),
            ({"length": "1\x00"}, "not a duration"),
            ({"weekdays": []}, "at least one day"),
            ({"weekdays": ["9"]}, "days of the week"),
            ({"subject": f"project:{elsewhere.pk}"}, "no longer here"),
            ({"subject": "project:"}, "Choose the project"),
            ({"subject": "project:\x00"}, "Null characters"),
            ({"subject": "project:x"}, "cannot be read"),
            ({"subject": "moon:1"}, "what the goal is about"),
            ({"period": "year"}, "valid choice"),
            ({"kind": "maybe"}, "valid choice"),
        ):
            for headers in ({}, HX):
                with self.subTest(change=str(change)[:40]):
                    page = self.client.post(PAGE, self.typed(**change), headers=headers)
                    self.assertContains(page, words, status_code=400)
        self.assertFalse(Goal.objects.exists())

    def test_the_page_shows_how_far_one_is(self) -> None:
        self.log(90 * 60)
        goal = self.goal(about="project", subject=self.website)
        self.goal(HOUR)
        GoalTarget.objects.update(since=today(self.by_ana.zone) - timedelta(days=20))
        page = self.client.get(PAGE)
        self.assertContains(page, "0 m of 2 h today")
        self.assertContains(page, "2 h to go")
        self.assertContains(page, "1 h 30 m of 1 h today")
        self.assertContains(page, "1 day in a row")
        self.assertContains(page, "0 of 7 days")
        self.log(2 * HOUR, project=self.website)
        self.assertContains(self.client.get(PAGE), "2 h of 2 h today")
        self.assertContains(self.client.get(PAGE), "Reached")
        self.assertContains(self.client.get(PAGE), f'id="goal-{goal.pk}"')

    def test_the_page_costs_the_same_however_many_goals_there_are(self) -> None:
        self.goal()
        self.client.get(PAGE)
        with CaptureQueriesContext(connection) as few:
            self.client.get(PAGE)
        self.assertLessEqual(len(few), 17)
        for _ in range(9):
            self.goal(about="project", subject=self.website)
        with self.assertNumQueries(len(few)):
            self.client.get(PAGE)

    def test_a_goal_is_changed_put_away_deleted_and_brought_back(self) -> None:
        goal = self.goal()
        address = f"{PAGE}{goal.pk}/"
        self.assertContains(self.client.get(address), 'value="2 h"')
        self.assertContains(self.client.get(address, headers=HX), "goal-edit")
        self.assertContains(self.client.post(address, {"length": "no"}), "not a duration", status_code=400)
        self.assertEqual(self.client.post(address, {"length": "3", "weekdays": ["1"]}, headers=HX).status_code, 204)
        goal.refresh_from_db()
        self.assertEqual((goal.targets.get().seconds, goal.targets.get().weekdays, goal.notifies), (3 * HOUR, 2, False))
        self.assertIn("undo", self.client.post(f"{address}archiving/", headers=HX).headers["HX-Trigger"])
        self.assertContains(self.client.get(PAGE), "Put away")
        self.client.delete(f"{address}archiving/", headers=HX)
        self.assertIn("restoration", self.client.delete(address, headers=HX).headers["HX-Trigger"])
        self.assertEqual(self.client.get(address).status_code, 404)
        self.assertNotContains(self.client.get(PAGE), str(goal.pk))
        self.client.post(f"{address}restoration/", headers=HX)
        self.assertContains(self.client.get(PAGE), str(goal.pk))

    def test_without_script_the_forms_work_too(self) -> None:
        goal = self.goal()
        address = f"{PAGE}{goal.pk}/"
        self.assertRedirects(self.client.post(address, {"length": "1:30", "weekdays": ["1"]}), PAGE)
        self.assertRedirects(self.client.post(f"{address}archiving/"), PAGE)
        self.assertRedirects(self.client.post(f"{address}archiving/", {"_method": "DELETE"}), PAGE)
        self.assertRedirects(self.client.post(address, {"_method": "DELETE"}), PAGE)

    def test_goals_are_put_in_order(self) -> None:
        first, second = self.goal(), self.goal()
        self.client.post(f"{PAGE}{second.pk}/place/", {"before": str(first.pk)}, headers=HX)
        self.assertEqual(list(Goal.objects.by_position()), [second, first])
        for wrong in ("x", "0195a1b2-0000-7000-8000-000000000009"):
            self.assertEqual(
                self.client.post(f"{PAGE}{second.pk}/place/", {"after": wrong}, headers=HX).status_code, 400
            )

    def test_goals_of_others_are_not_there(self) -> None:
        goal = self.goal()
        for person in (self.mara, self.gil, self.boris):
            self.client.force_login(person)
            for path in ("", "archiving/", "place/", "restoration/"):
                self.assertEqual(self.client.post(f"{PAGE}{goal.pk}/{path}").status_code, 404)
        self.client.force_login(self.gil)
        self.assertContains(self.client.get(PAGE), "All my time")


class RingTest(GoalCase):
    def ring(self) -> str:
        return self.client.get(f"{PAGE}ring/", headers=HX).content.decode()

    def test_who_has_no_goal_has_no_ring(self) -> None:
        self.assertNotIn("goal-ring", self.ring())
        self.assertNotContains(self.client.get("/acme/today/"), "goal-ring")

    def test_the_first_goal_is_on_every_page(self) -> None:
        self.log(30 * 60, project=self.website)
        put_away, gone = self.goal(), self.goal()
        first = self.goal(about="project", subject=self.website)
        self.goal(HOUR)
        archive_goal(put_away, by=self.by_ana)
        delete_goal(gone, by=self.by_ana)
        for page in (self.ring(), self.client.get("/acme/today/").content.decode()):
            self.assertIn("2 h a day · Website: 30 m of 2 h today", page)
            self.assertIn('stroke-dasharray="25 100"', page)
            self.assertIn('data-since=""', page)
        self.assertEqual(Goal.objects.visible_to(self.by_ana).current().by_position().first(), first)

    def test_it_counts_what_the_page_counts(self) -> None:
        acme = Client.objects.create(workspace=self.by_ana.workspace, name="Acme")
        shop = create_project("Shop", by=self.by_ana, client=acme)
        self.log(600, project=shop, labels=["dev"])
        self.log(900, labels=["dev"])
        self.log(60, project=self.website)
        start_timer(by=self.by_ana, project=shop, labels=["dev"])
        cases: list[tuple[str, bool, dict[str, Any]]] = [
            ("26 m", True, {}),
            ("10 m", True, {"about": "client", "subject": acme}),
            ("25 m", True, {"about": "label", "subject": Label.objects.get(name="dev")}),
            ("1 m", False, {"about": "project", "subject": self.website}),
            ("10 m", True, {"about": "project", "subject": shop, "period": "week"}),
        ]
        for spent, runs, values in cases:
            with self.subTest(values):
                goal = self.goal(**values)
                ring = self.ring()
                self.assertIn(f": {spent} of 2 h", ring)
                self.assertEqual('data-since=""' not in ring, runs)
                page = self.client.get(PAGE, headers=HX).content.decode()
                self.assertIn(f"{spent} of 2 h", page)
                delete_goal(goal, by=self.by_ana)

    def test_a_page_asks_once_more_for_it_and_of_nobody_else(self) -> None:
        self.client.get("/acme/today/")
        with CaptureQueriesContext(connection) as bare:
            self.client.get("/acme/today/")
        price = len(bare)
        self.assertFalse(any("unnest(" in query["sql"] for query in bare.captured_queries))
        for _ in range(3):
            self.goal(about="project", subject=self.website)
        start_timer(by=self.by_ana)
        self.client.get("/acme/today/")
        with self.assertNumQueries(price + 1):
            self.client.get("/acme/today/")


class GoalsForProgramsTest(GoalCase):
    API = "/api/v1/workspaces/acme/goals/"

    def send(self, method: str, path: str = "", body: Any = None) -> Any:
        return getattr(self.client, method)(f"{self.API}{path}", body, content_type="application/json")

    def test_goals_are_set_read_changed_ordered_deleted_and_brought_back(self) -> None:
        body = {
            "period": "day",
            "seconds": 7200,
            "about": "project",
            "subject": str(self.website.pk),
            "weekdays": list(range(7)),
        }
        made = self.send("post", body=body)
        self.assertEqual(
            (made.status_code, made.json()["wanted"], made.json()["subject"]), (201, 7200, str(self.website.pk))
        )
        self.log(HOUR, project=self.website)
        pk = made.json()["id"]
        shown = self.send("get", f"{pk}/").json()
        self.assertEqual((shown["seconds"], shown["is_met"], shown["streak"]), (HOUR, False, 0))
        changed = self.send("patch", f"{pk}/", {"seconds": HOUR, "archived": True}).json()
        self.assertEqual((changed["is_met"], changed["streak"], changed["archived_at"] is None), (True, 1, False))
        other = self.send("post", body={"period": "week", "seconds": 7200}).json()["id"]
        self.send("post", f"{other}/place/", {"after": None})
        self.assertEqual([one["id"] for one in self.send("get").json()["results"]], [other, pk])
        self.assertEqual(self.send("delete", f"{pk}/").status_code, 204)
        self.assertEqual(self.send("get", f"{pk}/").status_code, 404)
        self.assertEqual(self.send("post", f"{pk}/restoration/").status_code, 200)

    def test_what_cannot_be_names_its_field(self) -> None:
        elsewhere = create_project("Elsewhere", by=self.by_boris)
        for body, status in [
            ({"period": "day"}, 400),
            ({"period": "day", "seconds": 10**9}, 400),
            ({"period": "day", "seconds": 0}, 400),
            ({"period": "day", "seconds": 60, "weekdays": [8]}, 400),
            ({"period": "day", "seconds": 60, "about": "project"}, 400),
            ({"period": "day", "seconds": 60, "subject": str(self.website.pk)}, 404),
            ({"period": "day", "seconds": 60, "about": "project", "subject": str(elsewhere.pk)}, 404),
        ]:
            with self.subTest(body):
                self.assertIn(self.send("post", body=body).status_code, {status, 400})
        self.assertFalse(Goal.objects.exists())
