"""Inviting by mail and by link: who may, what goes out, what it is worth, and who gets in."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings

from workstate.accounts.models import Attempts, User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Role, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.testing import CastTestCase
from workstate.workspaces.actions import (
    accept_invitation,
    archive_workspace,
    change_role,
    change_workspace,
    create_invitation_link,
    create_workspace,
    delete_workspace,
    invite,
    reinstate_invitation,
    remove_member,
    resend_invitation,
    revoke_invitation,
)
from workstate.workspaces.invitations.links import address_of, found_by_token, hash_of, token_of
from workstate.workspaces.invitations.sending import send_next
from workstate.workspaces.invitations.worth import Unusable, Worth, worth_of
from workstate.workspaces.models import Invitation, Membership


class BrokenMail(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected("gone")


def html_of(letter: mail.EmailMessage) -> str:
    assert isinstance(letter, mail.EmailMultiAlternatives)
    return str(letter.alternatives[0][0])


class InvitationTestCase(CastTestCase):
    jo: User

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.jo = User.objects.create_user("jo@example.org", None, name="Jo Newman")

    def invited(self, email: str = "jo@example.org", role: Role = Role.MEMBER) -> Invitation:
        return invite([email], role=role, by=self.by_mara).made[0]

    def accept(self, invitation: Invitation, user: User) -> Worth:
        """What became of it."""
        try:
            accept_invitation(invitation, user=user, via=Via.WEB)
        except Unusable as refusal:
            return refusal.worth
        return Worth.MEMBER


class InvitingTest(InvitationTestCase):
    def test_administrators_alone_invite_and_owners_alone_invite_owners(self) -> None:
        for by in (self.by_ana, self.by_gil):
            with self.assertRaises(NotAllowed):
                invite(["jo@example.org"], role=Role.GUEST, by=by)
            with self.assertRaises(NotAllowed):
                create_invitation_link(role=Role.GUEST, by=by)
        with self.assertRaises(NotAllowed):
            invite(["jo@example.org"], role=Role.OWNER, by=self.by_mara)
        for role in (Role.OWNER, Role.ADMINISTRATOR):
            with self.assertRaises(NotAllowed):
                create_invitation_link(role=role, by=self.by_olga)
        self.assertFalse(Invitation.objects.exists())
        self.assertEqual(invite(["jo@example.org"], role=Role.OWNER, by=self.by_olga).made[0].role, Role.OWNER)

    def test_many_addresses_are_invited_once_each_and_members_are_passed_over(self) -> None:
        came = invite(
            ["Jo@Example.org ", "jo@example.org", "ana@example.org", "b@example.org"], role=Role.GUEST, by=self.by_mara
        )
        self.assertEqual([one.email for one in came.made], ["jo@example.org", "b@example.org"])
        self.assertEqual(came.members, [self.ana])
        again = invite(["jo@example.org"], role=Role.MEMBER, by=self.by_olga)
        self.assertEqual((again.made, [one.email for one in again.renewed]), ([], ["jo@example.org"]))
        found = Invitation.objects.get(email="jo@example.org")
        self.assertEqual((found.role, found.created_by), (Role.MEMBER, self.olga))

    def test_one_address_that_is_none_keeps_all_from_being_invited_and_is_named(self) -> None:
        for wrong in ("jo", "a\x00@example.org", "\u202ex@example.org", "x" * 300 + "@example.org", "@", ""):
            with self.assertRaises(Invalid) as raised:
                invite(["good@example.org", wrong], role=Role.MEMBER, by=self.by_mara)
            self.assertEqual(list(raised.exception.message_dict), ["addresses"])
        for addresses in ([], [f"p{number}@example.org" for number in range(51)]):
            with self.assertRaises(Invalid):
                invite(addresses, role=Role.MEMBER, by=self.by_mara)
        for days in (0, 91, -1, 10**9):
            with self.assertRaises(Invalid):
                invite(["good@example.org"], role=Role.MEMBER, by=self.by_mara, days=days)
        self.assertFalse(Invitation.objects.exists())

    def test_nobody_is_invited_into_somebodys_own_workspace(self) -> None:
        own = create_workspace("Mara", owner=self.mara, via=Via.SYSTEM, personal=True)
        with self.assertRaises(Invalid):
            invite(["jo@example.org"], role=Role.MEMBER, by=own)

    def test_of_the_secret_there_is_only_its_hash(self) -> None:
        invitation = self.invited()
        token = token_of(invitation)
        self.assertEqual(len(token), 43)
        stored = Invitation.objects.filter(pk=invitation.pk).values_list().get()
        self.assertNotIn(token, [str(value) for value in stored])
        self.assertIn(hash_of(token), stored)
        with override_settings(SECRET_KEY="another"):
            self.assertNotEqual(token_of(invitation), token)
        self.assertEqual(found_by_token(token), invitation)
        for other in ("", token[:-1], token + "A", "A" * 43, hash_of(token), "\x00" * 43, "ä" * 43):
            self.assertIsNone(found_by_token(other))

    def test_nothing_about_the_address_is_told_in_events(self) -> None:
        self.invited()
        self.assertNotIn("jo@example.org", str(Event.objects.get(verb=Verb.INVITATION_CREATED).data))


class AcceptingTest(InvitationTestCase):
    def test_it_lets_one_person_in_with_its_role_and_no_second(self) -> None:
        invitation = self.invited(role=Role.GUEST)
        by = accept_invitation(invitation, user=self.jo, via=Via.WEB)
        self.assertEqual((by.user, by.role), (self.jo, Role.GUEST))
        self.assertEqual(self.accept(invitation, self.jo), Worth.MEMBER)
        remove_member(Membership.objects.get(user=self.jo, workspace=by.workspace), by=self.by_mara)
        self.assertEqual(self.accept(invitation, self.jo), Worth.USED)
        verbs = Event.objects.filter(user=self.jo).order_by("pk").values_list("verb", flat=True)
        self.assertEqual(list(verbs), [Verb.MEMBER_ADDED, Verb.INVITATION_ACCEPTED])

    def test_it_is_for_its_address_unless_the_workspace_allows_any(self) -> None:
        invitation = self.invited("somebody@example.org")
        self.assertEqual(self.accept(invitation, self.jo), Worth.ELSEWHERE)
        self.assertFalse(Membership.objects.filter(user=self.jo).exists())
        change_workspace(by=self.by_mara, binds_invitations=False)
        self.assertEqual(self.accept(invitation, self.jo), Worth.MEMBER)

    def test_withdrawn_expired_and_void_ones_open_nothing(self) -> None:
        invitation = self.invited()
        revoke_invitation(invitation, by=self.by_mara)
        self.assertEqual(self.accept(invitation, self.jo), Worth.REVOKED)
        reinstate_invitation(invitation, by=self.by_mara)
        Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
        self.assertEqual(self.accept(invitation, self.jo), Worth.EXPIRED)
        resend_invitation(invitation, by=self.by_mara)
        change_role(
            Membership.objects.get(user=self.mara, workspace=self.by_mara.workspace), Role.MEMBER, by=self.by_olga
        )
        self.assertEqual(self.accept(invitation, self.jo), Worth.VOID)
        resend_invitation(invitation, by=self.by_olga)
        archive_workspace(by=self.by_olga)
        self.assertEqual(self.accept(invitation, self.jo), Worth.VOID)
        delete_workspace(by=self.by_olga)
        with self.assertRaises(NotFound):
            accept_invitation(invitation, user=self.jo, via=Via.WEB)
        self.assertFalse(Membership.objects.filter(user=self.jo).exists())

    def test_who_was_removed_does_not_come_back_by_a_link_of_their_own(self) -> None:
        link = create_invitation_link(role=Role.MEMBER, by=self.by_mara)
        remove_member(Membership.objects.get(user=self.mara, workspace=self.by_mara.workspace), by=self.by_olga)
        self.assertEqual(self.accept(link, self.mara), Worth.VOID)
        self.assertEqual(self.accept(link, self.jo), Worth.VOID)

    def test_a_link_holds_as_often_as_it_says_and_members_use_nothing_up(self) -> None:
        link = create_invitation_link(role=Role.MEMBER, by=self.by_mara, most_uses=1)
        self.assertEqual(self.accept(link, self.ana), Worth.MEMBER)
        self.assertEqual(self.accept(link, self.jo), Worth.MEMBER)
        self.assertEqual(self.accept(link, self.boris), Worth.USED)
        free = create_invitation_link(role=Role.GUEST, by=self.by_mara)
        self.assertEqual(self.accept(free, self.boris), Worth.MEMBER)
        self.assertEqual(worth_of(Invitation.objects.get(pk=free.pk), None), Worth.OPEN)

    def test_what_an_owner_withdrew_no_administrator_lets_hold_again_who_could_not_have_written_it(self) -> None:
        invitation = invite(["jo@example.org"], role=Role.OWNER, by=self.by_olga).made[0]
        revoke_invitation(invitation, by=self.by_olga)
        with self.assertRaises(NotAllowed):
            reinstate_invitation(invitation, by=self.by_mara)
        self.assertEqual(self.accept(invitation, self.jo), Worth.REVOKED)
        reinstate_invitation(invitation, by=self.by_olga)
        self.assertEqual(self.accept(invitation, self.jo), Worth.MEMBER)

    def test_a_withdrawal_is_not_taken_back_where_the_address_was_invited_anew(self) -> None:
        first = self.invited()
        revoke_invitation(first, by=self.by_mara)
        self.invited()
        with self.assertRaises(Conflict):
            reinstate_invitation(first, by=self.by_mara)


@override_settings(EMAIL_CONFIGURED=True)
class MailTest(InvitationTestCase):
    def test_the_mail_holds_the_link_in_both_its_forms_and_goes_once(self) -> None:
        invitation = self.invited()
        self.assertTrue(send_next())
        self.assertFalse(send_next())
        (letter,) = mail.outbox
        self.assertEqual((letter.to, letter.subject), (["jo@example.org"], "Mara Adler invites you to Acme"))
        link = address_of(Invitation.objects.get(pk=invitation.pk))
        self.assertIn(link, str(letter.body))
        self.assertIn(f'href="{link}"', html_of(letter))
        self.assertIn(invitation.pk.hex, letter.extra_headers["Message-ID"])
        self.assertIsNotNone(Invitation.objects.get().sent_at)

    def test_names_of_any_shape_are_no_markup_and_no_header(self) -> None:
        change_workspace(by=self.by_mara, name="<b>Acme</b> & Søns")
        self.invited()
        send_next()
        self.assertIn("&lt;b&gt;Acme&lt;/b&gt; &amp; Søns", html_of(mail.outbox[0]))
        self.assertIn("<b>Acme</b> & Søns", str(mail.outbox[0].body))

    def test_a_mail_server_that_fails_is_asked_again_later_and_then_given_up(self) -> None:
        invitation = self.invited()
        with override_settings(EMAIL_BACKEND=f"{__name__}.BrokenMail"), self.assertLogs("workstate.workspaces"):
            for _attempt in range(7):
                self.assertTrue(send_next())
                Invitation.objects.filter(send_after__isnull=False).update(send_after=now())
                Attempts.objects.all().delete()
            self.assertFalse(send_next())
        invitation.refresh_from_db()
        self.assertIsNotNone(invitation.failed_at)
        resend_invitation(invitation, by=self.by_mara)
        self.assertTrue(send_next())
        self.assertEqual(len(mail.outbox), 1)

    def test_nothing_goes_out_for_what_was_withdrawn_or_does_not_hold_any_more(self) -> None:
        revoke_invitation(self.invited(), by=self.by_mara)
        void = self.invited("void@example.org")
        remove_member(Membership.objects.get(user=self.mara, workspace=self.by_mara.workspace), by=self.by_olga)
        while send_next():
            pass
        self.assertEqual(mail.outbox, [])
        void.refresh_from_db()
        self.assertIsNotNone(void.failed_at)

    def test_a_mailbox_is_not_filled(self) -> None:
        invitation = self.invited()
        for _again in range(6):
            while send_next():
                pass
            resend_invitation(invitation, by=self.by_mara)
        while send_next():
            pass
        self.assertEqual(len(mail.outbox), 4)

    def test_a_link_that_was_shown_is_not_the_one_that_is_mailed(self) -> None:
        with override_settings(EMAIL_CONFIGURED=False):
            invitation = self.invited()
        shown = token_of(invitation)
        resend_invitation(invitation, by=self.by_mara)
        send_next()
        self.assertIsNone(found_by_token(shown))
        self.assertNotIn(shown, str(mail.outbox[0].body))

    def test_who_joins_by_the_mail_has_proven_the_address(self) -> None:
        EmailAddress.objects.create(user=self.jo, email="jo@example.org", primary=True, verified=False)
        invitation = self.invited()
        send_next()
        accept_invitation(invitation, user=self.jo, via=Via.WEB)
        self.assertTrue(EmailAddress.objects.get(user=self.jo).verified)

    def test_the_list_shows_no_link_of_what_is_mailed(self) -> None:
        self.invited()
        self.client.force_login(self.mara)
        page = self.client.get("/acme/settings/people/").content.decode()
        self.assertIn("jo@example.org", page)
        self.assertIsNone(re.search(r"/invitations/[\w-]{43}/", page))
        found = self.client.get("/api/v1/workspaces/acme/invitations/").json()["results"]
        self.assertEqual([one["link"] for one in found], [""])
