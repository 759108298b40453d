"""Groups of members: who may do what to them, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Invalid, NotAllowed, NotFound
from workstate.core.ids import new_id
from workstate.testing import CastTestCase
from workstate.workspaces.actions import (
    add_to_group,
    change_group,
    create_group,
    delete_group,
    remove_from_group,
    restore_group,
)
from workstate.workspaces.models import Group, GroupMember
from workstate.workspaces.queries import members_of


class GroupTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.design = create_group("Design", by=cls.by_mara, people=[cls.ana, cls.gil])

    def people(self) -> set[object]:
        return set(members_of([self.design], self.by_mara)[self.design.pk])


class ActionTest(GroupTestCase):
    def refused(self, act: Callable[[], object], field: str) -> str:
        with self.assertRaises(Invalid) as raised:
            act()
        self.assertEqual(list(raised.exception.message_dict), [field])
        return str(raised.exception.messages[0])

    def test_administrators_alone_make_change_and_fill_groups(self) -> None:
        events = Event.objects.count()
        for by in (self.by_ana, self.by_gil):
            acts: list[Callable[[], object]] = [
                lambda by=by: create_group("Sales", by=by),  # type: ignore[misc]
                lambda by=by: change_group(self.design, by=by, name="Other"),  # type: ignore[misc]
                lambda by=by: delete_group(self.design, by=by),  # type: ignore[misc]
                lambda by=by: restore_group(self.design, by=by),  # type: ignore[misc]
                lambda by=by: add_to_group(self.design, [self.mara], by=by),  # type: ignore[misc]
                lambda by=by: remove_from_group(self.design, [self.ana], by=by),  # type: ignore[misc]
            ]
            for act in acts:
                with self.assertRaises(NotAllowed):
                    act()
        self.assertEqual((Event.objects.count(), Group.objects.count()), (events, 1))
        self.assertEqual(self.people(), {self.ana.pk, self.gil.pk})

    def test_a_group_of_another_workspace_is_not_there(self) -> None:
        for act in (
            lambda: change_group(self.design, by=self.by_boris, name="Other"),
            lambda: delete_group(self.design, by=self.by_boris),
            lambda: restore_group(self.design, by=self.by_boris),
            lambda: add_to_group(self.design, [self.boris], by=self.by_boris),
        ):
            with self.assertRaises(NotFound):
                act()

    def test_a_name_stands_for_one_group_whatever_its_case_and_is_free_again_when_that_is_deleted(self) -> None:
        sales = create_group("Sales", by=self.by_mara)
        self.refused(lambda: create_group("  DESIGN ", by=self.by_mara), "name")
        self.refused(lambda: change_group(sales, by=self.by_mara, name="design"), "name")
        for name in ("", " ", "x" * 121, "a\x00b", "a\u202eb"):
            self.refused(lambda name=name: create_group(name, by=self.by_mara), "name")  # type: ignore[misc]
        self.refused(lambda: change_group(sales, by=self.by_mara, colour="beige"), "colour")
        delete_group(self.design, by=self.by_mara)
        change_group(sales, by=self.by_mara, name="design")
        self.refused(lambda: restore_group(self.design, by=self.by_mara), "name")

    def test_a_deleted_group_comes_back_with_whoever_was_in_it(self) -> None:
        delete_group(self.design, by=self.by_mara)
        self.assertEqual(list(Group.objects.visible_to(self.by_mara)), [])
        restore_group(self.design, by=self.by_mara)
        restore_group(self.design, by=self.by_mara)
        self.assertEqual(self.people(), {self.ana.pk, self.gil.pk})
        verbs = Event.objects.about(self.design).order_by("pk").values_list("verb", flat=True)
        self.assertEqual(list(verbs)[-2:], [Verb.GROUP_DELETED, Verb.GROUP_RESTORED])

    def test_somebody_from_elsewhere_cannot_be_put_into_a_group_and_then_nobody_is(self) -> None:
        self.refused(lambda: add_to_group(self.design, [self.mara, self.boris], by=self.by_mara), "user")
        self.refused(
            lambda: change_group(self.design, by=self.by_mara, name="Other", joining=[self.boris], leaving=[self.ana]),
            "user",
        )
        self.design.refresh_from_db()
        self.assertEqual((self.design.name, self.people()), ("Design", {self.ana.pk, self.gil.pk}))

    def test_who_comes_and_goes_is_told_once_for_each(self) -> None:
        self.assertEqual(add_to_group(self.design, [self.mara, self.ana, self.mara], by=self.by_mara), [self.mara])
        self.assertEqual(remove_from_group(self.design, [self.ana, self.olga], by=self.by_mara), [self.ana])
        told = Event.objects.about(self.design).order_by("pk").values_list("verb", "data__user")
        self.assertEqual(list(told)[-2:], [(Verb.GROUP_JOINED, str(self.mara.pk)), (Verb.GROUP_LEFT, str(self.ana.pk))])

    def test_the_same_request_twice_makes_one_group(self) -> None:
        chosen = new_id()
        made = create_group("Sales", by=self.by_mara, id=chosen, people=[self.ana])
        self.assertEqual(create_group("Sales", by=self.by_mara, id=chosen, people=[self.ana]), made)
        self.assertEqual(Event.objects.filter(verb=Verb.GROUP_CREATED).count(), 2)


class PageTest(GroupTestCase):
    def test_members_see_the_groups_and_cannot_touch_them(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.get("/acme/settings/groups/")
        self.assertContains(page, "Design")
        self.assertContains(page, "Ana Keller, Gil Guest")
        self.assertContains(page, "2 people")
        self.assertNotContains(page, "New group")
        self.assertNotContains(page, f"/acme/settings/groups/{self.design.pk}/")

    def test_a_form_without_script_makes_changes_and_deletes_a_group(self) -> None:
        self.client.force_login(self.mara)
        self.client.post("/acme/settings/groups/", {"name": "Sales", "colour": "teal", "people": [str(self.mara.pk)]})
        sales = Group.objects.get(name="Sales")
        self.assertEqual(members_of([sales], self.by_mara)[sales.pk], {self.mara.pk})

        url = f"/acme/settings/groups/{sales.pk}/"
        self.assertContains(self.client.get(url), f'value="{self.mara.pk}" id="id_people_')
        answer = self.client.post(
            url, {"name": "Sellers", "colour": "red", "people": [str(self.ana.pk)], "was": str(self.mara.pk)}
        )
        self.assertRedirects(answer, "/acme/settings/groups/")
        sales.refresh_from_db()
        self.assertEqual((sales.name, sales.colour), ("Sellers", "red"))
        self.assertEqual(members_of([sales], self.by_mara)[sales.pk], {self.ana.pk})

        self.assertContains(self.client.post(url, {"_method": "DELETE"}, follow=True), "is deleted")
        self.assertEqual(self.client.get(url).status_code, 404)
        self.client.post(f"{url}restoration/")
        self.assertEqual(self.client.get(url).status_code, 200)

    def test_saving_keeps_who_was_added_meanwhile(self) -> None:
        was = ",".join(str(user.pk) for user in (self.ana, self.gil))
        add_to_group(self.design, [self.olga], by=self.by_mara)
        self.client.force_login(self.mara)
        self.client.post(
            f"/acme/settings/groups/{self.design.pk}/",
            {"name": "Design", "colour": "slate", "people": [str(self.gil.pk), str(self.mara.pk)], "was": was},
        )
        self.assertEqual(self.people(), {self.gil.pk, self.mara.pk, self.olga.pk})

    def test_what_is_wrong_is_said_at_its_field_and_what_was_filled_in_stays(self) -> None:
        self.client.force_login(self.mara)
        for values, said in (
            ({"name": "design", "colour": "red"}, "There is such a group."),
            ({"name": "Sales", "colour": "beige"}, "Choose one of the colours offered."),
            ({"name": "Sales", "colour": "red", "people": [str(self.boris.pk)]}, "who are members of this workspace"),
            ({"name": "Sales", "colour": "red", "people": ["me"], "was": "x,,"}, "not a valid UUID"),
        ):
            answer = self.client.post("/acme/settings/groups/", values)
            self.assertContains(answer, said, status_code=400)
            self.assertContains(answer, f'value="{values["name"]}"', status_code=400)
        self.assertEqual(Group.objects.count(), 1)

    def test_the_list_takes_as_many_queries_for_many_groups_as_for_one(self) -> None:
        self.client.force_login(self.mara)
        self.client.get("/acme/settings/groups/")
        with self.assertNumQueries(4):  # the person, the membership, the groups, the people
            self.client.get("/acme/settings/groups/", headers={"HX-Request": "true"})
        for number in range(5):
            create_group(f"Group {number}", by=self.by_mara, people=[self.ana, self.mara])
        with self.assertNumQueries(4):
            self.client.get("/acme/settings/groups/", headers={"HX-Request": "true"})


class APITest(GroupTestCase):
    def test_groups_are_listed_made_filled_and_emptied(self) -> None:
        base = "/api/v1/workspaces/acme/groups/"
        self.client.force_login(self.mara)
        made = self.client.post(base, {"name": "Sales", "people": [str(self.ana.pk)]}, content_type="application/json")
        self.assertEqual(made.status_code, 201, made.content)
        url = f"{base}{made.json()['id']}/"
        self.client.post(f"{url}people/", {"people": [str(self.gil.pk)]}, content_type="application/json")
        self.client.delete(f"{url}people/{self.ana.pk}/")
        self.client.patch(url, {"colour": "teal"}, content_type="application/json")
        self.assertEqual(
            self.client.get(url).json(),
            {"id": made.json()["id"], "name": "Sales", "colour": "teal", "people": [str(self.gil.pk)]},
        )
        self.assertEqual([row["name"] for row in self.client.get(base).json()["results"]], ["Design", "Sales"])

    def test_somebody_from_elsewhere_is_nobody(self) -> None:
        self.client.force_login(self.mara)
        url = f"/api/v1/workspaces/acme/groups/{self.design.pk}/people/"
        answer = self.client.post(url, {"people": [str(self.boris.pk)]}, content_type="application/json")
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.client.delete(f"{url}{self.boris.pk}/").status_code, 404)
        self.assertEqual(GroupMember.objects.count(), 2)

    def test_people_are_listed_as_far_as_one_sees_them(self) -> None:
        for user, names in ((self.ana, 4), (self.gil, 1)):
            self.client.force_login(user)
            found = self.client.get("/api/v1/workspaces/acme/people/").json()["results"]
            self.assertEqual(len(found), names)
