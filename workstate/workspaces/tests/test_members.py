"""Who belongs to a workspace: roles, removal and its Undo, leaving, handing over; the last owner."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Role, Via
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.testing import CastTestCase
from workstate.workspaces.actions import (
    add_member,
    add_to_group,
    change_role,
    create_group,
    create_workspace,
    hand_over,
    invite,
    leave_workspace,
    remove_member,
    restore_member,
)
from workstate.workspaces.models import GroupMember, Membership
from workstate.workspaces.queries import actor_of, owned_alone


class MembersTestCase(CastTestCase):
    def member(self, user: User) -> Membership:
        return Membership.objects.get(workspace=self.by_olga.workspace, user=user)

    def roles(self) -> dict[object, str]:
        rows = Membership.objects.filter(workspace=self.by_olga.workspace)
        return dict(rows.values_list("user__name", "role"))


class RolesTest(MembersTestCase):
    def test_administrators_change_roles_but_owners_are_the_business_of_owners(self) -> None:
        before = Event.objects.count()
        refused = [
            (self.by_ana, self.gil, Role.MEMBER),
            (self.by_gil, self.gil, Role.MEMBER),
            (self.by_mara, self.ana, Role.OWNER),
            (self.by_mara, self.olga, Role.MEMBER),
        ]
        for by, whom, role in refused:
            with self.assertRaises(NotAllowed):
                change_role(self.member(whom), role, by=by)
        with self.assertRaises(NotFound):
            change_role(self.member(self.ana), Role.GUEST, by=self.by_boris)
        self.assertEqual(Event.objects.count(), before)

        change_role(self.member(self.ana), Role.GUEST, by=self.by_mara)
        change_role(self.member(self.mara), Role.OWNER, by=self.by_olga)
        self.assertEqual(self.roles()["Ana Keller"], Role.GUEST)
        event = Event.objects.filter(verb=Verb.MEMBER_CHANGED).earliest("pk")
        self.assertEqual(
            event.data, {"user": str(self.ana.pk), "before": {"role": "member"}, "after": {"role": "guest"}}
        )

    def test_the_role_that_counts_is_that_of_this_moment(self) -> None:
        change_role(self.member(self.mara), Role.MEMBER, by=self.by_olga)
        with self.assertRaises(NotAllowed):
            change_role(self.member(self.ana), Role.GUEST, by=self.by_mara)
        remove_member(self.member(self.mara), by=self.by_olga)
        with self.assertRaises(NotFound):
            leave_workspace(by=self.by_mara)

    def test_the_last_owner_stays_and_stays_one(self) -> None:
        for act in (
            lambda: leave_workspace(by=self.by_olga),
            lambda: change_role(self.member(self.olga), Role.MEMBER, by=self.by_olga),
        ):
            with self.assertRaises(Conflict):
                act()
        change_role(self.member(self.mara), Role.OWNER, by=self.by_olga)
        self.mara.is_active = False
        self.mara.save(update_fields=["is_active"])
        with self.assertRaises(Conflict):
            leave_workspace(by=self.by_olga)
        self.assertEqual(self.roles()["Olga Owner"], Role.OWNER)

    def test_a_workspace_is_not_left_to_an_owner_whose_account_is_about_to_be_deleted(self) -> None:
        change_role(self.member(self.mara), Role.OWNER, by=self.by_olga)
        self.mara.deletion_due_at = timezone.now() + timedelta(days=14)
        self.mara.save(update_fields=["deletion_due_at"])
        with self.assertRaises(Conflict):
            leave_workspace(by=self.by_olga)

    def test_handing_over_changes_places_and_takes_no_guest(self) -> None:
        for whom in (self.gil, self.olga):
            with self.assertRaises(Invalid):
                hand_over(self.member(whom), by=self.by_olga)
        with self.assertRaises(NotAllowed):
            hand_over(self.member(self.ana), by=self.by_mara)
        hand_over(self.member(self.ana), by=self.by_olga)
        roles = self.roles()
        self.assertEqual((roles["Ana Keller"], roles["Olga Owner"]), (Role.OWNER, Role.ADMINISTRATOR))

    def test_who_owns_a_workspace_alone_with_others_in_it_is_known_before_their_account_goes(self) -> None:
        create_workspace("Alone", owner=self.olga, via=Via.SYSTEM)
        self.assertEqual(list(owned_alone(self.olga)), [self.by_olga.workspace])
        change_role(self.member(self.mara), Role.OWNER, by=self.by_olga)
        self.assertEqual(list(owned_alone(self.olga)), [])


class LeavingTest(MembersTestCase):
    def test_who_is_removed_is_nobody_here_any_more_and_is_told_of_by_their_id(self) -> None:
        remove_member(self.member(self.ana), by=self.by_mara)
        self.assertIsNone(actor_of(self.ana, self.by_olga.workspace))
        event = Event.objects.get(verb=Verb.MEMBER_REMOVED)
        self.assertEqual((event.user, event.data["user"], event.data["role"]), (self.mara, str(self.ana.pk), "member"))
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get("/acme/today/").status_code, 404)

    def test_nobody_is_removed_by_who_may_not_nor_by_themselves(self) -> None:
        for by, whom, error in (
            (self.by_ana, self.gil, NotAllowed),
            (self.by_mara, self.olga, NotAllowed),
            (self.by_mara, self.mara, Invalid),
            (self.by_boris, self.ana, NotFound),
            (self.by_gil, self.ana, NotFound),
        ):
            with self.assertRaises(error):
                remove_member(self.member(whom), by=by)
        self.assertEqual(len(self.roles()), 4)

    def test_undo_brings_somebody_back_as_they_were_in_their_groups_under_the_same_id(self) -> None:
        design, gone = (create_group(name, by=self.by_mara, people=[self.ana]) for name in ("Design", "Gone"))
        member = self.member(self.ana)
        remove_member(member, by=self.by_mara)
        self.assertFalse(GroupMember.objects.filter(user=self.ana).exists())
        gone.delete()
        for by, error in ((self.by_gil, NotAllowed), (self.by_boris, NotFound)):
            with self.assertRaises(error):
                restore_member(member.pk, by=by)
        back = restore_member(member.pk, by=self.by_mara)
        again = restore_member(member.pk, by=self.by_mara)
        self.assertEqual((back, again.role, again.joined_at), (member, Role.MEMBER, member.joined_at))
        self.assertEqual(list(GroupMember.objects.filter(user=self.ana).values_list("group", flat=True)), [design.pk])
        self.assertEqual(Event.objects.filter(verb=Verb.MEMBER_RESTORED).count(), 1)

    def test_after_a_day_or_for_who_left_by_themselves_there_is_no_undo(self) -> None:
        ana, gil = self.member(self.ana), self.member(self.gil)
        leave_workspace(by=self.by_ana)
        remove_member(gil, by=self.by_mara)
        Event.objects.filter(verb=Verb.MEMBER_REMOVED).update(happened_at=timezone.now() - timedelta(days=2))
        for member in (ana, gil):
            with self.assertRaises(NotFound):
                restore_member(member.pk, by=self.by_mara)

    def test_ones_own_workspace_is_not_left(self) -> None:
        own = create_workspace("Ana", owner=self.ana, via=Via.SYSTEM, personal=True)
        add_member(self.mara, role=Role.OWNER, by=own)
        with self.assertRaises(Invalid):
            leave_workspace(by=own)
        with self.assertRaises(Invalid):
            hand_over(Membership.objects.get(workspace=own.workspace, user=self.mara), by=own)

    def test_a_group_takes_nobody_who_was_removed(self) -> None:
        design = create_group("Design", by=self.by_mara)
        remove_member(self.member(self.ana), by=self.by_mara)
        with self.assertRaises(Invalid):
            add_to_group(design, [self.ana], by=self.by_mara)


class PageTest(MembersTestCase):
    def url(self, user: User, end: str = "") -> str:
        return f"/acme/settings/people/{self.member(user).pk}/{end}"

    def test_a_form_without_script_gives_a_role_removes_and_brings_back(self) -> None:
        self.client.force_login(self.mara)
        url = self.url(self.ana)
        self.assertContains(self.client.post(url, {"role": "guest"}, follow=True), "Ana Keller is now: Guest.")
        self.assertEqual(self.client.post(url, {"role": "king"}).status_code, 400)
        self.assertContains(self.client.get(f"{url}removal/"), "assigned to nobody")
        page = self.client.post(url, {"_method": "DELETE"}, follow=True)
        self.assertContains(page, "Ana Keller was removed from the workspace.")
        self.assertNotContains(page, "ana@example.org")
        self.assertEqual(self.client.get(f"{url}removal/").status_code, 404)
        self.assertContains(self.client.post(f"{url}restoration/", follow=True), "Ana Keller is back.")
        self.assertEqual(self.roles()["Ana Keller"], Role.GUEST)

    def test_members_are_offered_nothing_that_is_not_theirs_to_do(self) -> None:
        self.client.force_login(self.ana)
        self.assertNotContains(
            self.client.get("/acme/settings/people/"), 'href="/acme/settings/people/invitations/new/"'
        )
        part = self.client.get("/acme/settings/people/", headers={"HX-Request": "true"})
        for words in ("Remove", 'name="role"', "Hand the workspace over", "seen"):
            self.assertNotContains(part, words)

    def test_leaving_leads_to_what_is_left(self) -> None:
        self.client.force_login(self.ana)
        page = self.client.post("/acme/settings/people/departure/", follow=True)
        self.assertRedirects(page, "/workspaces/")
        self.assertContains(page, "You left “Acme”.")
        self.client.force_login(self.olga)
        page = self.client.get("/acme/settings/people/departure/")
        self.assertContains(page, "You are its only owner")
        self.assertNotContains(page, ">Leave</button>")
        self.assertEqual(self.client.post("/acme/settings/people/departure/").status_code, 409)

    def test_people_are_found_by_parts_of_their_name_or_address(self) -> None:
        self.client.force_login(self.mara)
        for asked, found in (
            ("kell", ["ana"]),
            ("ana example", ["ana"]),
            ("zzz", []),
            ("%", []),
            ("\u202e", []),
            ("x" * 10_000, []),
        ):
            page = self.client.get("/acme/settings/people/", {"q": asked}, headers={"HX-Request": "true"})
            for name in ("ana", "gil", "olga"):
                check = self.assertContains if name in found else self.assertNotContains
                check(page, f"{name}@example.org")

    def test_the_list_takes_as_many_queries_for_many_as_for_few(self) -> None:
        self.client.force_login(self.mara)
        url, headers = "/acme/settings/people/", {"HX-Request": "true"}
        invite(["jo@example.org"], role=Role.MEMBER, by=self.by_mara)
        self.client.get(url, headers=headers)
        with self.assertNumQueries(5):  # the person, the membership, the people, the invitations, who wrote them
            self.client.get(url, headers=headers)
        crowd = [User(email=f"p{number}@example.org", name=f"Person {number}", password="!") for number in range(40)]
        User.objects.bulk_create(crowd)
        Membership.objects.bulk_create(
            Membership(workspace=self.by_olga.workspace, user=user, role=Role.MEMBER) for user in crowd
        )
        with self.assertNumQueries(5):
            self.client.get(url, headers=headers)


class APITest(MembersTestCase):
    def test_a_program_gives_roles_removes_brings_back_and_hands_over(self) -> None:
        base = f"/api/v1/workspaces/acme/people/{self.ana.pk}/"
        self.client.force_login(self.olga)
        answer = self.client.patch(base, {"role": "guest"}, content_type="application/json")
        self.assertEqual((answer.status_code, answer.json()["role"]), (200, "guest"))
        self.assertEqual(self.client.patch(base, {"role": "x"}, content_type="application/json").status_code, 400)
        self.assertEqual(self.client.delete(base).status_code, 204)
        self.assertEqual(self.client.delete(base).status_code, 404)
        self.assertEqual(self.client.post(f"{base}restoration/").json()["role"], "guest")
        self.client.patch(base, {"role": "member"}, content_type="application/json")
        self.assertEqual(self.client.post(f"{base}ownership/").json()["role"], "owner")
        self.assertEqual(self.client.post("/api/v1/workspaces/acme/departure/").status_code, 204)
        self.assertEqual(self.client.get("/api/v1/workspaces/acme/people/").status_code, 404)

    def test_the_last_owner_gets_a_conflict(self) -> None:
        self.client.force_login(self.olga)
        answer = self.client.post("/api/v1/workspaces/acme/departure/")
        self.assertEqual((answer.status_code, answer.json()["code"]), (409, "conflict"))
