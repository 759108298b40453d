"""A file brought in: all or nothing, twice nothing twice, and everything through the actions of the rooms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import archive_project, change_project, create_project, delete_project
from workstate.projects.models import Client, Project, Section
from workstate.tasks.actions import create_task
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, delete_entry
from workstate.timetracking.models import TimeEntry
from workstate.transfer.actions import (
    apply_import,
    change_import,
    discard_import,
    plan_import,
    prepare_import,
    start_import,
)
from workstate.transfer.choices import Choices
from workstate.transfer.models import Import, ImportedRecord, ImportPart, Kind
from workstate.transfer.plan import Plan, Report

SAMPLES = Path(__file__).parent / "samples"
HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"


def toggl_row(
    n: int = 0,
    *,
    client: str = "",
    project: str = "P",
    task: str = "",
    words: str = "work",
    tags: str = "",
    who: str = "Ana Keller,ana@example.org",
) -> str:
    day = date(2026, 5, 1) + timedelta(days=n)
    return f'{who},{client},{project},{task},{words},No,{day},09:00:00,{day},10:00:00,01:00:00,"{tags}"\n'


class ImportTestCase(CastTestCase):
    def read(self, data: bytes | str, name: str = "export.csv", by: Actor | None = None, **choices: object) -> Import:
        by = by or self.by_ana
        data = data.encode() if isinstance(data, str) else data
        chosen = replace(Choices(zone="Europe/Berlin"), **choices)  # type: ignore[arg-type]
        incoming = prepare_import([data[:100], data[100:]], by=by, file_name=name, choices=chosen)
        return plan_import(incoming, by=by)

    def bring(self, data: bytes | str, name: str = "export.csv", by: Actor | None = None, **choices: object) -> Report:
        by = by or self.by_ana
        good_rows_only = bool(choices.pop("good_rows_only", False))
        incoming = self.read(data, name, by, **choices)
        start_import(incoming, by=by, good_rows_only=good_rows_only)
        return Report.from_json(apply_import(incoming, by=by).report)

    def sample(self, name: str) -> bytes:
        return (SAMPLES / name).read_bytes()

    def nothing_is_here(self) -> None:
        for model in (Project, Task, TimeEntry, Label, ImportedRecord):
            self.assertIs(model.objects.exists(), False, model)


class TogglTest(ImportTestCase):
    def test_the_preview_says_what_will_be_made_and_makes_nothing(self) -> None:
        incoming = self.read(self.sample("toggl/detailed-2026.csv"))
        plan = Plan.from_json(incoming.plan)
        self.assertEqual(incoming.source, "toggl")
        self.assertEqual((plan.projects, plan.clients, plan.labels, plan.tasks, plan.entries), (5, 2, 4, 1, 134))
        self.assertEqual((plan.errors, plan.notes, plan.refusal), (0, 1, ""))
        self.assertEqual((plan.first_day, plan.last_day), ("2026-03-02", "2026-04-10"))
        self.assertEqual(len(plan.rows), 8)
        self.nothing_is_here()

    def test_what_is_made_is_what_the_preview_said(self) -> None:
        data = self.sample("toggl/detailed-2026.csv")
        plan = Plan.from_json(self.read(data).plan)
        report = self.bring(data)
        for name in (
            "projects",
            "clients",
            "labels",
            "sections",
            "tasks",
            "entries",
            "seconds",
            "first_day",
            "last_day",
        ):
            self.assertEqual(getattr(report, name), getattr(plan, name), name)
        entries = TimeEntry.objects.visible_to(self.by_ana)
        self.assertEqual(entries.count(), 134)
        self.assertEqual(sum(entry.duration or 0 for entry in entries), plan.seconds)
        self.assertEqual(Project.objects.count(), 5)
        self.assertEqual(set(Client.objects.values_list("name", flat=True)), {"Northwind", "Café Lumière"})
        night = entries.get(description="night release")
        self.assertEqual(night.started_at, datetime(2026, 3, 28, 22, 40, tzinfo=UTC))
        self.assertEqual((night.day, night.duration, night.billable), (date(2026, 3, 28), 12600, True))
        self.assertEqual([label.name for label in night.labels.all()], ["dev"])
        qa = Task.objects.get()
        self.assertEqual((qa.title, qa.project and qa.project.name), ("QA", "Mobile app"))
        self.assertGreater(entries.filter(task=qa, project=qa.project).count(), 5)
        empty = entries.get(project=None)
        self.assertEqual((empty.duration, empty.description, empty.user), (0, "", self.ana))

    def test_twice_imports_nothing_twice(self) -> None:
        data = self.sample("toggl/detailed-2026.csv")
        self.bring(data)
        again = self.read(data)
        plan = Plan.from_json(again.plan)
        self.assertEqual((plan.entries, plan.existing, plan.projects, plan.labels, plan.tasks), (0, 134, 0, 0, 0))
        self.assertIn("here already", plan.refusal)
        with self.assertRaises(Invalid):
            start_import(again, by=self.by_ana)
        self.assertEqual(TimeEntry.objects.count(), 134)

    def test_a_longer_export_brings_only_what_is_new(self) -> None:
        self.bring(HEADER + toggl_row(1) + toggl_row(2))
        report = self.bring(HEADER + toggl_row(3) + toggl_row(2) + toggl_row(1))
        self.assertEqual((report.entries, report.existing), (1, 2))

    def test_rows_that_are_alike_are_as_many_entries_as_there_are_rows(self) -> None:
        self.assertEqual(self.bring(HEADER + toggl_row(1) * 3).entries, 3)
        report = self.bring(HEADER + toggl_row(1) * 4)
        self.assertEqual((report.entries, report.existing), (1, 3))

    def test_the_other_quoting_of_the_same_rows_imports_nothing_twice(self) -> None:
        self.bring(self.sample("toggl/detailed-2026.csv"))
        report = self.bring(self.sample("toggl/detailed-quoted.csv"))
        self.assertEqual((report.entries, report.existing), (1, 12))
        self.assertEqual(TimeEntry.objects.get(description="line one line two").duration, 2)

    def test_bad_rows_keep_the_whole_file_out_and_are_named_by_line(self) -> None:
        incoming = self.read(self.sample("toggl/detailed-broken.csv"))
        plan = Plan.from_json(incoming.plan)
        errors = [problem for problem in plan.problems if problem["severity"] == "error"]
        self.assertEqual([problem["line"] for problem in errors], [3, 4, 5])
        with self.assertRaises(Invalid):
            start_import(incoming, by=self.by_ana)
        self.nothing_is_here()

    def test_the_good_rows_alone_come_in_when_they_are_asked_for(self) -> None:
        report = self.bring(self.sample("toggl/detailed-broken.csv"), good_rows_only=True)
        self.assertEqual((report.entries, report.left_out), (2, 3))

    def test_a_mended_file_brings_what_was_left_out(self) -> None:
        data = self.sample("toggl/detailed-broken.csv")
        self.bring(data, good_rows_only=True)
        self.assertIn("rows without errors are here already", Plan.from_json(self.read(data).plan).refusal)
        report = self.bring(data.replace(b"31/31/2026", b"2026-03-02"), good_rows_only=True)
        self.assertEqual((report.entries, report.existing, report.left_out), (1, 2, 2))

    def test_a_file_that_cannot_be_read_to_its_end_is_never_imported(self) -> None:
        incoming = self.read((HEADER + toggl_row(1)).encode() + b"caf\xe9\n")
        with self.assertRaises(Invalid):
            start_import(incoming, by=self.by_ana, good_rows_only=True)
        self.nothing_is_here()

    def test_what_this_house_cannot_hold_is_named_before_anything_is_written(self) -> None:
        cases = {
            "Description": toggl_row(words="x" * 1001),
            "Project": toggl_row(project="x" * 121),
            "Client": toggl_row(client="x" * 10_000),
            "Task": toggl_row(task="x\u202ey"),
            "Tags": toggl_row(tags="a, \x07"),
            "End time": toggl_row().replace("2026-05-01,10:00:00,01:00:00", "2026-05-02,15:00:00,30:00:00"),
        }
        for column, row in cases.items():
            plan = Plan.from_json(self.read(HEADER + row + toggl_row(1)).plan)
            self.assertEqual([(p["line"], p["column"]) for p in plan.problems], [(2, column)], column)
            self.assertEqual((plan.errors, plan.entries), (1, 1))

    def test_one_event_tells_of_all_entries(self) -> None:
        before = Event.objects.count()
        self.bring(HEADER + "".join(toggl_row(n) for n in range(50)))
        few = Event.objects.count() - before
        self.bring(HEADER + "".join(toggl_row(n, words="other") for n in range(200)))
        self.assertEqual(Event.objects.count() - before - few, few - 1)  # the project is there the second time
        told = Event.objects.get(verb=Verb.ENTRIES_CREATED, data__count=50)
        self.assertEqual((told.user, told.via), (self.ana, "import"))

    def test_the_number_of_queries_does_not_grow_with_the_rows(self) -> None:
        self.bring(HEADER + toggl_row())
        short = self.read(HEADER + "".join(toggl_row(n, words="a") for n in range(10)))
        long = self.read(HEADER + "".join(toggl_row(n, words="b") for n in range(1500)))
        counts = []
        for incoming in (short, long):
            start_import(incoming, by=self.by_ana)
            with CaptureQueriesContext(connection) as queries:
                apply_import(incoming, by=self.by_ana)
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[1], 40)


class TargetsTest(ImportTestCase):
    def test_a_project_of_the_same_name_is_taken_whatever_its_case(self) -> None:
        project = create_project("Storefront", by=self.by_mara)
        self.assertEqual(self.bring(HEADER + toggl_row(project="storefront", client="Northwind")).projects, 0)
        self.assertEqual(TimeEntry.objects.get().project, project)

    def test_a_project_of_another_client_is_another_project(self) -> None:
        self.bring(HEADER + toggl_row(project="Site", client="Northwind"))
        report = self.bring(HEADER + toggl_row(2, project="Site", client="Southwind"))
        self.assertEqual((report.projects, report.clients), (1, 1))

    def test_a_project_that_was_renamed_since_is_found_again(self) -> None:
        self.bring(HEADER + toggl_row(1))
        change_project(Project.objects.get(), by=self.by_ana, name="Renamed")
        self.assertEqual(self.bring(HEADER + toggl_row(2)).projects, 0)

    def test_a_project_in_the_bin_is_not_filled(self) -> None:
        delete_project(create_project("P", by=self.by_ana), by=self.by_ana)
        self.assertEqual(self.bring(HEADER + toggl_row(1)).projects, 1)

    def test_an_archived_project_takes_time_but_no_new_task(self) -> None:
        archive_project(create_project("P", by=self.by_ana), by=self.by_ana)
        incoming = self.read(HEADER + toggl_row(1, task="QA"))
        self.assertIn("archived", Plan.from_json(incoming.plan).problems[0]["message"])
        report = self.bring(HEADER + toggl_row(1, task="QA"))
        self.assertEqual((report.projects, report.tasks, report.entries), (0, 0, 1))

    def test_time_goes_to_the_task_of_that_title(self) -> None:
        project = create_project("P", by=self.by_ana)
        task = create_task("QA", by=self.by_ana, project=project)
        self.assertEqual(self.bring(HEADER + toggl_row(1, task="QA")).tasks, 0)
        self.assertEqual(TimeEntry.objects.get().task, task)

    def test_what_was_deleted_since_comes_again(self) -> None:
        data = HEADER + toggl_row(1) + toggl_row(2)
        self.bring(data)
        delete_entry(TimeEntry.objects.first(), by=self.by_ana)  # type: ignore[arg-type]
        report = self.bring(data)
        self.assertEqual((report.entries, report.existing), (1, 1))
        self.assertEqual(TimeEntry.objects.kept().count(), 2)
        self.assertEqual(Plan.from_json(self.read(data).plan).entries, 0)

    def test_labels_are_one_whatever_their_case(self) -> None:
        report = self.bring(HEADER + toggl_row(1, tags="Dev, dev, DEV"))
        self.assertEqual(report.labels, 1)
        self.assertEqual(TimeEntry.objects.get().labels.count(), 1)


class PeopleTest(ImportTestCase):
    both = HEADER + toggl_row(1) + toggl_row(2, who="Mara A,mara@example.org") + toggl_row(3, who="X,x@example.org")

    def test_a_file_of_one_person_is_for_whoever_imports_it(self) -> None:
        self.assertEqual(self.bring(HEADER + toggl_row(1, who="Jo,jo@example.org")).entries, 1)
        self.assertEqual(TimeEntry.objects.get().user, self.ana)

    def test_of_several_people_one_imports_ones_own(self) -> None:
        incoming = self.read(self.both)
        plan = Plan.from_json(incoming.plan)
        self.assertEqual((plan.entries, plan.person, plan.errors), (1, "ana@example.org", 0))
        others = [problem for problem in plan.problems if problem["column"] == "User"]
        self.assertEqual([problem["line"] for problem in others], [3, 4])
        self.assertIn("Mara A", others[0]["message"])

    def test_who_is_not_among_several_must_say_whose_rows_are_theirs(self) -> None:
        incoming = self.read(self.both, by=self.by_olga)
        plan = Plan.from_json(incoming.plan)
        self.assertIn("several people", plan.refusal)
        self.assertEqual(
            [key for key, _name, _count in plan.people], ["ana@example.org", "mara@example.org", "x@example.org"]
        )
        self.assertEqual((plan.entries, plan.rows, plan.problems), (0, [], []))
        with self.assertRaises(Invalid):
            start_import(incoming, by=self.by_olga, good_rows_only=True)
        changed = change_import(
            incoming, by=self.by_olga, source="toggl", choices=Choices(zone="Europe/Berlin", person="X@example.org")
        )
        plan = Plan.from_json(plan_import(changed, by=self.by_olga).plan)
        self.assertEqual((plan.entries, plan.first_day, plan.refusal), (1, "2026-05-04", ""))

    def test_each_person_imports_their_part_of_one_file(self) -> None:
        self.assertEqual(self.bring(self.both).entries, 1)
        self.assertEqual(self.bring(self.both, by=self.by_mara).entries, 1)
        self.assertEqual(TimeEntry.objects.get(user=self.mara).day, date(2026, 5, 3))


class TodoistTest(ImportTestCase):
    def test_a_project_comes_in_with_sections_subtasks_labels_and_dates(self) -> None:
        report = self.bring(self.sample("todoist/project.csv"), "Office [22033].csv")
        self.assertEqual((report.projects, report.sections, report.tasks, report.labels), (1, 2, 10, 3))
        project = Project.objects.get()
        self.assertEqual(project.name, "Office")
        self.assertEqual(str(project.pk), report.project_id)
        self.assertEqual([s.name for s in Section.objects.order_by("position")], ["Website", "Später"])
        tasks = {task.title: task for task in Task.objects.order_by("position")}
        self.assertEqual(
            [task.title for task in Task.objects.filter(parent=None).order_by("position")][:4],
            [
                "Call the accountant",
                "Water the plants",
                "Prepare quarterly numbers",
                "Fix **footer** on [about](https://example.org/about)",
            ],
        )
        self.assertEqual(tasks["Scan them"].parent, tasks["Collect receipts"])
        self.assertEqual(tasks["Collect receipts"].parent, tasks["Prepare quarterly numbers"])
        numbers = tasks["Prepare quarterly numbers"]
        self.assertEqual((numbers.priority, numbers.estimate), (2, 5400))
        self.assertEqual(
            (numbers.due_on, numbers.due_time, numbers.due_zone), (date(2026, 12, 18), time(14), "Europe/Berlin")
        )
        self.assertIn("2026-12-20", numbers.description)
        buy = tasks["Buy milk, bread and coffee"]
        self.assertEqual(sorted(label.name for label in buy.labels.all()), ["errands", "home"])
        self.assertEqual(buy.section and buy.section.name, "Website")
        self.assertEqual(buy.due_time, time(17))
        self.assertEqual(tasks["Call the accountant"].priority, 1)
        self.assertEqual(sorted(task.number for task in tasks.values()), list(range(1, 11)))

    def test_twice_imports_nothing_twice(self) -> None:
        data = self.sample("todoist/project.csv")
        self.bring(data)
        plan = Plan.from_json(self.read(data).plan)
        self.assertEqual((plan.projects, plan.sections, plan.tasks, plan.existing), (0, 0, 0, 10))

    def test_a_task_added_since_comes_in_under_the_one_that_is_here(self) -> None:
        data = "TYPE,CONTENT,INDENT\ntask,Parent,1\n"
        self.bring(data, "Home.csv")
        report = self.bring(data + "task,Child,2\n", "Home.csv")
        self.assertEqual((report.tasks, report.existing), (1, 1))
        child = Task.objects.get(title="Child")
        self.assertEqual(child.parent and child.parent.title, "Parent")

    def test_the_project_may_be_named_otherwise(self) -> None:
        self.bring(self.sample("todoist/project.csv"), project="Büro")
        self.assertEqual(Project.objects.get().name, "Büro")

    def test_tasks_join_a_project_of_that_name_behind_its_own(self) -> None:
        project = create_project("Home", by=self.by_ana)
        create_task("Mine", by=self.by_ana, project=project)
        self.bring("TYPE,CONTENT,INDENT\ntask,Theirs,1\n", "home.csv")
        self.assertEqual([task.title for task in Task.objects.order_by("position")], ["Mine", "Theirs"])

    def test_tasks_under_a_bad_row_come_in_without_it(self) -> None:
        data = f"TYPE,CONTENT,INDENT\ntask,{'x' * 501},1\ntask,Child,2\nsection,{'s' * 121},\ntask,In it,1\n"
        incoming = self.read(data)
        errors = [(p["line"], p["column"]) for p in Plan.from_json(incoming.plan).problems]
        self.assertEqual(errors, [(2, "CONTENT"), (4, "CONTENT")])
        report = self.bring(data, good_rows_only=True)
        self.assertEqual((report.tasks, report.sections, report.left_out), (2, 0, 2))
        self.assertEqual(
            set(Task.objects.values_list("title", "parent", "section")), {("Child", None, None), ("In it", None, None)}
        )


class LifeTest(ImportTestCase):
    def test_a_guest_imports_nothing(self) -> None:
        with self.assertRaises(NotAllowed):
            prepare_import([b"x"], by=self.by_gil, file_name="x.csv")
        self.assertIs(Import.objects.exists(), False)

    def test_nobody_else_sees_or_touches_an_import(self) -> None:
        incoming = self.read(HEADER + toggl_row())
        for by in (self.by_mara, self.by_olga, self.by_boris, self.by_gil):
            self.assertIs(Import.objects.visible_to(by).exists(), False)
            for act in (start_import, plan_import, apply_import, discard_import):
                with self.assertRaises(NotAllowed):
                    act(incoming, by=by)
        self.nothing_is_here()

    def test_the_same_id_again_is_the_same_import(self) -> None:
        pk: UUID = new_id()
        first = prepare_import([b"a,b"], by=self.by_ana, file_name="x.csv", id=pk)
        self.assertEqual(prepare_import([b"a,b"], by=self.by_ana, file_name="x.csv", id=pk), first)
        with self.assertRaises(Conflict):
            prepare_import([b"a,b"], by=self.by_mara, file_name="x.csv", id=pk)
        self.assertEqual(Import.objects.count(), 1)

    def test_bad_choices_are_refused_at_their_field(self) -> None:
        for field, wrong in {
            "zone": Choices(zone="Mars/Olympus"),
            "project": Choices(project="x" * 121),
            "person": Choices(person="x\u202e"),
        }.items():
            with self.assertRaises(Invalid) as refused:
                prepare_import([b"x"], by=self.by_ana, file_name="x.csv", choices=wrong)
            self.assertIn(field, refused.exception.message_dict)
        with self.assertRaises(Invalid):
            prepare_import([b"x"], by=self.by_ana, file_name="x.csv", source="nobody")
        with self.assertRaises(Invalid):
            prepare_import([], by=self.by_ana, file_name="x.csv")
        self.assertIs(Import.objects.exists(), False)

    def test_a_file_that_is_too_large_is_refused_and_nothing_of_it_kept(self) -> None:
        piece = b"x" * 1024 * 1024
        with self.assertRaises(Invalid) as refused:
            prepare_import((piece for _ in range(100)), by=self.by_ana, file_name="x.csv")
        self.assertIn("64 MB", str(refused.exception))
        self.assertIs(ImportPart.objects.exists(), False)

    def test_begun_twice_it_is_brought_in_once(self) -> None:
        incoming = self.read(HEADER + toggl_row())
        start_import(incoming, by=self.by_ana)
        start_import(incoming, by=self.by_ana)
        self.assertEqual(Event.objects.filter(verb=Verb.IMPORT_STARTED).count(), 1)
        apply_import(incoming, by=self.by_ana)
        apply_import(incoming, by=self.by_ana)
        self.assertEqual(TimeEntry.objects.count(), 1)
        self.assertEqual(Event.objects.filter(verb=Verb.IMPORT_APPLIED).count(), 1)

    def test_the_file_is_forgotten_once_it_is_in_and_the_report_stays(self) -> None:
        self.bring(HEADER + toggl_row())
        self.assertIs(ImportPart.objects.exists(), False)
        self.assertEqual(Import.objects.get().report["entries"], 1)

    def test_a_discarded_import_is_over(self) -> None:
        incoming = discard_import(self.read(HEADER + toggl_row()), by=self.by_ana)
        self.assertIs(ImportPart.objects.exists(), False)
        for act in (start_import, plan_import, apply_import):
            with self.assertRaises(Conflict):
                act(incoming, by=self.by_ana)

    def test_what_is_not_begun_is_not_brought_in(self) -> None:
        with self.assertRaises(Conflict):
            apply_import(self.read(HEADER + toggl_row()), by=self.by_ana)
        self.nothing_is_here()

    def test_choosing_otherwise_reads_the_file_anew(self) -> None:
        incoming = self.read(HEADER + toggl_row())
        changed = change_import(incoming, by=self.by_ana, source="toggl", choices=Choices(zone="Asia/Tokyo"))
        self.assertIs(changed.is_reading, True)
        with self.assertRaises(Conflict):
            start_import(changed, by=self.by_ana)
        start_import(plan_import(changed, by=self.by_ana), by=self.by_ana)
        apply_import(changed, by=self.by_ana)
        self.assertEqual(TimeEntry.objects.get().started_at, datetime(2026, 5, 1, 0, 0, tzinfo=UTC))

    def test_a_file_of_many_parts_is_read_as_one(self) -> None:
        data = (HEADER + "".join(toggl_row(n % 300, words=f"é{n}") for n in range(6000))).encode()
        incoming = self.read(data)
        self.assertGreater(incoming.parts.count(), 1)
        plan = Plan.from_json(incoming.plan)
        self.assertEqual((plan.entries, plan.errors, plan.lines), (6000, 0, 6001))

    def test_rows_remember_what_they_became(self) -> None:
        self.bring(HEADER + toggl_row(task="QA"))
        kinds = set(ImportedRecord.objects.values_list("kind", flat=True))
        self.assertEqual(kinds, {Kind.PROJECT, Kind.TASK, Kind.ENTRY})
        self.assertEqual(ImportedRecord.objects.get(kind=Kind.ENTRY).object_id, TimeEntry.objects.get().pk)


class SharedTest(ImportTestCase):
    def test_time_that_was_typed_here_is_left_alone(self) -> None:
        mine = create_entry(by=self.by_ana, day=date(2026, 5, 1), duration=60)
        self.bring(HEADER + toggl_row())
        mine.refresh_from_db()
        self.assertEqual((mine.duration, TimeEntry.objects.count()), (60, 2))
