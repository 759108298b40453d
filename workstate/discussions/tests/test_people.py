"""What stands behind an @."""

from __future__ import annotations

from workstate.accounts.models import User
from workstate.core.actor import Role
from workstate.discussions.people import People
from workstate.testing import CastTestCase
from workstate.workspaces.actions import add_member


class PeopleTest(CastTestCase):
    def named(self, handle: str) -> User | None:
        member = People.of(self.by_ana).one(handle)
        return member.user if member else None

    def join(self, name: str, email: str) -> User:
        user = User.objects.create_user(email, None, name=name)
        add_member(user, role=Role.MEMBER, by=self.by_olga)
        return user

    def test_one_is_called_by_first_name_whole_name_or_address(self) -> None:
        jo = self.join("Jo Maria Berg", "joberg77@example.org")
        for handle in ("jo", "jo.maria.berg", "jomariaberg", "joberg77", "jo."):
            self.assertEqual(self.named(handle), jo, handle)
        self.assertIsNone(self.named("berg"))

    def test_a_first_name_that_two_share_names_neither(self) -> None:
        self.join("Ana Sousa", "sousa@example.org")
        # Her address begins so, and nobody else's does.
        self.assertEqual(self.named("ana"), self.ana)
        self.join("Ana Ortega", "ana@elsewhere.example")
        self.assertIsNone(self.named("ana"))
        self.assertEqual(self.named("ana.keller"), self.ana)
        offered = {one["name"]: one["handle"] for one in People.of(self.by_ana).offered()}
        self.assertEqual(offered["Ana Keller"], "ana.keller")

    def test_people_of_other_workspaces_are_nobody(self) -> None:
        self.assertIsNone(self.named("boris"))
