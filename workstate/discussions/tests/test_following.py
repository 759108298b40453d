"""Who follows a task, and who is told that they are named."""

from __future__ import annotations

from typing import ClassVar

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.core.errors import Invalid, NotFound
from workstate.discussions.actions import create_comment, delete_comment, edit_comment
from workstate.discussions.following import followers, followers_of, set_following, state_of
from workstate.discussions.mentions import people_mentioned
from workstate.discussions.models import Comment, Following, Mention
from workstate.projects.actions import create_project
from workstate.projects.models import Level, Project, ProjectShare
from workstate.tasks.actions import change_task, create_task
from workstate.tasks.history import history
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.workspaces.actions import create_group
from workstate.workspaces.models import GroupMember, Membership


class SharedTestCase(CastTestCase):
    project: ClassVar[Project]
    task: ClassVar[Task]
    gils: ClassVar[ProjectShare]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_mara)
        cls.task = create_task("Call", by=cls.by_mara, project=cls.project)

    def share(self, user: User, level: Level = Level.VIEW) -> ProjectShare:
        member = Membership.objects.get(workspace=self.project.workspace, user=user)
        return ProjectShare.objects.create(
            workspace=self.project.workspace, project=self.project, member=member, level=level
        )

    def follow(self, task: Task | None = None) -> set[User]:
        task = task or self.task
        many = followers_of([task])[task.pk]
        self.assertEqual(many, {member.user_id for member in followers(task)}, "for one and for many")
        return set(User.objects.filter(pk__in=many))


class FollowingTest(SharedTestCase):
    def test_whoever_has_to_do_with_a_task_follows_it(self) -> None:
        self.assertEqual(self.follow(), {self.mara})
        comment = create_comment(self.task, "Hello @ana", by=self.by_olga)
        self.assertEqual(self.follow(), {self.mara, self.olga, self.ana})
        delete_comment(comment, by=self.by_olga)
        self.assertEqual(self.follow(), {self.mara})

    def test_following_ends_with_what_one_does(self) -> None:
        member = Membership.objects.get(user=self.ana, workspace=self.project.workspace)
        change_task(self.task, by=self.by_mara, assignees=[member])
        self.assertEqual(self.follow(), {self.mara, self.ana})
        change_task(self.task, by=self.by_mara, assignees=[])
        self.assertEqual(self.follow(), {self.mara})

    def test_one_follows_mutes_and_does_neither_by_choice(self) -> None:
        set_following(self.task, "follow", by=self.by_ana)
        self.assertEqual(self.follow(), {self.mara, self.ana})
        set_following(self.task, "mute", by=self.by_mara)
        self.assertEqual(self.follow(), {self.ana})
        self.assertEqual(state_of(self.task, self.by_mara), "mute")
        before = Event.objects.count()
        set_following(self.task, "mute", by=self.by_mara)
        self.assertEqual(Event.objects.count(), before)
        set_following(self.task, "", by=self.by_mara)
        self.assertEqual(self.follow(), {self.mara, self.ana})

    def test_nobody_follows_what_they_do_not_see(self) -> None:
        with self.assertRaises(NotFound):
            set_following(self.task, "follow", by=self.by_gil)
        share = self.share(self.gil)
        set_following(self.task, "follow", by=self.by_gil)
        self.assertIn(self.gil, self.follow())
        share.delete()
        self.assertNotIn(self.gil, self.follow())
        with self.assertRaises(NotFound):
            set_following(self.task, "follow", by=self.by_boris)

    def test_a_choice_that_is_none_is_refused(self) -> None:
        with self.assertRaises(Invalid):
            set_following(self.task, "watch", by=self.by_ana)
        self.assertIs(Following.objects.exists(), False)

    def test_a_group_that_is_named_follows(self) -> None:
        group = create_group("Design", by=self.by_olga, people=[self.ana, self.gil])
        create_comment(self.task, "For @design", by=self.by_mara)
        self.assertEqual(self.follow(), {self.mara, self.ana})
        GroupMember.objects.filter(group=group, user=self.ana).delete()
        self.assertEqual(self.follow(), {self.mara})

    def test_an_inbox_is_followed_by_its_owner_alone(self) -> None:
        own = create_task("Own", by=self.by_ana)
        create_comment(own, "Ask @mara", by=self.by_ana)
        self.assertEqual(self.follow(own), {self.ana})

    def test_history_does_not_tell_of_it(self) -> None:
        set_following(self.task, "mute", by=self.by_mara)
        lines = history(self.task, formats=Formats.of(self.ana), actor=self.by_ana)
        self.assertEqual(len(lines), 1)

    def test_many_tasks_take_the_queries_of_one(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                followers_of(Task.objects.all())
            return len(queries)

        def fill(number: int) -> None:
            for _number in range(number):
                task = create_task("More", by=self.by_ana, project=create_project("P", by=self.by_ana))
                create_comment(task, "@mara", by=self.by_ana)

        create_group("Design", by=self.by_olga, people=[self.ana])
        create_comment(self.task, "@design @olga", by=self.by_ana)
        fill(1)
        few = count()
        fill(6)
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 11)


class MentionsTest(SharedTestCase):
    def told(self, comment: Comment) -> set[User]:
        return set(User.objects.filter(pk__in=people_mentioned([comment])[comment.pk]))

    def test_people_and_groups_that_are_named_are_told(self) -> None:
        create_group("Design", by=self.by_olga, people=[self.olga])
        comment = create_comment(self.task, "@ana and @Design, see `@mara` and mara@example.org", by=self.by_mara)
        self.assertEqual(self.told(comment), {self.ana, self.olga})
        event = Event.objects.latest("pk")
        self.assertEqual(event.data["mentioned"], [str(self.ana.pk)])

    def test_whoever_does_not_see_the_task_is_not_called(self) -> None:
        comment = create_comment(self.task, "@gil, look", by=self.by_ana)
        self.assertIs(Mention.objects.exists(), False)
        self.client.force_login(self.ana)
        stream = f"/acme/tasks/{self.task.number}/stream/"
        self.assertContains(self.client.get(stream), "", status_code=302)
        page = self.client.get(stream, headers={"HX-Request": "true"})
        self.assertContains(page, "Gil Guest does not see this task, so was not told.")
        self.client.force_login(self.mara)
        self.assertNotContains(self.client.get(stream, headers={"HX-Request": "true"}), "was not told")
        self.share(self.gil)
        edit_comment(comment, "@gil, look again", by=self.by_ana)
        self.assertEqual(self.told(comment), {self.gil})

    def test_nothing_is_told_of_what_can_be_seen_no_more(self) -> None:
        share = self.share(self.gil)
        comment = create_comment(self.task, "@gil", by=self.by_ana)
        self.assertEqual(self.told(comment), {self.gil})
        share.delete()
        self.assertEqual(self.told(comment), set())

    def test_to_mute_stops_a_group_but_no_name(self) -> None:
        create_group("Design", by=self.by_olga, people=[self.ana])
        set_following(self.task, "mute", by=self.by_ana)
        self.assertEqual(self.told(create_comment(self.task, "@design", by=self.by_mara)), set())
        self.assertEqual(self.told(create_comment(self.task, "@ana", by=self.by_mara)), {self.ana})

    def test_editing_adds_and_takes_away(self) -> None:
        create_group("Design", by=self.by_olga, people=[self.olga])
        comment = create_comment(self.task, "@ana @design", by=self.by_mara)
        edit_comment(comment, "@olga", by=self.by_mara)
        self.assertEqual(self.told(comment), {self.olga})
        self.assertEqual(Event.objects.latest("pk").data["mentioned"], [str(self.olga.pk)])
        edit_comment(comment, "Nobody", by=self.by_mara)
        self.assertIs(Mention.objects.exists(), False)

    def test_what_is_no_mention_calls_nobody(self) -> None:
        for text in (
            "ana@example.org",
            "`@ana`",
            "```\n@ana\n```",
            "    @ana",
            "[@ana](https://example.org)",
            "https://example.org/@ana",
            "x@ana",
            "@@ana",
            "@ ana",
            "@anabel",
            "@ana.x",
        ):
            with self.subTest(text):
                self.assertEqual(self.told(create_comment(self.task, text, by=self.by_mara)), set())

    def test_what_is_a_mention_calls(self) -> None:
        for text in (
            "@ana",
            "(@ana)",
            "> @ana",
            "- [ ] @ANA:",
            "**@ana**",
            "“@ana.”",
            "@Ana-",
            "@ana's",
            "@ana.keller!",
        ):
            with self.subTest(text):
                self.assertEqual(self.told(create_comment(self.task, text, by=self.by_mara)), {self.ana})

    def test_a_guest_calls_whom_they_share_the_project_with(self) -> None:
        self.share(self.gil, Level.COMMENT)
        create_group("Design", by=self.by_olga, people=[self.olga])
        comment = create_comment(self.task, "@mara @design", by=self.by_gil)
        self.assertEqual(self.told(comment), {self.mara})

    def test_names_are_shown_to_those_who_see_them_and_are_words_to_others(self) -> None:
        create_group("Design", by=self.by_olga, people=[self.mara])
        create_comment(self.task, "@design @mara", by=self.by_mara)
        self.share(self.gil)
        shown = {}
        for name, by in (("ana", self.by_ana), ("mara", self.by_mara), ("gil", self.by_gil)):
            shown[name] = self.html(by)
        self.assertIn('<span class="mention">@design</span> <span class="mention">@mara</span>', shown["ana"])
        self.assertIn('<span class="mention is-me">@design</span>', shown["mara"])
        self.assertIn('@design <span class="mention">@mara</span>', shown["gil"])

    def html(self, by: Actor) -> str:
        self.client.force_login(by.user)
        page = self.client.get(f"/acme/tasks/{self.task.number}/stream/", headers={"HX-Request": "true"})
        return page.content.decode()


class RightsTest(SharedTestCase):
    def test_who_may_comment_comments_and_reacts_and_who_only_looks_does_not(self) -> None:
        share = self.share(self.gil)
        self.client.force_login(self.gil)
        url = f"/acme/tasks/{self.task.number}/"
        comment = create_comment(self.task, "Hello", by=self.by_mara)
        reactions = f"{url}comments/{comment.pk}/reactions/"
        self.assertEqual(self.client.post(f"{url}comments/", {"text": "Hi"}).status_code, 403)
        self.assertEqual(self.client.post(reactions, {"emoji": "heart"}).status_code, 403)
        page = self.client.get(url)
        self.assertContains(page, "You can read what is said here.")
        self.assertNotContains(page, "data-composer")
        share.level = Level.COMMENT
        share.save(update_fields=["level"])
        self.assertEqual(self.client.post(f"{url}comments/", {"text": "Hi"}).status_code, 302)
        self.assertEqual(self.client.post(reactions, {"emoji": "heart"}).status_code, 302)
        page = self.client.get(url)
        self.assertContains(page, "data-composer")
        self.assertNotContains(page, "Put back")

    def test_completion_offers_people_of_the_place_and_tasks_one_sees(self) -> None:
        self.client.force_login(self.ana)
        create_task("Secret plan", by=self.by_mara)
        url = f"/acme/tasks/{self.task.number}/names/"
        offered = self.client.get(url)
        self.assertEqual(offered["Cache-Control"], "private, no-store")
        self.assertEqual([one["handle"] for one in offered.json()["people"]], ["ana", "mara", "olga"])
        self.assertEqual([one["name"] for one in self.client.get(url, {"task": ""}).json()["tasks"]], ["Call"])
        found = self.client.get(url, {"task": str(self.task.number)}).json()["tasks"]
        self.assertEqual(found, [{"handle": str(self.task.number), "name": "Call"}])
        for text in ("x\x00y", "9" * 400, "%", "secret", "\u202e"):
            self.assertEqual(self.client.get(url, {"task": text}).json(), {"tasks": []})
        self.client.force_login(self.gil)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.get(f"/acme/projects/{self.project.pk}/names/").status_code, 404)

    def test_following_is_chosen_on_the_page_and_by_programs(self) -> None:
        self.client.force_login(self.ana)
        url = f"/acme/tasks/{self.task.number}/"
        self.assertContains(self.client.get(url), "Not following")
        self.assertEqual(self.client.post(f"{url}following/", {"state": "follow"}).status_code, 302)
        drawn = self.client.get(f"{url}following/", headers={"HX-Request": "true"})
        self.assertContains(drawn, "2 people follow this")
        self.assertEqual(self.client.post(f"{url}following/", {"state": "x"}).status_code, 400)
        api = f"/api/v1/workspaces/acme/tasks/{self.task.pk}/following/"
        self.assertEqual(self.client.get(api).json()["state"], "follow")
        muted = self.client.put(api, {"state": "mute"}, content_type="application/json").json()
        self.assertEqual((muted["is_following"], muted["followers"]), (False, [str(self.mara.pk)]))
        self.assertEqual(self.client.delete(api).json()["state"], "")
