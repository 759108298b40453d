"""Saved views: who keeps, shares and finds them, how they open, and what becomes of a deleted one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workstate.activity.models import Event
from workstate.blueprints.actions import duplicate_project
from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import create_project
from workstate.savedviews import places
from workstate.savedviews.actions import (
    change_view,
    create_view,
    delete_view,
    favour_view,
    keep_look,
    move_view,
    restore_view,
)
from workstate.savedviews.looks import Look, Sort
from workstate.savedviews.models import Look as LookRow
from workstate.savedviews.models import SavedView
from workstate.tasks.actions import complete_task, create_task
from workstate.tasks.due import Due
from workstate.testing import CastTestCase


class SavedViewsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.urgent = create_task("Urgent", by=cls.by_ana, project=cls.website, priority=1)
        cls.calm = create_task("Calm", by=cls.by_ana, project=cls.website)
        cls.view = create_view("Hot", by=cls.by_ana, filter="p1", look=Look(group="priority", sort=(Sort("title"),)))

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def page(self, query: str = "") -> Any:
        return self.client.get(f"/acme/views/{self.view.pk}/{query}")

    def titles(self, query: str = "") -> list[str]:
        return [row.task.title for group in self.page(query).context["page"].groups for row in group.rows]

    def test_a_view_shows_what_its_filter_lets_through_as_it_was_saved(self) -> None:
        self.assertEqual(self.titles(), ["Urgent"])
        look = self.page().context["look"]
        self.assertEqual((look.group, look.sort_text), ("priority", "title"))

    def test_an_address_narrows_a_view_further(self) -> None:
        create_task("Urgent too", by=self.by_ana, priority=1)
        self.assertEqual(self.titles("?filter=%23Website"), ["Urgent"])

    def test_a_filter_that_asks_for_what_is_done_finds_it(self) -> None:
        complete_task(self.urgent, by=self.by_ana)
        self.assertEqual(self.titles(), [])
        change_view(self.view, by=self.by_ana, filter="p1 & done")
        self.assertEqual(self.titles(), ["Urgent"])

    def test_a_view_is_ones_own_until_it_is_shared(self) -> None:
        for who, status in ((self.mara, 404), (self.gil, 404), (self.boris, 404)):
            self.client.force_login(who)
            self.assertEqual(self.page().status_code, status)
        change_view(self.view, by=self.by_ana, is_shared=True)
        self.client.force_login(self.mara)
        self.assertEqual(self.titles(), ["Urgent"])
        for who in (self.gil, self.boris):
            self.client.force_login(who)
            self.assertEqual(self.page().status_code, 404)

    def test_a_shared_view_shows_each_what_they_see(self) -> None:
        create_task("Secret", by=self.by_ana, priority=1)
        change_view(self.view, by=self.by_ana, is_shared=True)
        self.client.force_login(self.olga)
        self.assertEqual(self.titles(), ["Urgent"])

    def test_a_colleague_may_look_but_not_change_and_an_administrator_may(self) -> None:
        change_view(self.view, by=self.by_ana, is_shared=True)
        create = create_view("Of Olga", by=self.by_olga, is_shared=True)
        with self.assertRaises(NotAllowed):
            change_view(create, by=self.by_ana, name="Mine now")
        change_view(create, by=self.by_mara, name="Renamed")
        with self.assertRaises(NotAllowed):
            delete_view(create_view("Private", by=self.by_olga), by=self.by_mara)

    def test_a_guest_keeps_views_but_shares_none(self) -> None:
        mine = create_view("Mine", by=self.by_gil)
        with self.assertRaises(NotAllowed):
            change_view(mine, by=self.by_gil, is_shared=True)
        with self.assertRaises(NotAllowed):
            create_view("Ours", by=self.by_gil, is_shared=True)

    def test_a_wrong_filter_is_refused_at_its_field_and_keeps_nothing(self) -> None:
        events = Event.objects.count()
        for wrong in ("p1 &", "#Nowhere", "(p1", "x" * 2001):
            with self.assertRaises(Invalid) as caught:
                create_view("Wrong", by=self.by_ana, filter=wrong)
            self.assertIn("filter", caught.exception.message_dict)
        self.assertEqual((SavedView.objects.count(), Event.objects.count()), (1, events))

    def test_the_same_identifier_makes_one(self) -> None:
        pk = new_id()
        first, second = (create_view("Once", by=self.by_ana, id=pk) for _time in range(2))
        self.assertEqual(first, second)

    def test_a_deleted_view_is_gone_and_comes_back_as_it_was(self) -> None:
        favour_view(self.view, by=self.by_ana)
        answer = self.client.delete(f"/acme/views/{self.view.pk}/settings/", headers={"HX-Request": "true"})
        self.assertIn("restoration", answer["HX-Trigger"])
        self.assertEqual(self.page().status_code, 404)
        with self.assertRaises(Conflict):
            change_view(self.view, by=self.by_ana, name="x")
        self.client.post(f"/acme/views/{self.view.pk}/restoration/")
        self.assertTrue(self.page().context["is_favourite"])
        self.assertEqual(self.page().context["look"].group, "priority")

    def test_views_stand_in_the_order_in_which_they_were_put(self) -> None:
        second = create_view("Second", by=self.by_ana)
        move_view(second, by=self.by_ana)
        self.assertEqual(list(SavedView.objects.by_position()), [second, self.view])
        move_view(second, by=self.by_ana, after=self.view)
        self.assertEqual(list(SavedView.objects.by_position()), [self.view, second])

    def test_the_sidebar_lists_them_and_favourites_apart(self) -> None:
        body = self.client.get("/acme/today/").content.decode()
        self.assertEqual(body.count(f"/acme/views/{self.view.pk}/place/"), 2)  # The second time for a phone.
        favour_view(self.view, by=self.by_ana)
        body = self.client.get("/acme/today/").content.decode()
        self.assertEqual(body.count(f"/acme/views/{self.view.pk}/place/"), 0)
        self.assertIn(f'href="/acme/views/{self.view.pk}/"', body)

    def test_a_filtered_list_is_saved_as_a_view_with_its_place(self) -> None:
        page = self.client.get(f"/acme/projects/{self.website.pk}/?filter=p1+%7C+overdue&group=due")
        query = page.context["save_query"]
        form = self.client.get(f"/acme/views/new/?{query}").context
        self.assertEqual(form["form"].initial["filter"], "#Website & (p1 | overdue)")
        body = {"name": "From there", "filter": form["form"].initial["filter"], "look": form["look_text"]}
        answer = self.client.post("/acme/views/", body)
        made = SavedView.objects.get(name="From there")
        self.assertRedirects(answer, f"/acme/views/{made.pk}/", fetch_redirect_response=False)
        self.assertEqual(LookRow.objects.get(view=made, user=None).choices["group"], "due")

    def test_every_place_says_itself_in_the_filter_language(self) -> None:
        for path in ("today", "inbox", "upcoming", "assigned", "all", "priorities/1", f"projects/{self.website.pk}"):
            page = self.client.get(f"/acme/{path}/?filter=p1")
            self.assertEqual(page.status_code, 200, path)
            saved = self.client.get(f"/acme/views/new/?{page.context['save_query']}").context["form"].initial["filter"]
            view = create_view(path, by=self.by_ana, filter=saved)
            shown = self.client.get(f"/acme/views/{view.pk}/").context["page"]
            there = [row.task.title for group in page.context["page"].groups for row in group.rows]
            self.assertEqual([row.task.title for group in shown.groups for row in group.rows], there, path)

    def test_a_filter_that_cannot_be_read_is_told_and_narrows_nothing(self) -> None:
        page = self.client.get("/acme/all/?filter=p1+%26+%23Webste")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.context["scene"].wrong.suggestion, "p1 & #Website")
        self.assertEqual(sum(len(group.rows) for group in page.context["page"].groups), 2)

    def test_a_filter_that_speaks_of_what_is_open_or_done_stays_within_the_place(self) -> None:
        day = today(self.by_ana.zone)
        create_task("Due", by=self.by_ana, priority=1, due=Due(day))
        create_task("Soon", by=self.by_ana, priority=1, due=Due(day + timedelta(2)))
        complete_task(create_task("Done", by=self.by_ana, priority=1), by=self.by_ana)
        for path, titles in {
            "today/?filter=p1+%26+open": ["Due"],
            "upcoming/?filter=p1+%26+open": ["Soon"],
            "today/?filter=p1+%26+done": ["Done"],
        }.items():
            page = self.client.get(f"/acme/{path}").context["page"]
            self.assertEqual([row.task.title for group in page.groups for row in group.rows], titles, path)

    def test_what_is_kept_at_hand_is_told_once_and_not_as_shared(self) -> None:
        change_view(self.view, by=self.by_ana, is_shared=True)
        before = Event.objects.count()
        for _time in range(2):
            favour_view(self.view, by=self.by_ana)
        event = Event.objects.latest("pk")
        self.assertEqual((event.verb, event.data.get("shared")), ("saved_view.favoured", None))
        self.assertEqual(Event.objects.count(), before + 1)

    def test_restoring_twice_and_deleting_twice_tells_once(self) -> None:
        for _time in range(2):
            delete_view(self.view, by=self.by_ana)
        for _time in range(2):
            restore_view(self.view, by=self.by_ana)
        verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
        self.assertEqual(verbs.count("saved_view.deleted"), 1)
        self.assertEqual(verbs.count("saved_view.restored"), 1)

    def test_programs_keep_views_and_looks(self) -> None:
        base = "/api/v1/workspaces/acme"
        made = self.client.post(
            f"{base}/views/", {"name": "By program", "filter": "p1  and overdue"}, "application/json"
        )
        self.assertEqual((made.status_code, made.json()["filter"]), (201, "p1 & overdue"))
        url = f"{base}/views/{made.json()['id']}/"
        patched = self.client.patch(url, {"is_favourite": True, "is_shared": True}, "application/json").json()
        self.assertEqual((patched["is_favourite"], patched["is_shared"], patched["is_mine"]), (True, True, True))
        look = f"{base}/looks/view:{made.json()['id']}/"
        kept = self.client.put(look, {"layout": "list", "group": "due", "sort": ["-due", "title"]}, "application/json")
        self.assertEqual(self.client.get(look).json(), kept.json())
        self.assertEqual(kept.json()["sort"], ["-due", "title"])
        for wrong in ({"group": "x"}, {"sort": ["x"]}, {"columns": ["x"]}, {"layout": "x"}, {"colour": "x"}):
            self.assertEqual(self.client.put(look, wrong, "application/json").status_code, 400, wrong)
        self.assertEqual(self.client.delete(url).status_code, 204)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.post(f"{url}restoration/").status_code, 200)
        refused = self.client.post(f"{base}/views/", {"name": "x", "filter": "p1 &"}, "application/json")
        self.assertEqual(refused.status_code, 400)
        self.client.force_login(self.boris)
        for address in (url, look):
            self.assertEqual(self.client.get(address).status_code, 404)

    def test_the_copy_of_a_project_is_looked_at_as_the_project_is(self) -> None:
        place = places.find(f"project:{self.website.pk}", self.by_ana)
        keep_look(place, Look(group="due"), by=self.by_ana, for_everyone=True)
        keep_look(places.find(place.key, self.by_mara), Look(group="priority"), by=self.by_mara)
        copy = duplicate_project(self.website, by=self.by_ana)
        rows = LookRow.objects.filter(project=copy)
        self.assertCountEqual(
            [(row.user_id, row.choices["group"]) for row in rows], [(None, "due"), (self.ana.pk, "due")]
        )

    def test_words_that_name_nothing_are_told_to_be_looked_for_in_titles(self) -> None:
        page = self.client.get("/acme/all/?filter=pririty+%26+p1")
        self.assertContains(page, "Looked for in titles: “pririty”")
        self.assertNotContains(self.client.get("/acme/all/?filter=p1"), "Looked for in titles")
