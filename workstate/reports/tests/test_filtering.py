"""What the filter of a report finds is what a naive reading of it in Python finds, and nothing the person may not see."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from workstate.core.actor import Actor
from workstate.customfields.actions import create_field
from workstate.projects.actions import create_project
from workstate.projects.models import Client
from workstate.reports.filtering import condition, filtered, needs_entries
from workstate.reports.tests.filter_oracle import TimeWorld, all_alone, questions, spent_for
from workstate.savedviews import filters
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.timetracking.models import DayShare


def shares_found(text: str, actor: Actor) -> list[tuple[UUID, date]]:
    shares = filtered(DayShare.objects.visible_to(actor), text, actor)
    return list(shares.values_list("entry", "day"))


class OracleTest(TimeWorld, TestCase):
    actors: ClassVar[list[Actor]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.furnish(seed=23)
        cls.actors = [cls.by_ana, cls.by_mara, cls.by_gil]
        cls.spent = {actor.user.pk: spent_for(actor) for actor in cls.actors}
        cls.shares = {
            actor.user.pk: set(DayShare.objects.filter(entry__in=cls.spent[actor.user.pk]).values_list("entry", "day"))
            for actor in cls.actors
        }

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_any_filter_finds_what_its_words_say_and_its_negation_all_the_rest(self, data: st.DataObject) -> None:
        actor = data.draw(st.sampled_from(self.actors))
        text, answer = data.draw(questions(actor, self.now))
        spent, shares = self.spent[actor.user.pk], self.shares[actor.user.pk]
        expected = {(pk, day) for pk, day in shares if answer(spent[pk])}

        found, rest = shares_found(text, actor), shares_found(f"!({text})", actor)

        self.assertEqual(set(found), expected, text)
        self.assertEqual(len(found), len(expected), text)
        self.assertEqual(set(rest), shares - expected, text)
        node = filters.parse(text, table=filters.TIME)
        self.assertEqual(filters.parse(filters.printed(node), table=filters.TIME), node, text)

    def test_every_question_is_answered_right_alone(self) -> None:
        asked: set[str] = set()
        for actor in self.actors:
            spent, shares = self.spent[actor.user.pk], self.shares[actor.user.pk]
            for text, answer in all_alone(actor, self.now):
                asked.add(text)
                expected = {(pk, day) for pk, day in shares if answer(spent[pk])}
                self.assertEqual(set(shares_found(text, actor)), expected, text)
        self.assertGreater(len(asked), 300)


class TimeFilterTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.client_of = Client.objects.create(workspace=cls.by_ana.workspace, name="Nordwind AG")
        cls.website = create_project("Website", by=cls.by_ana)
        cls.call = create_task("Call", by=cls.by_ana, project=cls.website, labels=["waiting"], priority=1)
        cls.hidden = create_task("Secret plan", by=cls.by_mara, priority=1)
        create_field("Person", kind="text", by=cls.by_mara)

    def refused(self, text: str, actor: Actor | None = None) -> filters.FilterError:
        with self.assertRaises(filters.FilterError) as raised:
            condition(text, actor or self.by_ana)
        return raised.exception


class SightTest(TimeFilterTestCase):
    def test_a_filter_tells_nothing_of_a_task_that_the_person_does_not_see(self) -> None:
        entry = create_entry(task=self.call, by=self.by_ana, duration=60, day=date(2026, 11, 2))
        # As it is when somebody takes a task away into an inbox of their own.
        type(entry).objects.filter(pk=entry.pk).update(task=self.hidden, project=None)

        for text in ("secret", "p1", "created by: Mara", f"number: {self.hidden.number}", "text: plan", "open"):
            self.assertEqual(shares_found(text, self.by_ana), [], text)
        self.assertEqual(len(shares_found("!secret & !p1 & no assignee & no project", self.by_ana)), 1)

    def test_nobody_finds_by_a_filter_whom_they_would_not_see_without(self) -> None:
        for by in (self.by_ana, self.by_mara):
            create_entry(task=self.call, by=by, duration=60, day=date(2026, 11, 2))
        for text in ("by: others", "!by: me", "!p4 | p4", "person: Mara", "by: *", "#Website"):
            self.assertNotIn(
                self.mara.pk, filtered(DayShare.objects.visible_to(self.by_ana), text, self.by_ana).values("user"), text
            )
        self.assertEqual(len(shares_found("by: others", self.by_mara)), 1)
        self.assertEqual(shares_found("p1 | !p1", self.by_gil), [])
        for text in ("#Website", "@waiting", "client: Nordwind AG", "person: Mara"):
            self.assertEqual(self.refused(text, self.by_gil).suggestion, "", text)


class LanguageTest(TimeFilterTestCase):
    def test_what_is_asked_of_time_alone_is_refused_in_a_filter_of_tasks(self) -> None:
        def refused(text: str) -> filters.FilterError:
            with self.assertRaises(filters.FilterError) as raised:
                filters.matching(Task.objects.none(), text, self.by_boris)
            return raised.exception

        self.assertEqual(refused("p1 & Billable").suggestion, 'p1 & "Billable"')
        self.assertEqual(refused("!billable | p1").start, 1)
        self.assertIn("reports", refused("billable").message)
        self.assertEqual(refused("p1 & person: me").suggestion, "p1 & assigned: me")
        filters.matching(Task.objects.none(), '"billable"', self.by_boris)

    def test_a_field_of_the_workspace_that_is_called_like_a_term_of_time_stays_one_in_filters_of_tasks(self) -> None:
        filters.matching(Task.objects.none(), "Person: x & no Person & by: me", self.by_ana)
        condition('"Person": x & by: me & person: Ana', self.by_ana)

    def test_errors_keep_their_place_and_what_may_have_been_meant(self) -> None:
        told = {
            "billable & #Wesbite": ("#Wesbite", "billable & #Website"),
            "@wating | p1": ("@wating", "@waiting | p1"),
            "by: Maar": ("Maar", "by: Mara"),
            "client: Nordwnd": ("Nordwnd", 'client: "Nordwind AG"'),
            "billable & due: fridy": ("fridy", "billable & due: friday"),
            "no taks": ("taks", "no task"),
            "(billable": ("(billable", "(billable)"),
        }
        for text, (place, suggestion) in told.items():
            error = self.refused(text)
            self.assertEqual((text[error.start : error.end], error.suggestion), (place, suggestion), text)
            condition(suggestion, self.by_ana)

    def test_a_longer_text_makes_no_more_queries(self) -> None:
        text = "#Website | @waiting | by: Ana | client: Nordwind* | p1 & estimate > 1h"
        for repeated in (text, " | ".join([text] * 4)):
            with CaptureQueriesContext(connection) as asked:
                shares_found(repeated, self.by_ana)
            self.assertEqual(len(asked), 5)  # projects, labels, people, clients, the time

    def test_looks_through_texts_are_counted(self) -> None:
        for term in ("call", "description: a", "text: a"):
            condition(" | ".join([term] * 20), self.by_ana)
            self.assertIn("20", self.refused(" | ".join([term] * 21)).message)


class NeedsEntriesTest(TimeFilterTestCase):
    def test_sums_of_a_day_answer_what_asks_of_projects_clients_people_and_billable_alone(self) -> None:
        for text in ("", "billable", "!(#Website | ##Website) & by: me", "client: Nordwind* | no: client, project"):
            self.assertIs(needs_entries(text), False, text)
            self.assertIs(needs_entries(filters.parse(text, table=filters.TIME)), False, text)
        for text in ("call", "@waiting", "billable & p1", "no task", "no labels", "has: client, task", "no Stage", "("):
            self.assertIs(needs_entries(text), True, text)


class CompletionTest(TimeFilterTestCase):
    def offered(self, text: str, about: str = "time") -> list[str]:
        self.client.force_login(self.ana)
        answer = self.client.get("/acme/filters/completion/", {"filter": text, "about": about})
        return [item["title"] for item in answer.json()["items"]]

    def test_a_bar_of_a_report_is_offered_what_can_be_asked_of_time(self) -> None:
        self.assertIn("billable", self.offered("bil"))
        self.assertNotIn("billable", self.offered("bil", about=""))
        self.assertEqual(self.offered("")[:2], ["billable", "project"])
        self.assertIn("me", self.offered("by: "))
        self.assertIn("no task", self.offered("no ta"))
        self.assertIn("Website", self.offered("billable & #web"))
        self.assertIn("due before", self.offered("due b"))

    def test_what_is_wrong_is_told_as_of_time(self) -> None:
        self.client.force_login(self.ana)
        for path in ("completion", "check"):
            answer = self.client.get(f"/acme/filters/{path}/", {"filter": "billable & by: me", "about": "time"})
            self.assertIsNone(answer.json()["wrong"])
            answer = self.client.get(f"/acme/filters/{path}/", {"filter": "billable & by: me", "about": "tasks"})
            self.assertEqual(answer.json()["wrong"]["start"], 0)

    def test_the_builder_makes_filters_of_time(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.get("/acme/filters/builder/", {"filter": "billable & !by: me & no task", "about": "time"})
        self.assertContains(page, "Time of which")
        self.assertContains(page, "<code data-filter-says>billable &amp; !person: me &amp; no task</code>", html=True)
        self.assertContains(page, '<input type="hidden" name="about" value="time">', html=True)
        page = self.client.get("/acme/filters/builder/", {"filter": "p1"})
        self.assertNotContains(page, 'value="billable"')
