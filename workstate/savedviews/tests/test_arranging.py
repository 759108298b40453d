"""How a project's list is grouped and sorted, and who sees it how; what is deferred, ended, archived, assigned, blocked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.formats import Formats
from workstate.core.clock import now, today
from workstate.projects.actions import archive_project, create_project, create_sections
from workstate.savedviews import facets
from workstate.savedviews.models import Look
from workstate.tasks.actions import (
    NewTask,
    archive_tasks,
    cancel_task,
    change_task,
    complete_task,
    create_task,
    create_tasks,
    link_tasks,
)
from workstate.tasks.due import Due
from workstate.tasks.models import Completion, Task
from workstate.tasks.progress import progress_of
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership


class PageCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        cls.url = f"projects/{cls.website.pk}/"
        cls.look = f"/acme/looks/project:{cls.website.pk}/"

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def get(self, path: str) -> Any:
        return self.client.get(f"/acme/{path}").context["page"]

    def groups(self, path: str) -> dict[str, list[str]]:
        return {group.title: [row.task.title for row in group.rows] for group in self.get(path).groups}

    def task(self, title: str, **more: Any) -> Task:
        return create_task(title, by=self.by_ana, project=self.website, **more)

    def member(self, actor: Any) -> Membership:
        return Membership.objects.get(user=actor.user, workspace=actor.workspace)


class ArrangingTest(PageCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        (cls.sprint,) = create_sections(["Sprint"], project=cls.website, by=cls.by_ana)
        day, by = cls.day, cls.by_ana
        create_task("Beta", by=by, project=cls.website, priority=1, due=Due(day), labels=["zoo", "art"])
        create_task(
            "alpha", by=by, project=cls.website, section=cls.sprint, due=Due(day - timedelta(2)), labels=["zoo"]
        )
        create_task("Gamma", by=by, project=cls.website, priority=1, due=Due(day + timedelta(30)))
        create_task("Delta", by=by, project=cls.website, due=Due(day + timedelta(1)))

    def test_a_list_is_grouped_by_what_is_asked(self) -> None:
        asked = {
            "section": {"To do": ["Beta", "Gamma", "Delta"], "Sprint": ["alpha"]},
            "due": {"Overdue": ["alpha"], "Today": ["Beta"], "Tomorrow": ["Delta"], "Later": ["Gamma"]},
            "priority": {"Priority 1": ["Beta", "Gamma"], "Priority 4": ["alpha", "Delta"]},
            "labels": {"art": ["Beta"], "zoo": ["alpha"], "No label": ["Gamma", "Delta"]},
            "assignees": {"Nobody": ["Beta", "alpha", "Gamma", "Delta"]},
            "none": {"Tasks": ["Beta", "alpha", "Gamma", "Delta"]},
        }
        for group, expected in asked.items():
            with self.subTest(group):
                self.assertEqual(self.groups(f"{self.url}?group={group}"), expected)

    def test_a_list_is_sorted_by_what_is_asked(self) -> None:
        asked = {
            "hand": ["Beta", "alpha", "Gamma", "Delta"],
            "due": ["alpha", "Beta", "Delta", "Gamma"],
            "priority": ["Beta", "Gamma", "alpha", "Delta"],
            "title": ["alpha", "Beta", "Delta", "Gamma"],
            "-created": ["Delta", "Gamma", "alpha", "Beta"],
        }
        for sort, expected in asked.items():
            with self.subTest(sort):
                self.assertEqual(self.groups(f"{self.url}?group=none&sort={sort}"), {"Tasks": expected})

    def test_rows_are_put_in_order_by_hand_only_where_they_stand_so(self) -> None:
        for query, sortable in {
            "": True,
            "?group=none": True,
            "?sort=due": False,
            "?group=priority": False,
            "?group=none&sort=title": False,
        }.items():
            groups = self.get(self.url + query).groups
            self.assertEqual({group.sortable for group in groups}, {sortable}, query)

    def test_people_are_groups_too(self) -> None:
        task = Task.objects.get(title="Gamma")
        change_task(task, by=self.by_ana, assignees=[self.member(self.by_mara), self.member(self.by_ana)])
        self.assertEqual(list(self.groups(f"{self.url}?group=assignees")), ["Ana Keller", "Nobody"])

    def test_what_there_is_not_is_refused(self) -> None:
        for query in ("group=octarine", "sort=x", "group=", "sort=%00", "group=due&sort=HAND"):
            self.assertEqual(self.client.get(f"/acme/{self.url}?{query}").status_code, 400, query)

    def test_the_last_choice_is_kept_for_the_person_and_set_for_everyone_on_purpose(self) -> None:
        choice = {"group": "due", "sort": "title", "completed": "1"}
        answer = self.client.post(self.look, choice)
        shown = f"/acme/{self.url}?layout=list&group=due&sort=title"
        self.assertRedirects(answer, shown, fetch_redirect_response=False)
        self.assertIn("Overdue", self.groups(self.url))
        self.client.force_login(self.mara)
        self.assertIn("Sprint", self.groups(self.url))
        self.client.post(self.look, {"group": "priority", "sort": "due", "everyone": "1"})
        self.client.force_login(self.olga)
        self.assertIn("Priority 1", self.groups(self.url))
        self.client.force_login(self.ana)
        self.assertIn("Overdue", self.groups(self.url))
        self.assertEqual(Look.objects.count(), 3)

    def test_a_choice_that_is_none_is_refused_and_keeps_nothing(self) -> None:
        for wrong in (
            {"group": "x", "sort": "hand"},
            {"group": "due", "sort": "x"},
            {"group": "a\x00"},
            {"layout": "x"},
        ):
            self.assertEqual(self.client.post(self.look, wrong).status_code, 400)
        self.assertFalse(Look.objects.exists())

    def test_completed_ones_are_left_out_when_asked(self) -> None:
        complete_task(Task.objects.get(title="Beta"), by=self.by_ana)
        self.assertIn("Completed", self.groups(self.url))
        self.assertNotIn("Completed", self.groups(f"{self.url}?completed=0"))

    def test_every_arrangement_takes_the_same_queries_at_one_and_at_fifty(self) -> None:
        groups = ["none", *(facet.key for facet in facets.fixed() if facet.groups)]
        arrangements = [f"?group={group}&sort={sort}" for group in groups for sort in ("hand", "due,-title")]
        self.client.get(f"/acme/{self.url}")

        def costs() -> list[int]:
            found = []
            for query in arrangements:
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    self.client.get(f"/acme/{self.url}{query}")
                found.append(len(queries))
            return found

        before = costs()
        new = [NewTask(f"N{i}", due=Due(self.day + timedelta(i)), priority=1 + i % 4) for i in range(50)]
        create_tasks([new], project=self.website, by=self.by_ana)
        self.assertEqual(costs(), before)
        self.assertLessEqual(max(before), 24)

    def test_groups_count_what_is_there_and_not_what_is_shown(self) -> None:
        create_tasks([[NewTask(f"N{i}", priority=2) for i in range(300)]], project=self.website, by=self.by_ana)
        page = self.get(f"{self.url}?group=priority")
        counts = {group.title: (len(group.rows), group.count) for group in page.groups}
        self.assertEqual(counts, {"Priority 1": (2, 2), "Priority 2": (98, 300)})
        self.assertEqual(page.more, "200")
        body = self.client.get(f"/acme/{self.url}?group=priority").content.decode()
        self.assertIn("?group=priority&amp;rows=200", body)


class SightTest(PageCase):
    def test_what_is_deferred_is_out_of_sight_until_its_day(self) -> None:
        inbox = create_task("In the inbox", by=self.by_ana)
        task = self.task("Later", due=Due(self.day))
        due = {"today/": task, self.url: task, "inbox/": inbox}
        for path, one in due.items():
            change_task(one, by=self.by_ana, deferred_until=self.day + timedelta(3))
            groups = self.groups(path)
            deferred = groups.pop("Deferred", [])
            self.assertEqual([title for titles in groups.values() for title in titles], [], path)
            self.assertEqual(deferred, [] if path == "today/" else [one.title])
        self.assertTrue(self.get("inbox/").groups[-1].folded)
        for one in due.values():
            change_task(one, by=self.by_ana, deferred_until=self.day)
        self.assertEqual(self.groups("today/"), {"Today": ["Later"]})
        self.assertEqual(self.groups("inbox/"), {"To sort": ["In the inbox"]})

    def test_what_is_cancelled_or_archived_is_in_no_list_to_be_done(self) -> None:
        off, away = self.task("Off", due=Due(self.day)), self.task("Away", due=Due(self.day))
        change_task(off, by=self.by_ana, assignees=[self.member(self.by_ana)])
        cancel_task(off, by=self.by_ana)
        archive_tasks([away], by=self.by_ana)
        for path in ("today/", "assigned/", self.url):
            self.assertEqual([row for group in self.get(path).groups for row in group.rows], [], path)

    def test_completed_tells_what_was_cancelled_and_each_time_of_what_repeats(self) -> None:
        off, water = self.task("Off"), self.task("Water the plants", due=Due(self.day))
        change_task(water, by=self.by_ana, repeat=Repeat("FREQ=DAILY"))
        complete_task(water, by=self.by_ana)
        cancel_task(off, by=self.by_ana)
        complete_task(Task.objects.get(pk=water.pk), by=self.by_ana)
        earliest = Completion.objects.filter(due_on=self.day)
        earliest.update(completed_at=now() - timedelta(minutes=20))
        Task.objects.filter(pk=off.pk).update(cancelled_at=now() - timedelta(minutes=10))
        rows = [row for group in self.get("completed/").groups for row in group.rows]
        self.assertEqual([row.task.title for row in rows], ["Water the plants", "Off", "Water the plants"])
        self.assertEqual([row.once for row in rows], [True, False, True])
        self.assertEqual(len({row.key for row in rows}), 3)
        self.assertIn("cancelled", [mark.text for mark in rows[1].marks])

    def test_completed_shows_a_step_and_then_more(self) -> None:
        new = [NewTask(f"N{i}", completed_at=now() - timedelta(hours=i + 1)) for i in range(130)]
        create_tasks([new], project=self.website, by=self.by_ana)
        page = self.get("completed/")
        self.assertEqual((sum(len(group.rows) for group in page.groups), page.more), (100, "200"))
        page = self.get("completed/?rows=200")
        self.assertEqual((sum(len(group.rows) for group in page.groups), page.more), (130, ""))

    def test_another_persons_inbox_is_not_told_of(self) -> None:
        secret = create_task("Secret", by=self.by_mara, due=Due(self.day))
        change_task(secret, by=self.by_mara, repeat=Repeat("FREQ=DAILY"))
        complete_task(secret, by=self.by_mara)
        blocked = self.task("Blocked by a secret", due=Due(self.day))
        link_tasks(Task.objects.get(pk=secret.pk), blocked, kind="blocks", by=self.by_mara)
        self.assertEqual(self.groups("completed/"), {})
        self.assertEqual(self.marks("Blocked by a secret"), [])
        self.client.force_login(self.mara)
        self.assertEqual(self.marks("Blocked by a secret"), ["blocked"])

    def marks(self, title: str) -> list[str]:
        rows = [row for group in self.get("today/").groups for row in group.rows]
        return [mark.text for mark in next(row for row in rows if row.task.title == title).marks]

    def test_rows_say_what_is_blocked_due_at_last_and_part_of_what(self) -> None:
        first, then = self.task("First", due=Due(self.day)), self.task("Then", due=Due(self.day))
        part = self.task("Part", parent=first, due=Due(self.day))
        link_tasks(first, then, kind="blocks", by=self.by_ana)
        change_task(then, by=self.by_ana, deadline_on=self.day + timedelta(1), start_on=self.day + timedelta(1))
        self.assertEqual(self.marks("Then"), ["blocked", "tomorrow", "from tomorrow"])
        self.assertEqual(self.marks("Part"), ["First"])
        complete_task(part, by=self.by_ana)
        complete_task(first, by=self.by_ana)
        self.assertEqual(self.marks("Then"), ["tomorrow", "from tomorrow"])

    def test_what_is_assigned_to_me_has_a_page(self) -> None:
        task = self.task("Mine")
        change_task(task, by=self.by_mara, assignees=[self.member(self.by_ana), self.member(self.by_mara)])
        self.task("Nobody's")
        self.assertEqual(self.groups("assigned/"), {"Open": ["Mine"]})
        self.assertContains(self.client.get("/acme/assigned/"), 'data-initials="AK"')
        self.client.force_login(self.gil)
        self.assertEqual(self.groups("assigned/"), {"Open": []})

    def test_the_archive_lists_tasks_and_projects_and_nobody_elses(self) -> None:
        away, old = self.task("Away"), create_project("Old", by=self.by_ana)
        part = self.task("Part of it", parent=away)
        archive_tasks([away], by=self.by_ana)
        archive_project(old, by=self.by_ana)
        page = self.client.get("/acme/archive/")
        self.assertContains(page, "Away")
        self.assertContains(page, "Old")
        self.assertNotContains(page, part.title)
        self.client.force_login(self.boris)
        self.assertNotContains(self.client.get("/other/archive/"), "Away")

    def test_odd_words_are_escaped_wherever_a_row_shows_them(self) -> None:
        bad = "<script>alert(1)</script>"
        task = self.task(bad, due=Due(self.day), labels=["<b>label</b>"])
        self.task("Part", parent=task, due=Due(self.day))
        self.website.name = "<i>project</i>"
        self.website.save(update_fields=["name"])
        body = self.client.get("/acme/today/").content.decode()
        for raw in (bad, "<b>label</b>", "<i>project</i>"):
            self.assertNotIn(raw, body)
        self.assertEqual(body.count("\ue000"), 0)

    def test_braces_percents_and_marks_of_stencils_in_a_title_stay_what_they_are(self) -> None:
        odd = "100 % of {{ title }} and %(key)s \ue000title\ue001 {0}"
        self.task(odd, due=Due(self.day))
        self.assertContains(self.client.get("/acme/today/"), odd)


class ProgressTest(PageCase):
    def how(self) -> Any:
        return progress_of(self.by_ana, self.website, Formats.of(self.ana))

    def done(self, count: int, *, days: int, estimate: int | None = None) -> None:
        new = [
            NewTask(
                f"D{i}",
                estimate=estimate,
                created_at=now() - timedelta(60),
                completed_at=now() - timedelta(days * (i + 1) / count),
            )
            for i in range(count)
        ]
        create_tasks([new], project=self.website, by=self.by_ana)

    def open(self, count: int, estimate: int | None = None) -> None:
        create_tasks(
            [[NewTask(f"O{i}", estimate=estimate) for i in range(count)]], project=self.website, by=self.by_ana
        )

    def test_an_empty_project_says_nothing(self) -> None:
        self.assertEqual((self.how().total, self.how().forecast), (0, ""))

    def test_the_finish_is_foreseen_from_the_pace_of_four_weeks(self) -> None:
        self.done(14, days=27)
        self.open(7)
        how = self.how()
        self.assertEqual((how.done, how.open, how.percent, how.pace_days), (14, 7, 66, 28))
        self.assertEqual(how.finish, self.day + timedelta(14))
        self.assertIn("the last four weeks", how.forecast)

    def test_hours_are_told_when_most_of_what_is_left_has_an_estimate(self) -> None:
        self.done(14, days=27, estimate=3600)
        self.open(7, estimate=7200)
        how = self.how()
        self.assertEqual((how.finish, how.finish_by_hours), (self.day + timedelta(14), self.day + timedelta(28)))
        self.assertEqual(how.estimated, 14 * 3600 + 7 * 7200)

    def test_without_a_pace_it_says_that_it_cannot_tell(self) -> None:
        self.open(3)
        self.assertIsNone(self.how().finish)
        self.assertIn("Too little", self.how().forecast)
        self.done(2, days=5)
        self.assertIn("Too little", self.how().forecast)

    def test_what_is_too_far_is_not_dated(self) -> None:
        self.done(3, days=27)
        self.open(400)
        self.assertIsNone(self.how().finish)
        self.assertIn("five years", self.how().forecast)

    def test_what_repeats_cancelled_or_gone_is_neither_left_nor_pace(self) -> None:
        self.done(7, days=27)
        self.open(1)
        again, off = self.task("Again", due=Due(self.day)), self.task("Off")
        change_task(again, by=self.by_ana, repeat=Repeat("FREQ=DAILY"))
        cancel_task(off, by=self.by_ana)
        self.assertEqual(self.how().finish, self.day + timedelta(4))

    def test_everything_done_is_said(self) -> None:
        self.done(3, days=3)
        self.assertEqual((self.how().percent, self.how().forecast), (100, "Everything is done."))

    def test_the_list_of_projects_says_it_in_a_constant_number_of_queries(self) -> None:
        self.done(3, days=3)

        def cost() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.client.get("/acme/projects/")
            return len(queries)

        self.client.get("/acme/projects/")
        before = cost()
        for number in range(20):
            project = create_project(f"P{number}", by=self.by_ana)
            create_task("T", by=self.by_ana, project=project)
        self.assertEqual(cost(), before)
        self.assertContains(self.client.get("/acme/projects/"), "<b>3</b> of 3 done")

    def test_programs_read_it(self) -> None:
        self.done(14, days=27)
        self.open(7)
        answer = self.client.get(f"/api/v1/workspaces/acme/projects/{self.website.pk}/progress/").json()
        self.assertEqual((answer["done"], answer["open"]), (14, 7))
        self.assertEqual(answer["finish_on"], str(self.day + timedelta(14)))
