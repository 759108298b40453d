"""What filters name is looked up among what the person sees; what is not there is told with the nearest name."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.customfields.actions import create_field
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.savedviews import filters
from workstate.savedviews.filters import FilterError
from workstate.tasks.actions import complete_tasks, create_task
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase


class NamedTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.launch = create_project("Spring launch", by=cls.by_ana)
        create_project("Secret", by=cls.by_boris)
        cls.call = create_task("Call", by=cls.by_ana, project=cls.website, labels=["waiting", "On the road"])
        cls.own = create_task("Private", by=cls.by_mara)
        create_field("Budget", kind="number", by=cls.by_mara)
        create_field("Due diligence", kind="checkbox", by=cls.by_mara)
        create_field("Stage", kind="choice", by=cls.by_mara, choices=["Doing", "On hold"])

    def refused(self, text: str, by: Any = None) -> FilterError:
        with self.assertRaises(FilterError) as raised:
            filters.matching(Task.objects.none(), text, by or self.by_ana)
        return raised.exception


class DearTest(NamedTestCase):
    """What would keep the database busy for long is refused before it is asked."""

    def test_many_looks_through_texts_and_times_are_refused_at_the_first_too_many(self) -> None:
        for term in (
            "text: a*z",
            "description: a",
            "comment: a",
            "tracked > 1h",
            "estimate > tracked",
            "updated < today",
        ):
            with self.subTest(term=term):
                filters.condition(" | ".join([term] * 20), self.by_ana)
                error = self.refused(" | ".join([term] * 21))
                self.assertIn("20", error.message)
                self.assertGreater(error.start, len(term) * 20)

    def test_stars_that_stand_for_thousands_of_names_are_refused(self) -> None:
        workspace = self.by_ana.workspace
        Label.objects.bulk_create(Label(workspace=workspace, name=f"Label {number}") for number in range(1500))
        filters.condition("|".join(["@Label*"] * 6), self.by_ana)
        self.assertIn("too much", self.refused("|".join(["@Label*"] * 7)).message)

    def test_a_project_with_all_under_it_counts_as_all_of_them(self) -> None:
        workspace = self.by_ana.workspace
        Project.objects.bulk_create(
            Project(workspace=workspace, name=f"Part {number}", parent=self.website) for number in range(1500)
        )
        self.assertIn("too much", self.refused("|".join(["##Website"] * 7)).message)


class NearestTest(NamedTestCase):
    def test_an_unknown_name_is_told_in_its_place_with_the_nearest(self) -> None:
        told = {
            "p1 & #Wesbite": ("#Wesbite", "p1 & #Website"),
            "##Wesbite": ("##Wesbite", "##Website"),
            "#spring": ("#spring", '#"Spring launch"'),
            "in: Webste": ("Webste", "in: Website"),
            "in: Webste, Website": ("Webste", "in: Website, Website"),
            "@wating | p1": ("@wating", "@waiting | p1"),
            '@"on the rod"': ('@"on the rod"', '@"On the road"'),
            "+Maar": ("+Maar", "+Mara"),
            "assigned: Maar": ("Maar", "assigned: Mara"),
            "Budgt > 2": ("Budgt", "Budget > 2"),
            "Budget: much": ("much", ""),
            "Stage: Doin": ("Doin", "Stage: Doing"),
            "Stage > Doing": ("Stage > Doing", "Stage: Doing"),
            '"Due diligense": yes': ('"Due diligense"', '"Due diligence": yes'),
            '"Due diligence": maybe': ("maybe", '"Due diligence": yes'),
            "has: coments": ("coments", "has: comments"),
            "no Stge": ("Stge", "no Stage"),
            "https://example.org": ("https://example.org", '"https://example.org"'),
            "#nothingofthekind": ("#nothingofthekind", ""),
            "number: OTHER-7": ("OTHER-7", "number: ACME-7"),
        }
        for text, (place, suggestion) in told.items():
            error = self.refused(text)
            self.assertEqual((text[error.start : error.end], error.suggestion), (place, suggestion), text)
            if suggestion:
                filters.matching(Task.objects.none(), suggestion, self.by_ana)

    def test_what_others_have_is_as_unknown_as_what_is_not_there(self) -> None:
        nothing = self.refused("#Nothing").message.replace("Nothing", "Secret")
        self.assertEqual(self.refused("#Secret").message, nothing)
        self.assertEqual(self.refused("#Secret").suggestion, "")
        self.assertEqual(self.refused("#Website", self.by_gil).message, nothing.replace("Secret", "Website"))
        self.assertEqual(self.refused("#Website", self.by_gil).suggestion, "")
        self.assertEqual(self.refused("+Mara", self.by_gil).suggestion, "")

    def test_a_filter_never_leaves_what_it_is_given(self) -> None:
        given = Task.objects.visible_to(self.by_ana)
        for text in ("!p1 | p1", "!(#Website & p1)", f"number: {self.own.number}", "!@nothing*", "private | !private"):
            self.assertNotIn(self.own, filters.matching(given, text, self.by_ana), text)
            self.assertEqual(list(filters.matching(given.none(), text, self.by_ana)), [])

    def test_names_are_looked_up_once_for_each_kind(self) -> None:
        text = "#Website | #Website | @waiting | @wait* | +Ana | +Mara | Budget > 1 | Stage: Doing | no Stage"
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(filters.matching(Task.objects.visible_to(self.by_ana), text, self.by_ana))
        self.assertLessEqual(len(asked), 6)  # projects, labels, people, fields, choices, tasks

    def test_a_field_that_is_called_like_a_term_is_meant_by_quotes(self) -> None:
        create_field("Date", kind="text", by=self.by_mara)
        given = Task.objects.visible_to(self.by_ana)
        self.assertEqual(list(filters.matching(given, '"Date": x', self.by_ana)), [])
        self.assertEqual(list(filters.matching(given, 'no "Date" & has: labels', self.by_ana)), [self.call])
        offered = {one.title: one.insert for one in filters.complete("dat", 3, self.by_ana).items}
        self.assertEqual(offered["Date"], '"Date": ')
        offered = {one.title: one.insert for one in filters.complete("no dat", 6, self.by_ana).items}
        self.assertEqual(offered["no Date"], 'no "Date"')

    def test_the_own_key_of_a_task_finds_it_and_other_words_with_a_dash_are_words(self) -> None:
        given = Task.objects.visible_to(self.by_ana)
        self.assertEqual(list(filters.matching(given, f"acme-{self.call.number}", self.by_ana)), [self.call])
        self.assertEqual(list(filters.matching(given, "covid-19", self.by_ana)), [])


class CompletionTest(NamedTestCase):
    def titles(self, text: str, cursor: int | None = None, by: Any = None) -> list[str]:
        found = filters.complete(text, len(text) if cursor is None else cursor, by or self.by_ana)
        return [one.title for one in found.items]

    def accepted(self, text: str, title: str, cursor: int | None = None) -> str:
        cursor = len(text) if cursor is None else cursor
        one = next(one for one in filters.complete(text, cursor, self.by_ana).items if one.title == title)
        return text[: one.start] + one.insert + text[one.end :]

    def test_terms_are_offered_by_how_they_begin_the_shortest_first(self) -> None:
        self.assertEqual(self.titles("du")[:3], ["due", "due after", "due before"])
        self.assertEqual(self.titles("p1 & due b"), ["due before"])
        self.assertEqual(self.accepted("p1 & due b", "due before"), "p1 & due before: ")
        self.assertEqual(self.accepted("(over", "overdue"), "(overdue")
        self.assertEqual(self.accepted("!no la", "no labels"), "!no labels")
        self.assertIn("no Stage", self.titles("no st"))
        self.assertIn("overdue", self.titles(""))
        self.assertEqual(self.titles("p1 ")[:2], ["&", "|"])

    def test_names_stand_behind_signs_and_in_quotes_where_they_need_to(self) -> None:
        self.assertEqual(self.accepted("p1 & #spr", "Spring launch"), 'p1 & #"Spring launch"')
        self.assertEqual(self.accepted('#"spring l', "Spring launch"), '#"Spring launch"')
        self.assertEqual(self.accepted("@wa & p1", "waiting", 3), "@waiting & p1")
        self.assertEqual(self.accepted("##web", "Website"), "##Website")
        self.assertEqual(self.titles("+m")[:2], ["me", "Mara Adler"])
        self.assertIn("Website", self.titles("web"))
        self.assertEqual(self.accepted("web", "Website"), "#Website")
        self.assertEqual(self.titles("#sec"), [])
        self.assertEqual(self.titles("#web", by=self.by_gil), [])

    def test_values_are_offered_by_what_is_compared(self) -> None:
        self.assertEqual(self.titles("assigned: n"), ["nobody"])
        self.assertEqual(self.accepted("assigned: mara", "Mara Adler"), 'assigned: "Mara Adler"')
        self.assertEqual(self.titles("due before: next w"), ["next week"])
        self.assertEqual(self.titles("due: in 3 days")[0], "in 3 days")
        self.assertEqual(self.titles("tracked > e"), ["estimate"])
        self.assertEqual(self.titles("has: com"), ["comments"])
        self.assertEqual(self.titles("Stage: "), ["Doing", "On hold"])
        self.assertEqual(self.accepted("Stage: on", "On hold"), 'Stage: "On hold"')
        self.assertEqual(self.titles('"Due diligence": '), ["yes", "no"])
        self.assertEqual(self.titles("in: Website, sp"), ["Spring launch"])
        self.assertEqual(self.titles("priority <= ")[0], "1")

    def test_anything_typed_gets_an_answer(self) -> None:
        for text in ('"', "(((", "due before: \x00", "#" * 50, "a" * 3000, "due:", ", ,", "🙂 @", "!" * 40):
            for cursor in (0, 1, len(text), len(text) + 5):
                self.titles(text, cursor)


class PagesTest(NamedTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def get(self, name: str, **query: object) -> Any:
        return self.client.get(f"/acme/filters/{name}/?{urlencode(query, doseq=True)}")

    def test_a_guest_is_answered_of_what_they_see_and_a_stranger_not_at_all(self) -> None:
        for name in ("completion", "check", "builder"):
            self.client.force_login(self.gil)
            answer = self.get(name, filter="#Website")
            self.assertEqual(answer.status_code, 200)
            self.assertNotIn("Spring launch", answer.content.decode())
            self.client.force_login(self.boris)
            self.assertEqual(self.get(name, filter="#Website").status_code, 404)
            self.client.logout()
            self.assertEqual(self.get(name, filter="#Website").status_code, 302)

    def test_completion_counts_code_points_and_tells_what_is_wrong(self) -> None:
        answer = self.get("completion", filter='"🙂" & @wai', cursor=10).json()
        self.assertEqual(answer["items"][0] | {"hint": "", "icon": ""}, {
            "insert": "@waiting", "start": 6, "end": 10, "title": "waiting", "hint": "", "icon": "", "colour": "indigo",
        } | {"colour": answer["items"][0]["colour"]})  # fmt: skip
        self.assertEqual(answer["wrong"]["start"], 6)
        self.assertEqual(self.get("completion", filter="p1", cursor="x").json()["wrong"], None)

    def test_check_answers_with_the_filter_as_we_write_it_or_what_is_wrong(self) -> None:
        self.assertEqual(
            self.get("check", filter="p1 and in: Website").json(), {"filter": "p1 & #Website", "wrong": None}
        )
        wrong = self.get("check", filter="p1 & #Wesbite").json()["wrong"]
        self.assertEqual((wrong["start"], wrong["end"], wrong["suggestion"]), (5, 13, "p1 & #Website"))

    def test_the_builder_reads_rows_and_writes_the_same_text(self) -> None:
        text = 'p1 & #Website & !@waiting & due before: next friday & tracked > estimate & no labels & "Due diligence": yes'
        page = self.get("builder", filter=text)
        fields = [
            [offer.value for _group, offers in line.fields for offer in offers if offer.chosen]
            for line in page.context["lines"]
        ]
        self.assertEqual(
            fields, [["priority"], ["project"], ["label"], ["due"], ["tracked"], ["has"], ["field:Due diligence"]]
        )
        self.assertContains(page, text.replace("&", "&amp;").replace(">", "&gt;").replace('"', "&quot;"))

    def test_what_rows_cannot_show_is_told_and_kept(self) -> None:
        page = self.get("builder", filter="(p1 | overdue) & #Website")
        self.assertContains(page, "more than rows can show")
        self.assertContains(page, "(p1 | overdue) &amp; #Website")

    def test_rows_are_added_removed_and_applied(self) -> None:
        rows: dict[str, object] = {
            "mode": "any",
            "field": ["priority", "overdue", "label", "assigned"],
            "operator": ["<=", ":", "!:", ":"],
            "value": ["2", "", "On the road", "me, Mara"],
        }
        written = '"priority <= 2 | overdue | !@"On the road" | assigned: me, Mara"'[1:-1]
        self.assertEqual(self.get("builder", **rows).context["text"], written)
        self.assertEqual(len(self.get("builder", **rows, add=1).context["lines"]), 5)
        self.assertEqual(self.get("builder", **rows, remove=0).context["text"], written.partition(" | ")[2])
        applied = self.get("builder", **rows, apply=1, next="/acme/today/?group=due&filter=x")
        self.assertRedirects(
            applied, f"/acme/today/?{urlencode({'group': 'due', 'filter': written})}", fetch_redirect_response=False
        )
        away = self.get("builder", **rows, apply=1, next="https://example.org/")
        self.assertTrue(away["Location"].startswith("/acme/today/?filter="))

    def test_rows_that_make_no_sense_are_told_and_change_nothing(self) -> None:
        wrong = self.get("builder", mode="all", field=["due"], operator=[":"], value=["never ever"], apply=1)
        self.assertEqual(wrong.status_code, 400)
        self.assertContains(wrong, "is no day", status_code=400)
        odd = self.get(
            "builder", mode="x", field=["nonsense", "priority"], operator=["?", "~"], value=["\x00"], remove="x"
        )
        self.assertEqual(odd.status_code, 200)


class ApiFilterTest(NamedTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.done = create_task("Done", by=cls.by_ana, project=cls.website)
        complete_tasks([cls.done], by=cls.by_ana)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def listed(self, **query: object) -> Any:
        return self.client.get(f"/api/v1/workspaces/acme/tasks/?{urlencode(query)}")

    def titles(self, **query: object) -> list[str]:
        return [row["title"] for row in self.listed(**query).json()["results"]]

    def test_tasks_are_narrowed_by_a_filter_and_what_has_ended_is_found_where_it_is_spoken_of(self) -> None:
        self.assertEqual(self.titles(filter="#Website"), ["Call"])
        self.assertEqual(self.titles(filter="#Website & (open | done)"), ["Call", "Done"])
        self.assertEqual(self.titles(filter="done"), ["Done"])
        self.assertEqual(self.titles(filter="#Website", completed="true"), ["Done"])
        self.assertEqual(self.titles(filter="done", completed="false"), [])
        self.assertEqual(self.titles(filter=""), ["Call"])
        self.assertEqual(self.titles(filter="private"), [])

    def test_an_unreadable_filter_is_a_problem_at_its_field_with_its_place(self) -> None:
        answer = self.listed(filter="p1 & #Wesbite")
        self.assertEqual(answer.status_code, 400)
        (error,) = json.loads(answer.content)["errors"]
        self.assertEqual(
            {key: error[key] for key in ("field", "code", "start", "end", "suggestion")},
            {"field": "filter", "code": "filter", "start": 5, "end": 13, "suggestion": "p1 & #Website"},
        )

    def test_a_page_costs_the_same_with_a_filter_whatever_it_finds(self) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                self.listed(filter="#Website | blocked | tracked > estimate | @waiting")
            return len(asked)

        cost()
        before = cost()
        for number in range(5):
            create_task(f"More {number}", by=self.by_ana, project=self.website, labels=["waiting"])
        self.assertEqual(cost(), before)
