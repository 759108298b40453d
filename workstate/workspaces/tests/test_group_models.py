"""What the database itself holds groups to."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from workstate.testing import CastTestCase
from workstate.workspaces.models import Group, GroupMember, Membership
from workstate.workspaces.queries import members_of


class GroupedTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.acme = cls.by_ana.workspace
        cls.design = Group.objects.create(workspace=cls.acme, name="Design")
        for user in (cls.ana, cls.mara):
            GroupMember.objects.create(workspace=cls.acme, group=cls.design, user=user)
        cls.empty = Group.objects.create(workspace=cls.acme, name="Nobody yet")
        cls.other = Group.objects.create(workspace=cls.by_boris.workspace, name="Design")
        GroupMember.objects.create(workspace=cls.by_boris.workspace, group=cls.other, user=cls.boris)


class GroupModelTest(GroupedTestCase):
    def check(self) -> None:
        """What is checked at commit."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_two_groups_of_one_name_are_refused_whatever_the_case_until_one_is_deleted(self) -> None:
        with self.assertRaises(IntegrityError), transaction.atomic():
            Group.objects.create(workspace=self.acme, name="DESIGN")
        Group.objects.filter(pk=self.design.pk).update(deleted_at=timezone.now())
        Group.objects.create(workspace=self.acme, name="DESIGN")

    def test_who_is_no_member_of_the_workspace_cannot_be_in_its_groups(self) -> None:
        for group, user in ((self.design, self.boris), (self.other, self.ana)):
            with self.assertRaises(IntegrityError), transaction.atomic():
                GroupMember.objects.create(workspace=self.acme, group=group, user=user)
                self.check()

    def test_who_leaves_the_workspace_leaves_its_groups(self) -> None:
        Membership.objects.filter(workspace=self.acme, user=self.ana).delete()
        self.check()
        self.assertEqual(members_of([self.design], self.by_mara), {self.design.pk: {self.mara.pk}})

    def test_an_account_and_a_workspace_can_be_deleted_with_the_groups_they_are_in(self) -> None:
        self.ana.delete()
        self.by_boris.workspace.delete()
        self.check()
        self.assertEqual(list(GroupMember.objects.values_list("user", flat=True)), [self.mara.pk])


class MembersOfTest(GroupedTestCase):
    def test_the_people_of_groups_are_told_in_one_query(self) -> None:
        with self.assertNumQueries(1):
            found = members_of([self.design, self.empty.pk], self.by_ana)
        self.assertEqual(found, {self.design.pk: {self.ana.pk, self.mara.pk}, self.empty.pk: set()})

    def test_nobody_is_told_of_groups_they_do_not_see(self) -> None:
        self.assertEqual(members_of([self.design], self.by_gil), {})
        self.assertEqual(members_of([self.other], self.by_ana), {})
        Group.objects.filter(pk=self.design.pk).update(deleted_at=timezone.now())
        self.assertEqual(members_of([self.design], self.by_mara), {})
        self.assertEqual(list(GroupMember.objects.visible_to(self.by_mara)), [])
