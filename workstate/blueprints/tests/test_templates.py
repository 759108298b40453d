"""Templates: kept, used, changed, and what they never carry."""

from __future__ import annotations

import json
from datetime import date, time

from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.blueprints import extensions
from workstate.blueprints.actions import (
    change_template,
    delete_template,
    make_project,
    make_task,
    restore_template,
    save_project_as_template,
    save_task_as_template,
)
from workstate.blueprints.body import read, written
from workstate.blueprints.extensions import Carrier, register_carrier
from workstate.blueprints.models import Kind, Template
from workstate.blueprints.tests.case import MONDAY, BlueprintsTestCase
from workstate.blueprints.tests.test_body import VERSION_1
from workstate.blueprints.tree import Item, Keep, Tree
from workstate.core.actor import Role
from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import archive_project, create_project, create_sections
from workstate.projects.models import Project
from workstate.tasks.actions import complete_task, create_task
from workstate.tasks.models import Label, Task
from workstate.workspaces.models import Membership


class SavingTest(BlueprintsTestCase):
    def test_a_project_is_kept_and_made_again(self) -> None:
        complete_task(self.report, by=self.by_ana)
        template = save_project_as_template(self.launch, by=self.by_ana, name="Any launch", description="How we do it")
        self.assertEqual((template.kind, template.size, template.created_by), (Kind.PROJECT, 5, self.ana))
        made = make_project(template, by=self.by_mara, name="Second launch", start=date(2027, 1, 4))
        self.assertEqual(self.titles_of(made), self.titles_of(self.launch))
        self.assertEqual((made.name, made.colour, made.icon), ("Second launch", "teal", "rocket"))
        self.assertEqual([section.name for section in made.sections.by_position()], ["Prepare", "After"])
        draft = Task.objects.get(project=made, title="Draft")
        self.assertEqual((draft.due_on, draft.due_time), (date(2027, 1, 4), time(9)))
        self.assertEqual([member.user for member in draft.assignees.all()], [self.mara])
        self.assertFalse(Task.objects.filter(project=made, completed_at__isnull=False).exists())

    def test_a_task_is_kept_and_made_again_where_one_says(self) -> None:
        template = save_task_as_template(self.draft, by=self.by_ana)
        self.assertEqual((template.name, template.size), ("Draft", 3))
        website = create_project("Website", by=self.by_ana)
        [later] = create_sections(["Later"], project=website, by=self.by_ana)
        first = create_task("First", by=self.by_ana, project=website, section=later)
        made = make_task(template, by=self.by_ana, project=website, section=later, title="Draft 2")
        self.assertEqual(self.titles_of(website), ["First", "Draft 2", "Outline", "Quotes"])
        self.assertEqual({task.section_id for task in self.tasks_of(website)}, {later.pk})
        self.assertGreater(made.position, first.position)

    def test_without_a_start_it_begins_today(self) -> None:
        template = save_project_as_template(self.launch, by=self.by_ana)
        made = make_project(template, by=self.by_ana)
        self.assertEqual(Task.objects.get(project=made, title="Draft").due_on, today(self.ana.zone))

    def test_a_time_of_day_is_that_of_whoever_uses_it(self) -> None:
        template = save_task_as_template(self.draft, by=self.by_ana)
        self.mara.time_zone = "America/New_York"
        self.mara.save()
        made = make_task(template, by=self.by_mara, project=self.launch, start=MONDAY)
        self.assertEqual((made.due_time, made.due_zone), (time(9), "America/New_York"))
        self.assertEqual(str(made.due_at), "2026-03-02 14:00:00+00:00")

    def test_in_ones_inbox_a_task_is_given_to_oneself_alone(self) -> None:
        template = save_task_as_template(self.draft, by=self.by_ana)
        self.assertEqual(make_task(template, by=self.by_ana).assignees.count(), 0)
        self.assertEqual(make_task(template, by=self.by_mara).assignees.get().user, self.mara)

    def test_what_a_template_was_made_of_may_change_and_go(self) -> None:
        template = save_project_as_template(self.launch, by=self.by_ana)
        Project.objects.filter(pk=self.launch.pk).delete()
        Label.objects.all().delete()
        made = make_project(template, by=self.by_ana)
        self.assertEqual(Task.objects.filter(project=made).count(), 5)
        self.assertEqual(sorted(Label.objects.values_list("name", flat=True)), ["urgent", "writing"])

    def test_labels_are_found_by_name_whatever_their_case(self) -> None:
        template = save_task_as_template(self.draft, by=self.by_ana)
        Label.objects.filter(name="writing").update(name="Writing")
        made = make_task(template, by=self.by_ana)
        self.assertEqual(sorted(label.name for label in made.labels.all()), ["Writing", "urgent"])

    def test_whoever_left_or_became_a_guest_is_left_out(self) -> None:
        template = save_task_as_template(self.draft, by=self.by_ana)
        Membership.objects.filter(pk=self.mara_member.pk).update(role=Role.GUEST)
        self.assertEqual(make_task(template, by=self.by_ana, project=self.launch).assignees.count(), 0)
        self.mara_member.delete()
        self.assertEqual(make_task(template, by=self.by_ana, project=self.launch).assignees.count(), 0)

    def test_what_is_not_kept_is_not_in_it(self) -> None:
        nothing = Keep(done=False, assignees=False, dates=False)
        template = save_project_as_template(self.launch, by=self.by_ana, keep=nothing)
        tree = read(template.body)
        self.assertIsNone(tree.first)
        self.assertTrue(all(item.due is None and not item.assignees and not item.returning for item in tree.items))

    def test_a_template_of_the_first_version_is_still_used(self) -> None:
        template = save_project_as_template(self.launch, by=self.by_ana)
        Template.objects.filter(pk=template.pk).update(body=json.loads(VERSION_1))
        made = make_project(Template.objects.get(pk=template.pk), by=self.by_ana, start=MONDAY)
        self.assertEqual(self.titles_of(made), ["Draft", "Outline"])
        self.assertEqual(made.sections.count(), 2)

    def test_a_template_that_cannot_be_read_is_refused_in_words(self) -> None:
        template = save_task_as_template(self.draft, by=self.by_ana)
        before = Task.objects.count()
        for body in ({}, {"version": 99}, {"version": 1}):
            Template.objects.filter(pk=template.pk).update(body=body)
            with self.assertRaises(Conflict):
                make_task(Template.objects.get(pk=template.pk), by=self.by_ana)
        self.assertEqual(Task.objects.count(), before)

    def test_the_same_identifier_keeps_and_makes_once(self) -> None:
        wanted = new_id()
        one, same = (save_project_as_template(self.launch, by=self.by_ana, id=wanted) for _again in range(2))
        self.assertEqual((one, Template.objects.count()), (same, 1))
        wanted = new_id()
        first, second = (make_project(one, by=self.by_ana, id=wanted) for _again in range(2))
        self.assertEqual(first, second)
        task = save_task_as_template(self.draft, by=self.by_ana)
        wanted = new_id()
        self.assertEqual(*(make_task(task, by=self.by_ana, id=wanted) for _again in range(2)))
        with self.assertRaises(Conflict):
            save_project_as_template(self.launch, by=self.by_mara, id=one.pk)

    def test_what_other_rooms_keep_goes_along(self) -> None:
        given: dict[str, object] = {}
        carrier = Carrier(
            "test",
            read=lambda tasks, by: {pk: f"of {by.user.name}" for pk in tasks if pk == self.draft.pk},
            write=lambda carried, by: given.update({Task.objects.get(pk=pk).title: it for pk, it in carried.items()}),
        )
        register_carrier(carrier)
        self.addCleanup(_forget, carrier)
        template = save_project_as_template(self.launch, by=self.by_ana)
        make_project(template, by=self.by_mara)
        self.assertEqual(given, {"Draft": "of Ana Keller"})

    def test_refusals_write_nothing(self) -> None:
        mine = create_task("Mine", by=self.by_gil)
        before = Template.objects.count(), Event.objects.count()
        for actor in (self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                save_project_as_template(self.launch, by=actor)
            with self.assertRaises(NotAllowed):
                save_task_as_template(self.draft, by=actor)
        for theirs in (self.by_gil, self.by_mara):
            with self.assertRaises(NotAllowed):
                save_task_as_template(mine, by=theirs)
        for name, description in (("x" * 121, ""), ("a\x00b", ""), ("a\u202eb", ""), ("Fine", "x" * 50_001)):
            with self.subTest(name=name[:30]), self.assertRaises(Invalid):
                save_project_as_template(self.launch, by=self.by_ana, name=name, description=description)
        self.assertEqual((Template.objects.count(), Event.objects.count()), before)

    def test_there_is_an_end_to_templates(self) -> None:
        made = save_task_as_template(self.draft, by=self.by_ana)
        Template.objects.bulk_create(
            Template(workspace=made.workspace, kind=made.kind, name=f"{n}", body=made.body, size=3) for n in range(499)
        )
        with self.assertRaisesMessage(Invalid, "500"):
            save_task_as_template(self.draft, by=self.by_ana)

    def test_the_database_knows_two_kinds(self) -> None:
        template = save_task_as_template(self.draft, by=self.by_ana)
        with self.assertRaises(IntegrityError), transaction.atomic():
            Template.objects.filter(pk=template.pk).update(kind="person")


class UsingTest(BlueprintsTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.of_project = save_project_as_template(cls.launch, by=cls.by_ana)
        cls.of_task = save_task_as_template(cls.draft, by=cls.by_ana)

    def test_strangers_and_guests_cannot_use_it(self) -> None:
        before = Task.objects.count(), Project.objects.count(), Event.objects.count()
        for actor in (self.by_gil, self.by_boris):
            self.assertFalse(Template.objects.visible_to(actor).exists())
            with self.assertRaises(NotAllowed):
                make_project(self.of_project, by=actor)
            with self.assertRaises(NotAllowed):
                make_task(self.of_task, by=actor)
        self.assertEqual((Task.objects.count(), Project.objects.count(), Event.objects.count()), before)

    def test_places_that_take_nothing_are_refused(self) -> None:
        website = create_project("Website", by=self.by_ana)
        before = Task.objects.count()
        with self.assertRaises(Invalid):
            make_task(self.of_task, by=self.by_ana, project=website, section=self.prepare)
        with self.assertRaises(NotAllowed):
            make_task(self.of_task, by=self.by_ana, project=create_project("Theirs", by=self.by_boris))
        website = archive_project(website, by=self.by_ana)
        with self.assertRaises(Invalid):
            make_task(self.of_task, by=self.by_ana, project=website)
        for wrong in (
            {"title": "x" * 501},
            {"title": "a\x00b"},
            {"start": date(1, 1, 1)},
            {"start": date(2199, 12, 31)},
        ):
            with self.subTest(wrong=str(wrong)[:30]), self.assertRaises(Invalid):
                make_task(self.of_task, by=self.by_ana, **wrong)
        self.assertEqual(Task.objects.count(), before)

    def test_a_template_is_for_one_thing(self) -> None:
        with self.assertRaises(Invalid):
            make_project(self.of_task, by=self.by_ana)
        with self.assertRaises(Invalid):
            make_task(self.of_project, by=self.by_ana)

    def test_its_maker_and_administrators_change_it_and_others_use_it(self) -> None:
        theirs = save_task_as_template(self.draft, by=self.by_mara)
        for act in (delete_template, restore_template):
            with self.assertRaises(NotAllowed):
                act(theirs, by=self.by_ana)
        with self.assertRaises(NotAllowed):
            change_template(theirs, by=self.by_ana, name="Mine")
        make_task(theirs, by=self.by_ana)
        changed = change_template(self.of_task, by=self.by_mara, name="Better", description="Since today")
        self.assertEqual((changed.name, changed.description), ("Better", "Since today"))
        self.assertGreaterEqual(changed.updated_at, changed.created_at)
        event = Event.objects.about(changed).latest("pk")
        self.assertEqual(event.data["before"], {"name": "Draft", "description": ""})

    def test_changing_nothing_tells_nothing_and_bad_values_change_nothing(self) -> None:
        before = Event.objects.count()
        change_template(self.of_task, by=self.by_ana, name="Draft")
        for field, value in (("name", ""), ("name", "x" * 121), ("name", "a\x00b"), ("body", {}), ("kind", "project")):
            with self.subTest(field=field), self.assertRaises(Invalid):
                change_template(self.of_task, by=self.by_ana, **{field: value})
        self.assertEqual(Event.objects.count(), before)

    def test_a_deleted_template_comes_back_and_cannot_be_used_before(self) -> None:
        delete_template(self.of_task, by=self.by_ana)
        gone = Template.objects.get(pk=self.of_task.pk)
        with self.assertRaises(Conflict):
            make_task(gone, by=self.by_ana)
        with self.assertRaises(Conflict):
            change_template(gone, by=self.by_ana, name="Other")
        restore_template(gone, by=self.by_ana)
        make_task(Template.objects.get(pk=gone.pk), by=self.by_ana)
        verbs = [event.verb for event in Event.objects.about(gone).order_by("pk")]
        self.assertEqual(verbs, ["template.created", "template.deleted", "template.restored"])

    def test_using_takes_as_many_queries_for_three_hundred_as_for_ten(self) -> None:
        def of(count: int) -> Template:
            tree = Tree((Item("Top"), *(Item(f"{n}", parent=0, due=n, labels=("urgent",)) for n in range(count))))
            tree = Tree(tree.items, first=MONDAY)
            Template.objects.filter(pk=self.of_task.pk).update(body=written(tree))
            return Template.objects.get(pk=self.of_task.pk)

        counts = []
        for count in (10, 300):
            template = of(count)
            with CaptureQueriesContext(connection) as sent:
                make_task(template, by=self.by_ana, project=self.launch)
            counts.append(len(sent))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 25)


def _forget(carrier: Carrier) -> None:
    extensions._carriers.pop(carrier.name)
