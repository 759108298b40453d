from __future__ import annotations

from functools import partial

from django.test import Client

from workstate.accounts.models import User
from workstate.core.actor import Role, Via
from workstate.core.errors import Invalid, NotFound
from workstate.testing import CastTransactionTestCase, at_once
from workstate.workspaces.actions import (
    accept_invitation,
    change_role,
    change_workspace,
    create_invitation_link,
    create_workspace,
    delete_demo,
    invite,
    leave_workspace,
)
from workstate.workspaces.invitations.worth import Unusable
from workstate.workspaces.models import Invitation, Membership, Workspace
from workstate.workspaces.queries import actor_in


class WorkspacesAtOnceTest(CastTransactionTestCase):
    def test_two_workspaces_of_one_name_get_addresses_of_their_own(self) -> None:
        made = at_once(*[partial(create_workspace, "Studio", owner=who, via=Via.WEB) for who in (self.ana, self.boris)])
        self.assertEqual(Workspace.objects.filter(name="Studio").count(), 2, made)

    def test_sample_data_removed_twice_is_removed_once_and_not_found_the_second_time(self) -> None:
        by = create_workspace("Sample", owner=self.ana, via=Via.WEB, demo=True)
        answers = at_once(partial(delete_demo, by=by), partial(delete_demo, by=by))
        self.assertEqual(sorted(map(repr, answers)), sorted(["None", repr(NotFound())]))

    def test_what_is_written_into_a_workspace_that_is_being_removed_is_refused_and_no_failure(self) -> None:
        for _round in range(4):
            create_workspace("Sample", owner=self.ana, via=Via.WEB, slug="sample", demo=True)
            answers = at_once(
                partial(self.post, "/sample/demo/"),
                partial(self.post, "/sample/demo/"),
                *[partial(self.post, "/sample/tasks/", text="Late @phone #Website") for _writer in range(3)],
                *[partial(self.post, "/api/v1/workspaces/sample/tasks/", title="Late") for _writer in range(2)],
            )
            self.assertLessEqual(set(answers), {201, 204, 404, 409})
            Workspace.objects.filter(slug="sample").delete()

    def post(self, path: str, **fields: str) -> int:
        client = Client(raise_request_exception=False)
        client.force_login(self.ana)
        if path.startswith("/api/"):
            return client.post(path, fields, content_type="application/json").status_code
        return client.post(path, fields, headers={"HX-Request": "true"}).status_code


class PeopleAtOnceTest(CastTransactionTestCase):
    def member(self, user: User) -> Membership:
        return Membership.objects.get(workspace=self.by_olga.workspace, user=user)

    def owners(self) -> int:
        return Membership.objects.filter(workspace=self.by_olga.workspace, role=Role.OWNER).count()

    def test_two_owners_who_step_down_or_put_each_other_down_at_once_leave_one(self) -> None:
        change_role(self.member(self.mara), Role.OWNER, by=self.by_olga)
        answers = at_once(partial(leave_workspace, by=self.by_olga), partial(leave_workspace, by=self.by_mara))
        self.assertEqual(sorted(type(answer).__name__ for answer in answers), ["Conflict", "NoneType"])
        self.assertEqual(self.owners(), 1)

        stays = Membership.objects.select_related("user").get(workspace=self.by_olga.workspace, role=Role.OWNER).user
        by = actor_in("acme", stays, via=Via.WEB)
        change_role(self.member(self.ana), Role.OWNER, by=by)
        by_ana = actor_in("acme", self.ana, via=Via.WEB)
        at_once(
            partial(change_role, self.member(self.ana), Role.MEMBER, by=by),
            partial(change_role, self.member(stays), Role.MEMBER, by=by_ana),
        )
        self.assertEqual(self.owners(), 1)

    def test_an_invitation_for_one_lets_one_in_however_many_come_at_once(self) -> None:
        link = create_invitation_link(role=Role.MEMBER, by=self.by_mara, most_uses=1)
        crowd = [User.objects.create_user(f"p{number}@example.org", None, name="P") for number in range(4)]
        answers = at_once(*[partial(accept_invitation, link, user=user, via=Via.WEB) for user in crowd])
        self.assertEqual(sum(isinstance(answer, Unusable) for answer in answers), 3, answers)
        self.assertEqual(Membership.objects.filter(user__in=crowd).count(), 1)

    def test_the_same_person_accepting_twice_at_once_is_a_member_once(self) -> None:
        (invitation,) = invite(["boris@example.org"], role=Role.MEMBER, by=self.by_mara).made
        accept = partial(accept_invitation, invitation, user=self.boris, via=Via.WEB)
        answers = at_once(accept, accept)
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)])
        self.assertEqual(Membership.objects.filter(user=self.boris, workspace=self.by_mara.workspace).count(), 1)

    def test_an_address_invited_twice_at_once_is_invited_once(self) -> None:
        ask = partial(invite, ["jo@example.org"], role=Role.MEMBER, by=self.by_mara)
        answers = at_once(ask, ask, ask)
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)])
        self.assertEqual(Invitation.objects.count(), 1)

    def test_one_address_wished_for_by_two_workspaces_at_once_goes_to_one(self) -> None:
        wishes = [partial(change_workspace, by=by, slug="studio") for by in (self.by_olga, self.by_boris)]
        answers = at_once(*wishes)
        self.assertEqual(sum(isinstance(answer, Invalid) for answer in answers), 1, answers)
