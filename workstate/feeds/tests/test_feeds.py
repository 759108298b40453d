"""What happened, told to whoever sees where it happened, and to nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.discussions.actions import create_comment
from workstate.feeds.kinds import Kind
from workstate.feeds.lines import days_of, told_words
from workstate.feeds.names import Names
from workstate.feeds.queries import Asked, feed_of
from workstate.projects.actions import change_project, create_project
from workstate.projects.models import Level, Project, ProjectShare
from workstate.tasks.actions import change_task, complete_tasks, create_task, move_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.workspaces.actions import create_group
from workstate.workspaces.models import Membership

HTMX = {"HX-Request": "true"}


class FeedTestCase(CastTestCase):
    website: ClassVar[Project]
    merger: ClassVar[Project]
    letter: ClassVar[Task]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_mara)
        cls.merger = create_project("Merger", by=cls.by_mara)
        Project.objects.filter(pk=cls.merger.pk).update(everyone="")
        cls.merger.refresh_from_db()
        cls.letter = create_task("Draft the letter", by=cls.by_mara, project=cls.website)

    def told(self, by: Actor | None = None, **asked: Any) -> list[str]:
        actor = by or self.by_ana
        feed = feed_of(actor, Asked(**asked))
        names = Names.of([one.event for one in feed.told], actor)
        return [str(told_words(one, names)) for one in feed.told]

    def share(self, user: User, project: Project) -> ProjectShare:
        member = Membership.objects.get(workspace=project.workspace, user=user)
        return ProjectShare.objects.create(
            workspace=project.workspace, project=project, member=member, level=Level.VIEW
        )


class SightTest(FeedTestCase):
    def test_a_member_reads_of_what_everyone_may_see(self) -> None:
        create_comment(self.letter, "Hello", by=self.by_olga)
        create_group("Design", by=self.by_olga, people=[])
        told = self.told()
        self.assertEqual(told[0], "Olga made the group Design")
        self.assertIn("Olga commented on ", told[1])
        self.assertIn("Mara made the project Website", told)

    def test_private_projects_and_inboxes_of_others_are_not_heard_of(self) -> None:
        plan = create_task("Fire Bob", by=self.by_mara, project=self.merger)
        create_comment(plan, "Hush", by=self.by_mara)
        create_task("Diary", by=self.by_mara)
        self.assertFalse([line for line in self.told() if "Merger" in line or "Bob" in line or "cannot see" in line])
        self.assertTrue([line for line in self.told(self.by_mara) if "Fire Bob" in line])
        # An inbox is nobody else's, whoever asks.
        self.assertTrue([line for line in self.told(self.by_mara) if "Diary" in line])
        self.assertFalse([line for line in self.told(self.by_olga) if "Diary" in line])

    def test_one_reads_of_ones_own_inbox(self) -> None:
        create_task("Milk", by=self.by_ana)
        self.assertIn("Milk", self.told()[0])

    def test_a_project_that_becomes_private_takes_its_past_along(self) -> None:
        self.assertTrue(self.told())
        change_project(self.website, by=self.by_mara, name="Web")
        Project.objects.filter(pk=self.website.pk).update(everyone="")
        self.assertFalse([line for line in self.told() if "Web" in line or "letter" in line])

    def test_ones_own_acts_are_not_told_where_one_sees_no_more(self) -> None:
        share = self.share(self.gil, self.website)
        ProjectShare.objects.filter(pk=share.pk).update(level=Level.EDIT)
        task = create_task("Gil's", by=self.by_gil, project=self.website)
        self.assertIn("Gil's", self.told(self.by_gil)[0])
        share.delete()
        self.assertEqual(self.told(self.by_gil), [])
        self.assertEqual(task.created_by, self.gil)

    def test_a_task_that_went_where_one_may_not_look_is_not_told_of(self) -> None:
        change_task(self.letter, by=self.by_mara, title="Fire Bob")
        move_task(self.letter, by=self.by_mara, project=self.merger)
        self.assertFalse([line for line in self.told() if "Bob" in line or "letter" in line])
        self.assertTrue([line for line in self.told(self.by_olga) if "Bob" in line])

    def test_a_guest_reads_of_what_is_shared_with_them(self) -> None:
        self.assertEqual(self.told(self.by_gil), [])
        self.share(self.gil, self.website)
        create_group("Design", by=self.by_olga, people=[])
        told = self.told(self.by_gil)
        self.assertEqual(len(told), 2)
        self.assertIn("Draft the letter", told[0])
        self.assertEqual(self.told(self.by_boris), self.told(self.by_boris, kind=Kind.PEOPLE))

    def test_feeds_tell_nothing_of_time_and_what_is_ones_own(self) -> None:
        before = len(self.told(self.by_mara))
        Event.objects.create(
            workspace=self.website.workspace, verb="rate.set", subject_type="billing.rate", subject_id=str(uuid4()),
            user=self.mara, via="web", data={"amount": "90"},
        )  # fmt: skip
        Event.objects.create(
            workspace=self.website.workspace, verb="project.favoured", subject_type="projects.project",
            subject_id=str(self.website.pk), project_id=self.website.pk, user=self.mara, via="web",
        )  # fmt: skip
        self.assertEqual(len(self.told(self.by_mara)), before)


class LinesTest(FeedTestCase):
    def test_an_act_on_many_is_one_line(self) -> None:
        tasks = [create_task(f"Task {number}", by=self.by_ana, project=self.website) for number in range(13)]
        complete_tasks(tasks, by=self.by_ana)
        told = self.told()
        self.assertIn("Ana completed ", told[0])
        self.assertTrue(told[0].endswith(", and 12 more"))
        self.assertNotIn("completed", told[1])
        # Of tasks that have gone elsewhere the others do not hear.
        move_task(tasks[0], by=self.by_mara, project=self.merger)
        self.assertTrue(self.told()[0].endswith(", and 11 more"))

    def test_it_is_filtered_by_person_and_kind(self) -> None:
        create_comment(self.letter, "Hello", by=self.by_olga)
        create_group("Design", by=self.by_olga, people=[])
        self.assertEqual(len(self.told(person=self.olga.pk, kind=Kind.COMMENTS)), 1)
        self.assertEqual(self.told(person=self.ana.pk, kind=Kind.TASKS), [])
        self.assertEqual(self.told(kind=Kind.PEOPLE)[0], "Olga made the group Design")
        self.assertEqual(self.told(kind=Kind.FILES), [])
        self.assertEqual(self.told(person=uuid4()), [])

    def test_pages_leave_out_nothing_and_repeat_nothing(self) -> None:
        for number in range(9):
            create_task(f"Task {number}", by=self.by_ana, project=self.website if number % 2 else None)
        whole = [one.event.pk for one in feed_of(self.by_ana, Asked()).told]
        read: list[int] = []
        before: int | None = None
        while True:
            feed = feed_of(self.by_ana, Asked(before=before), most=4)
            read += [one.event.pk for one in feed.told]
            before = feed.next
            if before is None:
                break
        self.assertEqual(read, whole)

    def test_a_project_has_its_own_also_of_what_happened_before_places_were_known(self) -> None:
        Event.objects.filter(verb="project.created", subject_id=str(self.website.pk)).update(project_id=None)
        create_task("Elsewhere", by=self.by_mara, project=self.merger)
        told = self.told(self.by_mara, project=self.website)
        self.assertEqual(len(told), 2)
        self.assertEqual(told[1], "Mara made the project Website")

    def test_days_are_those_of_the_reader(self) -> None:
        Event.objects.all().delete()
        create_task("Late", by=self.by_ana, project=self.website)
        # 23:30 in UTC is half past midnight of the next day in Berlin.
        Event.objects.update(happened_at=datetime(2026, 3, 3, 23, 30, tzinfo=UTC))
        [day] = days_of(feed_of(self.by_ana, Asked()).told, self.by_ana)
        self.assertIn("4 March", day.heading)
        self.assertEqual(day.lines[0].clock, "00:30")

    def test_a_page_takes_the_same_queries_however_much_happened(self) -> None:
        self.client.force_login(self.ana)

        def count(url: str) -> int:
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.client.get(url).status_code, 200)
            return len(queries)

        def act(times: int) -> None:
            for _number in range(times):
                tasks = [create_task("Task", by=self.by_ana, project=self.website) for _one in range(2)]
                complete_tasks(tasks, by=self.by_ana)
                create_comment(tasks[0], "Hello", by=self.by_mara)
                change_task(tasks[1], by=self.by_mara, priority=1)
                create_group(f"Group {uuid4()}", by=self.by_olga, people=[self.ana])

        urls = ("/acme/activity/", f"/acme/projects/{self.website.pk}/activity/", "/api/v1/workspaces/acme/activity/")
        act(1)
        self.client.get(urls[0])  # The first request of a session writes it down.
        few = [count(url) for url in urls]
        act(6)
        # Of a kind of thing that a full page names no more nothing is asked.
        for then, url in zip(few, urls, strict=True):
            self.assertLessEqual(count(url), then)
        self.assertLessEqual(few[2], 20)

    def test_many_projects_are_read_like_a_few(self) -> None:
        for number in range(40):
            create_project(f"Project {number}", by=self.by_olga)
        told = self.told(kind=Kind.PROJECTS)
        self.assertEqual(len(told), 41)
        self.assertEqual(told[-1], "Mara made the project Website")


class PagesTest(FeedTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_the_page_of_a_workspace_and_of_a_project_link_what_they_name(self) -> None:
        for url in ("/acme/activity/", f"/acme/projects/{self.website.pk}/activity/"):
            page = self.client.get(url)
            self.assertContains(page, f'<a href="/acme/tasks/{self.letter.number}/">')
            self.assertContains(page, "Everybody")
        self.assertEqual(self.client.get(f"/acme/projects/{self.merger.pk}/activity/").status_code, 404)

    def test_odd_wishes_get_the_usual_page(self) -> None:
        for query in ("person=x", "kind=x", "before=x", f"before={'9' * 400}", "before=²", "person=%00", "before=-1"):
            self.assertEqual(self.client.get(f"/acme/activity/?{query}").status_code, 200)
            self.assertEqual(self.client.get(f"/acme/activity/?{query}", headers=HTMX).status_code, 200)
            self.assertEqual(self.client.get(f"/api/v1/workspaces/acme/activity/?{query}&limit=x").status_code, 200)

    def test_the_next_page_is_a_fragment_and_a_page_of_its_own(self) -> None:
        newest = feed_of(self.by_ana, Asked()).told[0].event.pk
        fragment = self.client.get(f"/acme/activity/?before={newest}", headers=HTMX)
        self.assertNotContains(fragment, "<html")
        self.assertContains(fragment, ">Website</a>")
        self.assertContains(self.client.get(f"/acme/activity/?before={newest}"), "<html")
        self.assertNotContains(self.client.get("/acme/activity/?part=feed", headers=HTMX), "<html")

    def test_programs_get_the_words_and_the_ids(self) -> None:
        answer = self.client.get("/api/v1/workspaces/acme/activity/?limit=1").json()
        [row] = answer["results"]
        self.assertEqual(row["verb"], "task.created")
        self.assertEqual(UUID(row["task"]), self.letter.pk)
        self.assertEqual(UUID(row["project"]), self.website.pk)
        self.assertIn("Mara added ", row["words"])
        self.assertEqual(answer["before"], row["id"])

    def test_names_of_tasks_cannot_bring_markup(self) -> None:
        create_task("<img src=x onerror=alert(1)>", by=self.by_ana, project=self.website)
        page = self.client.get("/acme/activity/")
        self.assertNotContains(page, "<img src=x")
        self.assertContains(page, "&lt;img src=x")

    def test_an_empty_feed_teaches(self) -> None:
        self.client.force_login(self.gil)
        self.assertContains(self.client.get("/acme/activity/"), "What you and others do shows here")
        self.assertContains(self.client.get("/acme/activity/?kind=files"), "Nothing like this has happened")
