"""Make and remove a workspace of sample data. Everything in it is written by the same acts as what people type."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.core.actor import Actor, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.demo.plan import Plan, Work, make_plan
from workstate.demo.queries import demo_of
from workstate.demo.rates import write_rates
from workstate.demo.text import Story, read_stories
from workstate.projects.actions import create_client, create_project, create_sections, favour_project
from workstate.projects.models import Project
from workstate.tasks.actions import NewTask, create_tasks, labels_named
from workstate.tasks.due import Due
from workstate.timetracking.actions import NewEntry, create_entries, stop_timer
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.actions import create_workspace, delete_demo

NAME = "Northwind (sample)"
SLUG = "northwind"
KEY_PREFIX = "NW"
BATCH = 500


@transaction.atomic
def make_demo(user: User, *, via: Via) -> Actor:
    """
    Three months of believable work in a workspace of its own; answers with the person as its owner.

    The same each time but for the dates, which count from today. Raises Conflict if the person has one already.
    """
    # One at a time for each person: a double click must not make two.
    User.objects.select_for_update(no_key=True).filter(pk=user.pk).values_list("pk").get()
    if demo_of(user):
        raise Conflict(_("The sample data is there already. Remove it first to get it anew."))
    by = create_workspace(NAME, owner=user, via=via, slug=SLUG, key_prefix=KEY_PREFIX, demo=True)
    stories = read_stories()
    plan = make_plan(stories, now(), by.zone)
    projects = [_make_project(story, by) if story.name else None for story in stories]
    ids = _write_tasks(plan, stories, projects, by)
    _write_time(plan, projects, ids, by)
    write_rates([project for project in projects if project], by=by)
    return by


@transaction.atomic
def remove_demo(*, by: Actor) -> None:
    """Remove the sample workspace with all that is in it; a timer that runs there is stopped first."""
    if not by.workspace.is_demo:
        raise Invalid(_("Only a workspace of sample data can be removed here."))
    running = (
        TimeEntry.objects.of(by.user).running().filter(workspace=by.workspace).values_list("pk", flat=True).first()
    )
    if running:
        stop_timer(by=by, entry=running)
    delete_demo(by=by)


def _make_project(story: Story, by: Actor) -> Project:
    client = create_client(story.client, by=by) if story.client else None
    project = create_project(story.name, by=by, description=story.about, colour=story.colour, client=client)
    if story.favourite:
        favour_project(project, by=by)
    return project


def _write_tasks(plan: Plan, stories: list[Story], projects: list[Project | None], by: Actor) -> dict[int, UUID]:
    """Write every task with its subtasks; answers with the ids by the identity of their Work."""
    names = {label for work in plan.works for label in work.line.labels} | {s.label for s in plan.slots if s.label}
    labels = {label.name: label.pk for label in labels_named(sorted(names), by=by)}
    ids = {id(work): new_id() for work in plan.works}
    for index, (story, project) in enumerate(zip(stories, projects, strict=True)):
        sections = (
            {section.name: section.pk for section in create_sections(story.sections, project=project, by=by)}
            if project
            else {}
        )
        tasks: list[NewTask] = []
        for work in plan.works:
            if work.story == index:
                tasks += _new_tasks(work, ids[id(work)], sections, labels)
        create_tasks([tasks], project=project, by=by)
    return ids


def _new_tasks(work: Work, id: UUID, sections: dict[str, UUID], labels: dict[str, UUID]) -> list[NewTask]:
    line = work.line
    section = sections.get(line.section)
    parent = NewTask(
        id=id,
        title=line.title,
        description=line.about,
        priority=line.priority,
        estimate=line.estimate,
        due=Due(*work.due) if work.due else None,
        section=section,
        labels=tuple(labels[name] for name in line.labels),
        created_at=work.created_at,
        completed_at=work.done_at if work.done else None,
    )
    # Of a task that is begun, the first steps are done.
    steps = len(line.children) if work.done else round(len(line.children) * 0.6) if work.spent else 0
    begun, until = work.began_at or work.created_at, work.done_at or now()
    children = [
        NewTask(
            title=child.title,
            section=section,
            parent=id,
            created_at=work.created_at,
            completed_at=begun + (until - begun) * (place + 1) / (steps + 1) if begun and place < steps else None,
        )
        for place, child in enumerate(line.children)
    ]
    return [parent, *children]


def _write_time(plan: Plan, projects: list[Project | None], ids: dict[int, UUID], by: Actor) -> None:
    labels = {label.name: label.pk for label in labels_named(sorted({s.label for s in plan.slots if s.label}), by=by)}
    entries = []
    for slot in plan.slots:
        project = projects[slot.work.story if slot.work else slot.story or 0]
        entries.append(
            NewEntry(
                started_at=slot.start,
                stopped_at=slot.stop,
                day=slot.day,
                description=slot.words or slot.note,
                task=ids[id(slot.work)] if slot.work else None,
                project=project.pk if project else None,
                labels=(labels[slot.label],) if slot.label else (),
                billable=project is not None and project.client_id is not None,
            )
        )
    create_entries((entries[first : first + BATCH] for first in range(0, len(entries), BATCH)), by=by)
