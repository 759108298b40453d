"""What the invited see: signed in or not, with an account or without, and when the invitation is worth nothing."""

from __future__ import annotations

from datetime import timedelta

from django.test import override_settings

from workstate.accounts.models import User
from workstate.core.actor import Role
from workstate.core.clock import now
from workstate.testing import PASSWORD, CastTestCase
from workstate.workspaces.actions import create_invitation_link, invite, revoke_invitation
from workstate.workspaces.invitations.links import token_of
from workstate.workspaces.models import Invitation, Membership


class JoiningTest(CastTestCase):
    invitation: Invitation
    link: Invitation
    jo: User

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        (cls.invitation,) = invite(["jo@example.org"], role=Role.MEMBER, by=cls.by_mara).made
        cls.link = create_invitation_link(role=Role.GUEST, by=cls.by_mara)
        cls.jo = User.objects.create_user("jo@example.org", PASSWORD, name="Jo Newman")

    def url(self, invitation: Invitation) -> str:
        return f"/invitations/{token_of(invitation)}/"

    def is_in(self, user: User) -> bool:
        return Membership.objects.filter(user=user, workspace=self.by_mara.workspace).exists()

    def test_it_says_the_workspaces_name_and_who_invites_and_nothing_else_of_it(self) -> None:
        page = self.client.get(self.url(self.invitation))
        for words in ("Join Acme", "Mara Adler"):
            self.assertContains(page, words)
        for secret in ("jo@example.org", "mara@example.org", "Olga", "Ana Keller", str(self.by_mara.workspace.pk)):
            self.assertNotContains(page, secret)

    def test_looking_changes_nothing_and_joining_is_a_click(self) -> None:
        self.client.force_login(self.jo)
        self.assertContains(self.client.get(self.url(self.invitation)), "You join as jo@example.org.")
        self.assertFalse(self.is_in(self.jo))
        self.assertRedirects(self.client.post(self.url(self.invitation)), "/acme/today/")
        self.assertTrue(self.is_in(self.jo))
        self.assertRedirects(self.client.get(self.url(self.invitation)), "/acme/today/")

    def test_somebody_with_another_address_is_told_so_plainly_and_is_not_let_in(self) -> None:
        self.client.force_login(self.boris)
        for answer in (self.client.get(self.url(self.invitation)), self.client.post(self.url(self.invitation))):
            self.assertContains(answer, "sent to another address than yours", status_code=403)
            self.assertContains(answer, "You are signed in as boris@example.org.", status_code=403)
            self.assertNotContains(answer, "jo@example.org", status_code=403)
        self.assertFalse(self.is_in(self.boris))

    def test_unknown_links_are_answered_alike(self) -> None:
        pages = set()
        for token in ("x", "A" * 43, "a" * 5000, "%00", "..", token_of(self.invitation)[:-1] + "_"):
            answer = self.client.get(f"/invitations/{token}/")
            self.assertEqual(answer.status_code, 404, token[:50])
            if b"There is no such invitation" in answer.content:
                pages.add(answer.content.split(b"<main")[1])
        self.assertEqual(len(pages), 1)
        self.assertEqual(self.client.get("/invitations/").status_code, 404)

    def test_what_opens_nothing_any_more_says_what_to_do(self) -> None:
        revoke_invitation(self.invitation, by=self.by_mara)
        self.assertContains(self.client.get(self.url(self.invitation)), "was withdrawn", status_code=410)
        Invitation.objects.filter(pk=self.link.pk).update(expires_at=now() - timedelta(1))
        self.assertContains(self.client.get(self.url(self.link)), "has expired", status_code=410)
        self.client.force_login(self.jo)
        for invitation in (self.invitation, self.link):
            self.assertEqual(self.client.post(self.url(invitation)).status_code, 410)
        self.assertFalse(self.is_in(self.jo))

    def test_who_signs_in_comes_back_to_the_invitation(self) -> None:
        self.client.get(self.url(self.invitation))
        answer = self.client.post("/accounts/login/", {"login": "jo@example.org", "password": PASSWORD}, follow=True)
        self.assertContains(answer, "Join Acme")
        self.assertRedirects(self.client.post("/invitations/"), "/acme/today/")
        self.assertTrue(self.is_in(self.jo))

    def test_the_session_keeps_no_secret(self) -> None:
        self.client.get(self.url(self.link))
        self.assertNotIn(token_of(self.link), str(dict(self.client.session)))

    def new_account(self, **changes: str) -> dict[str, str]:
        values = {"name": "Kim New", "email": "kim@example.org", "password": "some unrelated words", "time_zone": "UTC"}
        return values | changes

    @override_settings(SIGN_UP="invitation")
    def test_a_new_account_joins_at_once_and_has_a_workspace_of_its_own(self) -> None:
        (invitation,) = invite(["kim@example.org"], role=Role.GUEST, by=self.by_mara).made
        url = self.url(invitation)
        for wrong in (
            self.new_account(email="other@example.org"),
            self.new_account(password="short"),
            self.new_account(name=""),
            self.new_account(name="a\x00b"),
            self.new_account(email=""),
        ):
            self.assertEqual(self.client.post(url, wrong).status_code, 400)
        self.assertFalse(User.objects.filter(name="Kim New").exists())
        self.assertRedirects(self.client.post(url, self.new_account(email="Kim@Example.org")), "/acme/today/")
        kim = User.objects.get(email="kim@example.org")
        self.assertEqual(Membership.objects.get(user=kim, workspace=self.by_mara.workspace).role, Role.GUEST)
        self.assertTrue(Membership.objects.filter(user=kim, workspace__personal_to=kim, role=Role.OWNER).exists())

    @override_settings(EMAIL_CONFIGURED=True, ACCOUNT_EMAIL_VERIFICATION="mandatory")
    def test_who_makes_an_account_from_the_mail_needs_no_second_mail(self) -> None:
        from django.core import mail

        from workstate.workspaces.invitations.sending import send_next

        (invitation,) = invite(["kim@example.org"], role=Role.MEMBER, by=self.by_mara).made
        send_next()
        invitation.refresh_from_db()
        self.assertRedirects(self.client.post(self.url(invitation), self.new_account()), "/acme/today/")
        self.assertEqual(len(mail.outbox), 1)

    @override_settings(SIGN_UP="closed")
    def test_a_server_that_is_closed_makes_no_account(self) -> None:
        (invitation,) = invite(["kim@example.org"], role=Role.MEMBER, by=self.by_mara).made
        self.assertContains(self.client.get(self.url(invitation)), "ask the administrator of this server")
        self.assertEqual(self.client.post(self.url(invitation), self.new_account()).status_code, 403)
        self.assertFalse(User.objects.filter(email="kim@example.org").exists())

    def test_an_address_with_an_account_is_asked_to_sign_in(self) -> None:
        answer = self.client.post(self.url(self.invitation), self.new_account(email="jo@example.org"))
        self.assertContains(answer, "Sign in with it instead.", status_code=400)

    @override_settings(SIGN_UP="invitation")
    def test_a_link_opens_the_sign_up_for_who_came_by_it_alone(self) -> None:
        self.assertEqual(self.client.get("/accounts/signup/").status_code, 403)
        self.assertRedirects(self.client.post(self.url(self.link)), "/accounts/signup/")
        form = {"name": "Kim New", "email": "kim@example.org", "password1": "some unrelated words"}
        self.assertRedirects(self.client.post("/accounts/signup/", form), "/invitations/")
        self.assertRedirects(self.client.post("/invitations/"), "/acme/today/")
        self.client.logout()
        self.client.get(self.url(self.link))
        revoke_invitation(self.link, by=self.by_mara)
        self.assertEqual(self.client.get("/accounts/signup/").status_code, 403)

    def test_links_are_not_guessed_without_end(self) -> None:
        answers = {self.client.get(f"/invitations/{'A' * 40}{number:03}/").status_code for number in range(130)}
        self.assertEqual(answers, {404, 429})

    def test_a_program_accepts_by_the_token_and_is_told_why_not(self) -> None:
        url = "/api/v1/invitations/acceptance/"
        self.client.force_login(self.boris)
        refused = self.client.post(url, {"token": token_of(self.invitation)}, content_type="application/json")
        self.assertEqual((refused.status_code, refused.json()["reason"]), (409, "elsewhere"))
        self.assertEqual(self.client.post(url, {"token": "A" * 43}, content_type="application/json").status_code, 404)
        taken = self.client.post(url, {"token": token_of(self.link)}, content_type="application/json")
        self.assertEqual((taken.status_code, taken.json()["slug"], taken.json()["role"]), (200, "acme", "guest"))


class InvitingPagesTest(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.mara)

    def test_a_form_without_script_invites_and_shows_the_links_where_there_is_no_mail(self) -> None:
        url = "/acme/settings/people/invitations/"
        answer = self.client.post(
            url, {"emails": "Jo Newman <jo@example.org>, b@example.org\nc@example.org", "role": "member", "days": "7"}
        )
        for email in ("jo", "b", "c"):
            invitation = Invitation.objects.get(email=f"{email}@example.org")
            self.assertContains(answer, token_of(invitation))
        self.assertContains(self.client.get("/acme/settings/people/"), "jo@example.org")
        wrong = self.client.post(url, {"emails": "jo@example.org, nobody", "role": "member", "days": "7"})
        self.assertContains(wrong, "Not an e-mail address: nobody", status_code=400)
        for values in ({"role": "owner", "days": "7"}, {"role": "member", "days": "5000"}, {}):
            self.assertEqual(self.client.post(url, {"emails": "x@example.org", **values}).status_code, 400)

    def test_what_is_shared_with_the_invitation_is_theirs_when_they_join(self) -> None:
        made = self.client.post(
            "/api/v1/workspaces/acme/projects/", {"name": "Website"}, content_type="application/json"
        )
        project = made.json()["id"]
        url = "/acme/settings/people/invitations/"
        form = {"emails": "boris@example.org", "role": "guest", "days": "7", "projects": project, "level": "comment"}
        self.assertEqual(self.client.post(url, form | {"projects": "other"}).status_code, 400)
        self.assertEqual(self.client.post(url, form | {"level": "rule"}).status_code, 400)
        self.client.post(url, form)
        self.client.force_login(self.boris)
        self.client.post(f"/invitations/{token_of(Invitation.objects.get())}/")
        found = self.client.get("/api/v1/workspaces/acme/projects/").json()["results"]
        self.assertEqual([one["id"] for one in found], [project])

    def test_a_link_is_made_shown_withdrawn_and_brought_back(self) -> None:
        answer = self.client.post(
            "/acme/settings/people/invitations/links/", {"role": "guest", "days": "30", "most_uses": "5"}
        )
        made = Invitation.objects.get()
        self.assertContains(answer, token_of(made))
        url = f"/acme/settings/people/invitations/{made.pk}/"
        self.assertContains(self.client.get("/acme/settings/people/"), "Used 0 of 5 times")
        self.assertContains(self.client.post(url, {"_method": "DELETE"}, follow=True), "The invitation is withdrawn.")
        self.assertNotContains(self.client.get("/acme/settings/people/"), "Used 0 of 5 times")
        self.client.post(f"{url}restoration/")
        self.assertContains(self.client.post(f"{url}sending/", follow=True), "holds for another week")
        self.assertContains(self.client.get("/acme/settings/people/"), "Used 0 of 5 times")

    def test_a_program_invites_lists_sends_and_withdraws(self) -> None:
        base = "/api/v1/workspaces/acme/invitations/"
        made = self.client.post(base, {"emails": ["jo@example.org"]}, content_type="application/json")
        self.assertEqual((made.status_code, made.json()[0]["role"]), (201, "member"))
        link = self.client.post(base, {"role": "guest", "most_uses": 2}, content_type="application/json").json()[0]
        self.assertRegex(link["link"], r"/invitations/[\w-]{43}/$")
        self.assertEqual(len(self.client.get(base).json()["results"]), 2)
        self.assertEqual(self.client.post(f"{base}{link['id']}/sending/").status_code, 200)
        self.assertEqual(self.client.delete(f"{base}{link['id']}/").status_code, 204)
        self.assertEqual(len(self.client.get(base).json()["results"]), 1)
        self.assertEqual(self.client.post(f"{base}{link['id']}/restoration/").status_code, 200)
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get(base).status_code, 403)
