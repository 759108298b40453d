"""Who hears of what is who may see it, whatever the project gives to whom, and no one else learns that anything happened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role
from workstate.discussions.actions import create_comment
from workstate.live.audience import pokes_for, user_group, workspace_group
from workstate.live.concerns import _IN_PROJECTS, _PERSONAL_VERBS
from workstate.live.topics import EVERYTHING
from workstate.projects.actions import create_project, create_sections, move_project
from workstate.projects.actions.sharing import set_everyone, share_project, unshare_project
from workstate.projects.models import Level, Project, ProjectShare
from workstate.tasks.actions import complete_task, create_label, create_task, move_task
from workstate.tasks.models import Task, TaskLabel
from workstate.testing import CastTestCase
from workstate.workspaces.actions.groups import create_group, delete_group, remove_from_group
from workstate.workspaces.actions.members import change_role, remove_member
from workstate.workspaces.models import Membership


class RightsTest(CastTestCase):
    cast: dict[User, Actor]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.cast = {
            cls.olga: cls.by_olga,
            cls.mara: cls.by_mara,
            cls.ana: cls.by_ana,
            cls.gil: cls.by_gil,
            cls.boris: cls.by_boris,
        }

    def member(self, user: User) -> Membership:
        return Membership.objects.get(workspace=self.by_olga.workspace, user=user)

    def hearing(self, *events: Event, topic: str | None = None) -> set[User]:
        """The people of the cast whose pages are told, or are told of that topic."""
        pokes = pokes_for(events)
        full = workspace_group(self.by_olga.workspace.pk)
        told = {group for group, topics in pokes.items() if topic is None or topic in topics}
        return {
            user
            for user, actor in self.cast.items()
            if user_group(user.pk) in told
            or (full in told and actor.workspace == self.by_olga.workspace and not actor.is_guest)
        }

    def last(self, verb: Verb) -> Event:
        return Event.objects.filter(verb=verb).latest("pk")

    def worlds(self) -> Iterator[Project]:
        """Projects that give everyone this and share that with Ana, Gil and a group."""
        group = create_group("Crew", by=self.by_mara, people=[self.gil])
        ways = product(["", Level.VIEW, Level.EDIT], [None, self.ana, self.gil], [False, True])
        for number, (everyone, person, with_group) in enumerate(ways):
            project = create_project(f"World {number}", by=self.by_olga)
            if person:
                share_project(project, by=self.by_olga, level=Level.VIEW, member=self.member(person))
            if with_group:
                share_project(project, by=self.by_olga, level=Level.COMMENT, group=group)
            yield set_everyone(project, everyone, by=self.by_olga)

    def test_who_hears_of_what_is_in_a_project_is_who_sees_it(self) -> None:
        for project in self.worlds():
            task = create_task("Plan", by=self.by_olga, project=project)
            comment = create_comment(task, "Here it is.", by=self.by_olga)
            [section] = create_sections(["Later"], project=project, by=self.by_olga)
            complete_task(task, by=self.by_olga)
            seers = {user for user, actor in self.cast.items() if Project.objects.visible_to(actor).contains(project)}
            for subject in (project, task, comment, section):
                for event in Event.objects.about(subject).exclude(verb__in=[Verb.PROJECT_OPENED, Verb.PROJECT_CLOSED]):
                    with self.subTest(project=str(project), everyone=project.everyone, verb=event.verb):
                        told = self.hearing(event, topic="tasks") | self.hearing(event, topic="discussion:1")
                        self.assertLessEqual(told, seers)
                        if event.verb not in {Verb.PROJECT_SHARED, Verb.COMMENT_CREATED}:
                            self.assertEqual(self.hearing(event), seers)

    def test_of_every_verb_about_what_is_in_a_project_whoever_sees_it_hears_and_nobody_else(self) -> None:
        projects = [(project, create_task("Plan", by=self.by_olga, project=project)) for project in self.worlds()]
        verbs = [verb for verb in Verb if verb.partition(".")[0] in _IN_PROJECTS]
        self.assertGreater(len(verbs), 30)
        for project, task in projects:
            seers = {user for user, actor in self.cast.items() if Task.objects.visible_to(actor).contains(task)}
            for verb in verbs:
                about = {"subject_type": "tasks.task", "subject_id": str(task.pk), "data": {"number": task.number}}
                where = {"workspace": project.workspace, "project_id": project.pk, "task_id": task.pk}
                event = Event(verb=verb, user=self.olga, **where, **about)
                with self.subTest(project=str(project), verb=verb):
                    self.assertEqual(self.hearing(event), {self.olga} if verb in _PERSONAL_VERBS else seers)

    def test_an_inbox_is_heard_of_by_its_owner_alone(self) -> None:
        private = set_everyone(create_project("Private", by=self.by_ana), "", by=self.by_ana)
        task = create_task("Surprise", by=self.by_ana)
        self.assertEqual(self.hearing(self.last(Verb.TASK_CREATED)), {self.ana})
        move_task(task, by=self.by_ana, project=private)
        self.assertEqual(self.hearing(self.last(Verb.TASK_MOVED)), {self.ana, self.mara, self.olga})
        move_task(task, by=self.by_ana, project=None)
        self.assertEqual(self.hearing(self.last(Verb.TASK_MOVED)), {self.ana, self.mara, self.olga})

    def test_who_may_see_more_or_less_is_told_to_draw_everything_anew(self) -> None:
        project = set_everyone(create_project("Plan", by=self.by_olga), "", by=self.by_olga)
        self.assertEqual(
            self.hearing(self.last(Verb.PROJECT_CLOSED), topic=EVERYTHING), {self.olga, self.mara, self.ana}
        )
        group = create_group("Crew", by=self.by_mara, people=[self.gil])
        share_project(project, by=self.by_olga, level=Level.VIEW, group=group)
        self.assertEqual(self.hearing(self.last(Verb.PROJECT_SHARED), topic=EVERYTHING), {self.gil})
        remove_from_group(group, [self.gil], by=self.by_mara)
        self.assertEqual(self.hearing(self.last(Verb.GROUP_LEFT), topic=EVERYTHING), {self.gil})
        share_project(project, by=self.by_olga, level=Level.VIEW, member=self.member(self.ana))
        unshare_project(project, by=self.by_olga, member=self.member(self.ana))
        self.assertEqual(self.hearing(self.last(Verb.PROJECT_UNSHARED), topic=EVERYTHING), {self.ana})
        self.assertNotIn(self.gil, self.hearing(self.last(Verb.PROJECT_UNSHARED)))
        crew = create_group("Other crew", by=self.by_mara, people=[self.ana])
        delete_group(crew, by=self.by_mara)
        self.assertEqual(self.hearing(self.last(Verb.GROUP_DELETED), topic=EVERYTHING), {self.ana})
        change_role(self.member(self.ana), Role.GUEST, by=self.by_olga)
        self.assertEqual(self.hearing(self.last(Verb.MEMBER_CHANGED), topic=EVERYTHING), {self.ana})
        remove_member(self.member(self.gil), by=self.by_olga)
        self.assertEqual(self.hearing(self.last(Verb.MEMBER_REMOVED), topic=EVERYTHING), {self.gil})

    def test_a_guest_hears_of_a_label_that_stands_on_what_they_see(self) -> None:
        project = create_project("Plan", by=self.by_olga)
        label = create_label("urgent", by=self.by_ana)
        task = create_task("Call", by=self.by_ana, project=project)
        share_project(project, by=self.by_olga, level=Level.VIEW, member=self.member(self.gil))
        self.assertEqual(self.hearing(self.last(Verb.LABEL_CREATED)), {self.olga, self.mara, self.ana})
        TaskLabel.objects.create(workspace=self.by_ana.workspace, task=task, label=label)
        self.assertIn(self.gil, self.hearing(self.last(Verb.LABEL_CREATED)))

    def test_many_events_of_many_projects_ask_no_more_than_few(self) -> None:
        projects = list(self.worlds())
        for project in projects:
            create_task("Plan", by=self.by_olga, project=project)
        create_task("Own", by=self.by_ana)
        events = list(Event.objects.all())
        self.assertTrue(ProjectShare.objects.exists())
        with CaptureQueriesContext(connection) as asked:
            pokes_for(events)
        self.assertLessEqual(len(asked), 16)

    def test_what_was_done_to_a_moved_project_is_told_to_its_readers_of_today(self) -> None:
        project = set_everyone(create_project("Plan", by=self.by_ana), "", by=self.by_ana)
        move_project(project, by=self.by_ana)
        self.assertNotIn(self.gil, self.hearing(*Event.objects.about(project)))
