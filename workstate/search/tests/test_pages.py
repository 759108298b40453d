from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from workstate.activity.models import Event
from workstate.projects.actions import create_project
from workstate.search.actions import LONGEST, MOST, remember_search
from workstate.search.indexing import build
from workstate.search.models import RecentSearch
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase

PAGE = "/acme/search/"
API = "/api/v1/workspaces/acme/search/"
FRAGMENT = {"HX-Request": "true"}


class PagesTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Fix the <img src=x> of rivers", by=cls.by_ana, project=cls.project)
        build(cls.by_ana.workspace.pk)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_the_page_works_without_script(self) -> None:
        response = self.client.get(PAGE, {"q": "river"})
        self.assertContains(response, "Fix the &lt;img src=x&gt; of <mark>rivers</mark>")
        self.assertContains(response, 'id="search" value="river"')
        self.assertIn("no-store", response["Cache-Control"])

    def test_while_one_types_only_what_was_found_is_sent(self) -> None:
        response = self.client.get(PAGE, {"q": "river"}, headers=FRAGMENT)
        self.assertContains(response, "<mark>rivers</mark>")
        self.assertNotContains(response, "<html")

    def test_going_back_in_the_history_gets_the_whole_page(self) -> None:
        headers = {**FRAGMENT, "HX-History-Restore-Request": "true"}
        self.assertContains(self.client.get(PAGE, {"q": "river"}, headers=headers), "<html")

    def test_enter_on_a_number_leads_to_the_task(self) -> None:
        url = f"/acme/tasks/{self.task.number}/"
        self.assertRedirects(self.client.get(PAGE, {"q": f"#{self.task.number}", "go": "1"}), url)
        response = self.client.get(PAGE, {"q": f"#{self.task.number}", "go": "1"}, headers=FRAGMENT)
        self.assertEqual(response["HX-Redirect"], url)
        self.assertEqual(self.client.get(PAGE, {"q": f"#{self.task.number}"}).status_code, 200)

    def test_nothing_found_says_what_to_do(self) -> None:
        self.assertContains(self.client.get(PAGE, {"q": "volcano"}), "Nothing was found.")

    def test_what_was_typed_is_escaped_wherever_it_stands(self) -> None:
        text = '"><script>alert(1)</script>'
        response = self.client.get(PAGE, {"q": text})
        self.assertNotContains(response, "<script>alert")
        self.assertContains(response, escape(text))

    def test_nonsense_in_the_address_is_answered(self) -> None:
        for asked in (
            {"q": "\x00"},
            {"q": "x" * 10_000},
            {"q": "river", "kind": "nonsense"},
            {"q": "river", "kind": "task", "page": "0"},
            {"q": "river", "kind": "task", "page": "-1"},
            {"q": "river", "kind": "task", "page": "99999999999"},
            {"q": "river", "kind": "task", "page": "²"},
        ):
            with self.subTest(asked):
                self.assertEqual(self.client.get(PAGE, asked).status_code, 200)
                self.assertEqual(self.client.get("/acme/search/palette/", asked).status_code, 200)

    def test_recent_searches_are_ones_own_and_capped(self) -> None:
        for number in range(MOST + 3):
            remember_search(f"river {number}", by=self.by_ana)
        remember_search("river 5", by=self.by_ana)
        remember_search("mara's", by=self.by_mara)
        response = self.client.get(PAGE)
        self.assertContains(response, "Looked for lately")
        kept = list(RecentSearch.objects.visible_to(self.by_ana).newest_first().values_list("text", flat=True))
        self.assertEqual((len(kept), kept[0]), (MOST, "river 5"))
        self.assertNotContains(response, "mara")

    def test_a_search_is_kept_when_it_led_somewhere_and_told_to_nobody(self) -> None:
        self.assertEqual(self.client.post("/acme/search/recent/", {"q": "  river \x00 x "}).status_code, 204)
        self.assertEqual(RecentSearch.objects.get().text, "river x")
        for text in ("", " \x00 ", "\u202e"):
            self.assertEqual(self.client.post("/acme/search/recent/", {"q": text}).status_code, 204)
        self.assertEqual(RecentSearch.objects.count(), 1)
        self.client.post("/acme/search/recent/", {"q": "é" * 5000})
        self.assertEqual(len(RecentSearch.objects.newest_first()[0].text), LONGEST)
        self.assertFalse(Event.objects.filter(verb__contains="search").exists())

    def test_looking_changes_nothing(self) -> None:
        self.client.get(PAGE, {"q": "river"})
        self.assertFalse(RecentSearch.objects.exists())

    def test_recent_searches_can_be_cleared_with_and_without_script(self) -> None:
        remember_search("mara's", by=self.by_mara)
        for headers, status in ((FRAGMENT, 200), ({}, 302)):
            remember_search("river", by=self.by_ana)
            response = self.client.post("/acme/search/recent/", {"_method": "delete"}, headers=headers)
            self.assertEqual(response.status_code, status)
            self.assertEqual([search.text for search in RecentSearch.objects.all()], ["mara's"])

    def test_the_palette_gets_json(self) -> None:
        self.assertEqual(
            self.client.get("/acme/search/palette/", {"q": "fix riv"}).json(),
            [
                {
                    "title": "Fix the <img src=x> of rivers",
                    "hint": f"ACME-{self.task.number} · Website",
                    "url": f"/acme/tasks/{self.task.number}/",
                    "icon": "circle",
                    "kind": "task",
                }
            ],
        )

    def test_the_palette_asks_little(self) -> None:
        self.client.get("/acme/search/palette/", {"q": "riv"})  # notes where the person was last
        with CaptureQueriesContext(connection) as caught:
            self.client.get("/acme/search/palette/", {"q": "riv"})
        self.assertLessEqual(len(caught), 8)

    def test_the_api_answers_the_same(self) -> None:
        answer = self.client.get(API, {"q": "riv", "kind": "task"}).json()
        self.assertIsNone(answer["jump"])
        [group] = answer["groups"]
        [hit] = group["hits"]
        self.assertEqual((group["kind"], group["count"], group["more"]), ("task", 1, False))
        self.assertEqual((hit["id"], hit["key"], hit["done"]), (str(self.task.pk), f"ACME-{self.task.number}", False))
        self.assertEqual(hit["title"], "Fix the &lt;img src=x&gt; of <mark>rivers</mark>")
        self.assertEqual(self.client.get(API, {"q": f"#{self.task.number}"}).json()["jump"]["name"], self.task.title)

    def test_the_api_refuses_what_it_does_not_know(self) -> None:
        for asked, field in (({"q": "x", "kind": "label"}, "kind"), ({"q": "x", "kind": "task", "page": "0"}, "page")):
            with self.subTest(field):
                response = self.client.get(API, asked)
                self.assertEqual(response.status_code, 400)
                self.assertIn(field, response.content.decode())
        self.assertEqual(self.client.get(API).json()["groups"], [])
