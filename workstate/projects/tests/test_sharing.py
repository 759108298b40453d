"""Sharing projects: given, changed, taken away, handed over, given up."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.projects.access import level_of
from workstate.projects.actions import (
    create_project,
    delete_project,
    hand_over_project,
    leave_project,
    set_everyone,
    share_project,
    unshare_project,
)
from workstate.projects.models import Level, Project, ProjectShare
from workstate.testing import Cast, CastTestCase, CastTransactionTestCase, at_once
from workstate.workspaces.actions import add_to_group, create_group, delete_group
from workstate.workspaces.models import Membership


class Sharing(Cast):
    project: Project

    def member(self, actor: Actor) -> Membership:
        return Membership.objects.get(workspace=actor.workspace, user=actor.user)

    def share(self, actor: Actor, level: Level | str, *, by: Actor | None = None) -> ProjectShare:
        return share_project(self.project, by=by or self.by_ana, level=level, member=self.member(actor))

    def level(self, actor: Actor) -> Level | None:
        return level_of(actor, Project.objects.get(pk=self.project.pk))

    def told(self) -> list[tuple[str, dict[str, object]]]:
        """The verbs and data of what was done to the project since it was made."""
        events = Event.objects.filter(subject_id=str(self.project.pk)).exclude(verb="project.created").order_by("pk")
        return [(event.verb, event.data) for event in events]


class SharingTest(Sharing, CastTestCase):
    def setUp(self) -> None:
        self.project = create_project("Plans", by=self.by_ana)

    def test_sharing_gives_changes_and_is_told_once(self) -> None:
        share = self.share(self.by_gil, Level.VIEW)
        self.assertEqual(self.level(self.by_gil), Level.VIEW)
        self.assertEqual(self.share(self.by_gil, Level.VIEW), share)
        self.share(self.by_gil, Level.EDIT)
        self.assertEqual(self.level(self.by_gil), Level.EDIT)
        whom = {"member": str(self.member(self.by_gil).pk), "user": str(self.gil.pk)}
        self.assertEqual(
            self.told(),
            [
                ("project.shared", {"level": "view", "before": "", **whom}),
                ("project.shared", {"level": "edit", "before": "view", **whom}),
            ],
        )

    def test_unsharing_answers_with_what_there_was_so_that_it_can_be_given_again(self) -> None:
        self.share(self.by_gil, Level.COMMENT)
        gil = self.member(self.by_gil)
        self.assertEqual(unshare_project(self.project, by=self.by_ana, member=gil), Level.COMMENT)
        self.assertIsNone(self.level(self.by_gil))
        self.assertIsNone(unshare_project(self.project, by=self.by_ana, member=gil))
        self.assertEqual([verb for verb, _data in self.told()], ["project.shared", "project.unshared"])

    def test_a_group_is_shared_with_while_it_is_there(self) -> None:
        group = create_group("Design", by=self.by_mara)
        add_to_group(group, [self.gil], by=self.by_mara)
        share_project(self.project, by=self.by_ana, level=Level.COMMENT, group=group)
        self.assertEqual(self.level(self.by_gil), Level.COMMENT)
        self.assertEqual(self.told()[-1][1], {"level": "comment", "before": "", "group": str(group.pk)})
        self.assertEqual(unshare_project(self.project, by=self.by_ana, group=group), Level.COMMENT)
        delete_group(group, by=self.by_mara)
        group.refresh_from_db()
        with self.assertRaises(Invalid):
            share_project(self.project, by=self.by_ana, level=Level.VIEW, group=group)

    def test_who_does_not_administer_it_changes_nothing(self) -> None:
        share = self.share(self.by_gil, Level.EDIT)
        other = create_project("Others", by=self.by_mara)
        for project, by in ((self.project, self.by_gil), (self.project, self.by_boris), (other, self.by_ana)):
            with self.subTest(by=by.user.name), self.assertRaises(NotAllowed):
                share_project(project, by=by, level=Level.VIEW, member=self.member(self.by_mara))
            with self.subTest(by=by.user.name), self.assertRaises(NotAllowed):
                unshare_project(project, by=by, member=share.member)
            with self.subTest(by=by.user.name), self.assertRaises(NotAllowed):
                set_everyone(project, "", by=by)
            with self.subTest(by=by.user.name), self.assertRaises(NotAllowed):
                hand_over_project(project, by=by, to=self.member(self.by_mara))
        self.assertEqual(len(self.told()), 1)
        self.assertEqual(self.level(self.by_gil), Level.EDIT)

    def test_a_guest_and_a_stranger_are_refused_what_is_not_for_them(self) -> None:
        with self.assertRaises(Invalid) as refused:
            self.share(self.by_gil, Level.ADMINISTER)
        self.assertIn("level", refused.exception.message_dict)
        with self.assertRaises(Invalid):
            self.share(self.by_boris, Level.VIEW)
        with self.assertRaises(Invalid):
            self.share(self.by_gil, "own")
        with self.assertRaises(Invalid):
            share_project(self.project, by=self.by_ana, level=Level.VIEW)
        with self.assertRaises(Invalid):
            hand_over_project(self.project, by=self.by_ana, to=self.member(self.by_gil))
        self.assertEqual(self.told(), [])

    def test_a_project_is_made_private_and_open_again(self) -> None:
        set_everyone(self.project, "", by=self.by_ana)
        set_everyone(self.project, "", by=self.by_ana)
        set_everyone(self.project, Level.COMMENT, by=self.by_ana)
        with self.assertRaises(Invalid):
            set_everyone(self.project, Level.ADMINISTER, by=self.by_ana)
        self.assertEqual(
            self.told(),
            [
                ("project.closed", {"level": "", "before": "edit"}),
                ("project.opened", {"level": "comment", "before": ""}),
            ],
        )

    def test_handing_over_lets_another_administer_and_oneself_edit(self) -> None:
        set_everyone(self.project, "", by=self.by_ana)
        hand_over_project(self.project, by=self.by_ana, to=self.member(self.by_mara))
        self.assertEqual(self.level(self.by_ana), Level.EDIT)
        self.assertEqual(ProjectShare.objects.get(member__user=self.mara).level, Level.ADMINISTER)
        with self.assertRaises(NotAllowed):
            hand_over_project(self.project, by=self.by_ana, to=self.member(self.by_mara))

    def test_nobody_hands_over_to_themself(self) -> None:
        with self.assertRaises(Invalid):
            hand_over_project(self.project, by=self.by_ana, to=self.member(self.by_ana))

    def test_leaving_gives_up_what_was_shared_by_name(self) -> None:
        self.share(self.by_gil, Level.VIEW)
        self.assertEqual(leave_project(self.project, by=self.by_gil), Level.VIEW)
        self.assertIsNone(leave_project(self.project, by=self.by_gil))
        self.assertIsNone(self.level(self.by_gil))
        self.assertEqual(self.told()[-1][0], "project.left")
        with self.assertRaises(NotFound):
            leave_project(self.project, by=self.by_boris)

    def test_what_is_in_the_bin_is_shared_with_nobody_new(self) -> None:
        share = self.share(self.by_gil, Level.VIEW)
        delete_project(self.project, by=self.by_ana)
        with self.assertRaises(Conflict):
            self.share(self.by_gil, Level.EDIT)
        self.assertEqual(unshare_project(self.project, by=self.by_ana, member=share.member), Level.VIEW)


class AtOnceTest(Sharing, CastTransactionTestCase):
    def test_two_who_share_at_once_make_one_share(self) -> None:
        self.project = create_project("Plans", by=self.by_ana)
        answers = at_once(*[lambda: self.share(self.by_gil, Level.VIEW)] * 4)
        self.assertEqual([type(answer) for answer in answers], [ProjectShare] * 4)
        self.assertEqual(len(self.told()), 1)

    def test_of_two_who_take_the_project_from_each_other_one_keeps_it(self) -> None:
        from workstate.accounts.models import User
        from workstate.core.actor import Role, Via
        from workstate.workspaces.actions import add_member

        self.project = create_project("Plans", by=self.by_ana)
        nora = User.objects.create_user("nora@example.org", None, name="Nora Neu")
        by_nora = Actor(
            nora, self.by_ana.workspace, Role(add_member(nora, role=Role.MEMBER, by=self.by_olga).role), Via.WEB
        )
        self.share(by_nora, Level.ADMINISTER)
        ana, member = self.member(self.by_ana), self.member(by_nora)
        answers = at_once(
            lambda: unshare_project(self.project, by=self.by_ana, member=member),
            lambda: unshare_project(self.project, by=by_nora, member=ana),
        )
        self.assertEqual(sorted(type(answer).__name__ for answer in answers), ["Level", "NotAllowed"])
        self.assertEqual(ProjectShare.objects.filter(project=self.project).count(), 1)
