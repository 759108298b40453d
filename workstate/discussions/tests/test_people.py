"""What stands behind an @."""

from __future__ import annotations

from workstate.accounts.models import User
from workstate.core import markdown
from workstate.core.actor import Actor, Role
from workstate.discussions.people import People
from workstate.projects.actions import create_project
from workstate.projects.models import Level, Project, ProjectShare
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.workspaces.actions import add_member, create_group
from workstate.workspaces.models import Membership


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

    def test_two_of_one_name_and_one_address_are_told_apart_by_the_end_of_their_identifier(self) -> None:
        self.join("Kim Lee", "kim@one.example")
        self.join("Kim Lee", "kim@two.example")
        handles = [one["handle"] for one in People.of(self.by_ana).offered() if one["name"] == "Kim Lee"]
        self.assertEqual(len(set(handles)), 2)
        self.assertEqual({self.named(handle) for handle in handles}, set(User.objects.filter(name="Kim Lee")))
        self.assertIsNone(self.named("kim"))

    def test_names_of_any_writing_can_be_said(self) -> None:
        for number, (name, handle) in enumerate(
            (("Jürgen Strauß", "jürgen"), ("Zoë O'Neil", "zoë.o'neil"), ("李 明", "李"), ("Łukasz Żak", "łukasz"))
        ):
            user = self.join(name, f"x{number}@example.org")
            self.assertIn(handle, markdown.handles_in(f"Ask @{handle.upper() if number == 0 else handle}, please"))
            self.assertEqual(self.named(handle), user)


class AroundTest(CastTestCase):
    """Who may be named is whoever sees the place."""

    def offered(self, place: Task | Project, by: Actor) -> list[str]:
        return [one["handle"] for one in People.around(place, by).offered()]

    def test_around_a_project_are_those_who_see_it_and_the_groups(self) -> None:
        project = create_project("Website", by=self.by_ana)
        task = create_task("Call", by=self.by_ana, project=project)
        create_group("Back Office", by=self.by_olga, people=[self.ana])
        self.assertEqual(self.offered(task, self.by_ana), ["ana", "mara", "olga", "back.office"])
        member = Membership.objects.get(user=self.gil, workspace=self.by_ana.workspace)
        ProjectShare.objects.create(workspace=project.workspace, project=project, member=member, level=Level.VIEW)
        self.assertEqual(self.offered(project, self.by_ana), ["ana", "gil", "mara", "olga", "back.office"])
        # A guest knows whom they share the project with, and no groups.
        self.assertEqual(self.offered(task, self.by_gil), ["ana", "gil", "mara", "olga"])

    def test_a_private_project_names_nobody_else(self) -> None:
        project = create_project("Merger", by=self.by_ana)
        Project.objects.filter(pk=project.pk).update(everyone="")
        project.refresh_from_db()
        User.objects.create_user("tom@example.org", None, name="Tom Member")
        add_member(User.objects.get(name="Tom Member"), role=Role.MEMBER, by=self.by_olga)
        self.assertEqual(self.offered(project, self.by_ana), ["ana", "mara", "olga"])

    def test_around_an_inbox_there_is_its_owner(self) -> None:
        create_group("Design", by=self.by_olga, people=[self.ana])
        self.assertEqual(self.offered(create_task("Own", by=self.by_ana), self.by_ana), ["ana"])

    def test_a_group_gives_way_to_a_person(self) -> None:
        group = create_group("Ana", by=self.by_olga, people=[self.mara])
        project = create_project("Website", by=self.by_ana)
        people = People.around(project, self.by_ana)
        self.assertEqual(people.named(["ana"])[0].user, self.ana)
        self.assertEqual(people.groups_named(["ana"]), [])
        self.assertNotIn(group, people.groups.values())
