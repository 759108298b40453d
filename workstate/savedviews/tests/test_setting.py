"""Giving tasks what a group says: each respect, many at once, what is refused, and taking it back as one act."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.customfields import queries as fields
from workstate.customfields.actions import create_field, set_value
from workstate.customfields.models import FieldChoice
from workstate.projects.actions import archive_project, create_project, create_sections
from workstate.savedviews import facets
from workstate.savedviews.setting import left_groups, set_facet
from workstate.tasks.actions import cancel_task, change_task, complete_task, create_task, delete_task, undo
from workstate.tasks.due import Due
from workstate.tasks.models import Completion, Label, Task
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership


class SettingCase(CastTestCase):
    day: date

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        cls.atlas = create_project("Atlas", by=cls.by_ana)
        cls.doing, cls.later = create_sections(["Doing", "Later"], project=cls.website, by=cls.by_ana)
        cls.one = create_task("One", by=cls.by_ana, project=cls.website, labels=["art", "zoo"], estimate=600)
        cls.two = create_task("Two", by=cls.by_ana, project=cls.website)
        cls.loose = create_task("Loose", by=cls.by_ana)

    def set(self, key: str, value: str, *tasks: Task, by: Actor | None = None, **more: Any) -> Any:
        return set_facet(self.fresh(*(tasks or (self.one,))), key, value, by=by or self.by_ana, **more)

    def fresh(self, *tasks: Task) -> list[Task]:
        rows = Task.objects.select_related("project", "section").in_bulk([task.pk for task in tasks])
        return [rows[task.pk] for task in tasks]

    def label(self, name: str) -> str:
        return str(Label.objects.get(workspace=self.by_ana.workspace, name=name).pk)

    def labels(self, task: Task) -> list[str]:
        return sorted(task.labels.values_list("name", flat=True))

    def member(self, actor: Actor) -> Membership:
        return Membership.objects.get(user=actor.user, workspace=actor.workspace)


class SettingTest(SettingCase):
    def test_every_group_that_takes_tasks_gives_them_what_puts_them_there(self) -> None:
        create_field("Size", kind="choice", by=self.by_olga, choices=["Small", "Large"])
        create_field("Parts", kind="choices", by=self.by_olga, choices=["Front", "Back"])
        create_field("Ready", kind="checkbox", by=self.by_olga)
        create_field("Checked by", kind="person", by=self.by_olga)
        formats = Formats.of(self.ana)
        tried = 0
        for facet in facets.every(self.by_ana):
            if not facet.groups:
                continue
            for bucket in facet.standing(self.by_ana, self.website, formats):
                if bucket.value is None or (bucket.person and bucket.person == self.gil):
                    continue
                task = create_task("Card", by=self.by_ana, project=self.website)
                set_facet([task], facet.key, bucket.value, by=self.by_ana)
                rows: Any = facet.keyed(Task.objects.filter(pk=task.pk))
                key = rows.values_list("group_key", flat=True).get()
                self.assertEqual(facet.buckets([key], self.by_ana, formats)[key].key, bucket.key, bucket)
                tried += 1
        self.assertGreater(tried, 35)

    def test_a_day_leaves_the_time_and_words_may_say_one(self) -> None:
        change_task(self.one, by=self.by_ana, due=Due(self.day, time(14)))
        tomorrow = self.day + timedelta(1)
        task = self.set("due", tomorrow.isoformat()).tasks[0]
        self.assertEqual((task.due_on, task.due_time), (tomorrow, time(14)))
        task = self.set("due", f"{self.day}T09:15").tasks[0]
        self.assertEqual((task.due_on, task.due_time), (self.day, time(9, 15)))
        self.assertIsNone(self.set("due", "").tasks[0].due_on)

    def test_of_labels_the_one_left_goes_and_the_others_stay(self) -> None:
        act = self.set("labels", self.label("zoo"), from_value=self.label("art"))
        self.assertEqual(self.labels(self.one), ["zoo"])
        undo(act.batch, by=self.by_ana)
        self.assertEqual(self.labels(self.one), ["art", "zoo"])
        self.set("labels", "")
        self.assertEqual(self.labels(self.one), [])
        self.set("labels", "new one, @art")
        self.assertEqual(self.labels(self.one), ["art", "new one"])

    def test_a_task_is_given_to_one_and_taken_from_the_other(self) -> None:
        ana, mara = self.member(self.by_ana), self.member(self.by_mara)
        self.set("assignees", str(ana.pk))
        self.set("assignees", str(mara.pk), from_value=str(ana.pk))
        self.assertEqual(list(self.one.assignees.all()), [mara])
        self.set("assignees", "")
        self.assertEqual(self.one.assignees.count(), 0)
        with self.assertRaises(Invalid):
            self.set("assignees", str(self.member(self.by_gil).pk))

    def test_many_tasks_each_leave_the_group_in_which_they_stand(self) -> None:
        change_task(self.two, by=self.by_ana, labels=["zoo"])
        create_task("Three", by=self.by_ana, project=self.website, labels=["sea"])
        tasks = self.fresh(self.one, self.two)
        left = left_groups(tasks, "labels", by=self.by_ana)
        self.assertEqual(left, {self.one.pk: self.label("art"), self.two.pk: self.label("zoo")})
        act = set_facet(tasks, "labels", self.label("sea"), by=self.by_ana, from_value=left)
        self.assertEqual((self.labels(self.one), self.labels(self.two)), (["sea", "zoo"], ["sea"]))
        undo(act.batch, by=self.by_ana)
        self.assertEqual((self.labels(self.one), self.labels(self.two)), (["art", "zoo"], ["zoo"]))

    def test_many_choices_change_by_one_and_the_others_stay(self) -> None:
        field = create_field("Parts", kind="choices", by=self.by_olga, choices=["Front", "Back", "Side"])
        front, back, side = (str(row.pk) for row in FieldChoice.objects.filter(field=field).by_position())
        set_value(self.one, field, [front, back], by=self.by_ana)
        key = f"field:{field.pk.hex}"
        act = self.set(key, side, self.one, self.two, from_value=front)
        said = fields.values_for([self.one, self.two], self.by_ana)
        self.assertEqual(said[self.one.pk][field.pk], [back, side])
        self.assertEqual(said[self.two.pk][field.pk], [side])
        undo(act.batch, by=self.by_ana)
        said = fields.values_for([self.one, self.two], self.by_ana)
        self.assertEqual((said[self.one.pk][field.pk], self.two.pk in said), ([front, back], False))

    def test_fields_take_what_is_typed(self) -> None:
        number = create_field("Weight", kind="number", by=self.by_olga, unit="kg", decimals=1)
        self.set(f"field:{number.pk.hex}", "12,5 kg")
        self.assertEqual(fields.values_for([self.one], self.by_ana)[self.one.pk][number.pk], "12.5")
        with self.assertRaises(Invalid):
            self.set(f"field:{number.pk.hex}", "much")
        self.set("estimate", "1:30")
        self.set("title", "  Renamed ")
        self.one.refresh_from_db()
        self.assertEqual((self.one.estimate, self.one.title), (5400, "Renamed"))

    def test_a_section_is_entered_in_its_place_and_left(self) -> None:
        self.set("section", str(self.doing.pk))
        self.set("section", str(self.doing.pk), self.two, before=self.one)
        order = Task.objects.filter(section=self.doing).by_position().values_list("title", flat=True)
        self.assertEqual(list(order), ["Two", "One"])
        self.assertIsNone(self.set("section", "").tasks[0].section_id)
        moved = self.set("section", str(self.doing.pk), self.loose).tasks[0]
        self.assertEqual(moved.project, self.website)

    def test_a_part_stays_a_part_in_another_section_of_its_project(self) -> None:
        part = create_task("Part", by=self.by_ana, project=self.website, parent=self.one)
        moved = self.set("section", str(self.later.pk), part).tasks[0]
        self.assertEqual((moved.section_id, moved.parent_id), (self.later.pk, self.one.pk))
        moved = self.set("project", str(self.atlas.pk), part).tasks[0]
        self.assertEqual((moved.project_id, moved.parent_id), (self.atlas.pk, None))

    def test_what_stands_in_the_project_already_keeps_its_section(self) -> None:
        self.set("section", str(self.doing.pk))
        act = self.set("project", str(self.website.pk))
        self.assertEqual(act.tasks[0].section_id, self.doing.pk)
        self.assertFalse(Event.objects.filter(batch=act.batch).exists())
        self.assertIsNone(self.set("project", "").tasks[0].project_id)

    def test_a_state_leads_to_each_other_and_back_by_one_undo(self) -> None:
        complete_task(self.one, by=self.by_ana)
        cancel_task(self.two, by=self.by_ana)
        act = self.set("state", "cancelled", self.one, self.two)
        self.assertTrue(all(task.cancelled_at and not task.completed_at for task in act.tasks))
        undo(act.batch, by=self.by_ana)
        one, two = self.fresh(self.one, self.two)
        self.assertTrue(one.completed_at and not one.cancelled_at and two.cancelled_at)
        act = self.set("state", "open", self.one, self.two)
        self.assertFalse(any(task.cancelled_at or task.completed_at for task in act.tasks))
        act = self.set("state", "completed", self.one, self.two)
        self.assertTrue(all(task.completed_at for task in act.tasks))

    def test_a_repeating_task_that_is_open_stays_as_it_is_when_opened(self) -> None:
        change_task(self.one, by=self.by_ana, due=Due(self.day), repeat=Repeat("FREQ=DAILY"))
        complete_task(self.one, by=self.by_ana)
        act = self.set("state", "open")
        self.assertEqual(act.tasks[0].due_on, self.day + timedelta(1))
        self.assertEqual(Completion.objects.count(), 1)


class RefusalTest(SettingCase):
    def refused(self, error: type[Exception], key: str, value: str, *tasks: Task, **more: Any) -> None:
        before = list(Event.objects.values_list("pk", flat=True))
        with self.assertRaises(error, msg=f"{key}={value!r}"):
            self.set(key, value, *tasks, **more)
        self.assertEqual(list(Event.objects.values_list("pk", flat=True)), before)

    def test_what_cannot_be_set_is_refused(self) -> None:
        stranger = str(uuid4())
        hers = create_project("Hers", by=self.by_boris)
        (foreign,) = create_sections(["There"], project=hers, by=self.by_boris)
        cases = [
            *(("creator", stranger), ("tracked", "5"), ("number", "7"), ("hand", ""), ("", ""), ("nonsense", "1")),
            *(("priority", value) for value in ("", "0", "5", "x", "1\0", "٣")),
            *(("due", value) for value in ("0000-01-01", "20000-01-01", "soon-ish", "\0", "x" * 10_000)),
            *((key, value) for key in ("start", "deadline") for value in ("2026-02-30", "tomorrow 14:00", "\u202eabc")),
            *(("estimate", value) for value in ("-5", "0", "99999h", "\0")),
            *(("title", value) for value in ("", " ", "x" * 501, "a\0b")),
            *(("state", value) for value in ("", "done", "a-open")),
            *((key, value) for key in ("project", "section") for value in (stranger, "x", "\0")),
            *(("project", str(hers.pk)), ("section", str(foreign.pk)), ("labels", stranger), ("assignees", stranger)),
            *(("assignees", str(self.member(self.by_boris).pk)), ("assignees", "x"), ("labels", "x" * 10_000)),
            *((f"field:{uuid4().hex}", "1"), ("field:", "1"), ("field:x", "1")),
        ]
        for key, value in cases:
            self.refused(Invalid, key, value)

    def test_of_many_all_are_changed_or_none(self) -> None:
        self.refused(Invalid, "title", "Both", self.one, self.two)
        of_mara = create_task("Of Mara", by=self.by_mara)
        self.refused(NotAllowed, "priority", "1", self.one, of_mara)
        delete_task(self.two, by=self.by_ana)
        self.refused(Conflict, "priority", "1", self.one, self.two)

    def test_a_project_in_the_archive_is_only_looked_at(self) -> None:
        archive_project(self.website, by=self.by_ana)
        for key, value in (("priority", "1"), ("section", str(self.doing.pk)), ("project", ""), ("labels", "")):
            self.refused(NotAllowed, key, value)

    def test_a_guest_changes_what_is_theirs_alone(self) -> None:
        with self.assertRaises(NotAllowed):
            self.set("priority", "1", by=self.by_gil)
        own = create_task("Own", by=self.by_gil)
        self.assertEqual(self.set("priority", "1", own, by=self.by_gil).tasks[0].priority, 1)


class FacetViewTest(SettingCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def post(self, path: str, **values: str) -> Any:
        return self.client.post(f"/acme/{path}/", values, headers={"HX-Request": "true"})

    def test_a_drop_says_what_it_did_and_how_to_take_it_back(self) -> None:
        answer = self.post(f"tasks/{self.one.number}/facets/section", value=str(self.doing.pk))
        self.assertEqual(answer.status_code, 204)
        self.assertIn("Moved to Doing.", answer["HX-Trigger"])
        self.assertIn("/undo/", answer["HX-Trigger"])
        again = self.post(f"tasks/{self.one.number}/facets/section", value=str(self.doing.pk))
        self.assertNotIn("toast", again["HX-Trigger"])

    def test_each_respect_says_it_in_its_own_words(self) -> None:
        said = {
            ("priority", "2"): "Priority 2.",
            ("due", ""): "It has no date any more.",
            ("due", self.day.isoformat()): "Due today.",
            ("state", "completed"): "Completed.",
            ("state", "open"): "Reopened.",
            ("state", "cancelled"): "Cancelled.",
            ("estimate", "45"): "Estimate changed.",
            ("project", ""): "Moved to the inbox.",
        }
        change_task(self.one, by=self.by_ana, due=Due(self.day))
        for (key, value), words in said.items():
            answer = self.post(f"tasks/{self.one.number}/facets/{key}", value=value)
            self.assertIn(words, answer["HX-Trigger"], key)

    def test_who_moves_a_task_of_several_labels_is_told_where_it_stands(self) -> None:
        create_task("Third", by=self.by_ana, labels=["sea"])
        path = f"tasks/{self.one.number}/facets/labels"
        answer = self.post(path, value=self.label("zoo"), **{"from": self.label("art")})
        self.assertIn("Labels changed.", answer["HX-Trigger"])
        self.assertNotIn("It stands", answer["HX-Trigger"])
        change_task(self.one, by=self.by_ana, labels=["art", "sea"])
        answer = self.post(path, value=self.label("zoo"), **{"from": self.label("art")})
        self.assertIn("which it has too", answer["HX-Trigger"])
        self.assertIn("sea", answer["HX-Trigger"])

    def test_completing_asks_about_what_is_open_below(self) -> None:
        create_task("Part", by=self.by_ana, project=self.website, parent=self.one)
        asked = self.post(f"tasks/{self.one.number}/facets/state", value="completed")
        self.assertEqual(asked["HX-Retarget"], "#ask")
        self.assertIsNone(self.fresh(self.one)[0].completed_at)
        both = self.post("facets/state", tasks=f"{self.one.number},{self.two.number}", value="completed")
        self.assertEqual(both["HX-Retarget"], "#ask")
        self.post("facets/state", tasks=str(self.one.number), value="completed", children="one")
        self.assertIsNotNone(self.fresh(self.one)[0].completed_at)

    def test_many_go_together_and_are_brought_back_together(self) -> None:
        numbers = f"{self.one.number},{self.two.number}"
        answer = self.post("facets/priority", tasks=numbers, value="1", **{"from": "4"})
        self.assertIn("2 tasks changed.", answer["HX-Trigger"])
        batch = Event.objects.latest("pk").batch
        self.post(f"tasks/changes/{batch}/undo")
        self.assertEqual([task.priority for task in self.fresh(self.one, self.two)], [4, 4])

    def test_a_refusal_says_why_and_nothing_is_told_to_strangers(self) -> None:
        wrong = self.post(f"tasks/{self.one.number}/facets/priority", value="9")
        self.assertContains(wrong, "Choose a priority", status_code=400)
        self.assertEqual(self.post("tasks/99999/facets/priority", value="1").status_code, 404)
        self.assertEqual(self.post("facets/priority", value="1").status_code, 400)
        self.client.force_login(self.boris)
        self.assertEqual(self.post(f"tasks/{self.one.number}/facets/priority", value="1").status_code, 404)
