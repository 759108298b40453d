"""One task: looked at, edited in place, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid
from workstate.core.text import TITLE_LENGTH, clean_line
from workstate.tasks import actions, queries
from workstate.tasks.actions.acts import lock_tasks
from workstate.tasks.choices import blocking, links_of, reminders_of
from workstate.tasks.extensions import facts_of, panels
from workstate.tasks.forms import read_changes, read_estimate
from workstate.tasks.models import Priority, Recurrence, Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.repeats import repeat_words
from workstate.tasks.rows import rows_of
from workstate.tasks.tree import branches_of
from workstate.tasks.views.base import TaskView, project_among, section_among, task_among
from workstate.tasks.views.planning import ChoosingView, errors_of
from workstate.tasks.words import due_words
from workstate.workspaces.acts import identifier


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody changed a field while the person typed in it: what stands there now, and what was typed."""

    field: str
    label: str
    theirs: str
    mine: str
    now: str
    """What `theirs` is as the field sends it."""
    url: str = ""
    """Where it is settled, if not at the task itself."""
    longest: int = TITLE_LENGTH


class DetailView(ChoosingView):
    """GET is the drawer for htmx and else a page of its own; POST edits what it names; DELETE puts it in the bin."""

    gone = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            # An open drawer that looks again after its task was deleted closes, and has nothing to complain about.
            if request.method != "GET" or self.request.htmx.target != "div#task-detail":
                raise
            self.gone = True

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if self.gone:
            return trigger_client_event(HttpResponse(status=204), "drawer:close", {})
        return self.draw()

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        data = self.fields()
        act = None
        try:
            changes = read_changes(data, self.task, by=self.actor)
            with transaction.atomic():
                if conflict := self.conflict(changes):
                    asked = self.ask("tasks/_ask_conflict.html", {"conflict": conflict})
                    return trigger_client_event(asked, "tasks:changed", {})
                moved = self.move()
                if changes:
                    act = actions.change_tasks([self.task], by=self.actor, **changes)
        except Invalid as refusal:
            what = data.get("choice", "")
            errors = errors_of(refusal, _FIELDS)
            if self.in_picker or "/choices/" in self.came_from:
                return self.choose(what, errors=errors, typed=data, status=400)
            return self.draw(errors=errors, typed=data, status=400)
        response = self.answer(changes, act, moved)
        return (
            trigger_client_event(response, "dialog:close", {}) if "settled" in data and self.request.htmx else response
        )

    def fields(self) -> dict[str, str]:
        """What was sent; the line of a list of labels that was typed, and not chosen, is a new one."""
        data: dict[str, str] = self.request.POST.dict()
        typed = data.pop("typed", "").strip().removeprefix("@")
        if typed and data.get("choice") == "labels" and not {"add_labels", "remove_labels"} & data.keys():
            data["add_labels"] = typed
        return data

    def answer(self, changes: dict[str, Any], act: actions.Act | None, moved: actions.Act | None) -> HttpResponse:
        """In the drawer one sees what one has done. From a row it is said, for the row may have left."""
        here = self.request.htmx and self.request.htmx.target == "div#task-detail"
        if here:
            return self.done()
        if moved and not changes:
            where = moved.tasks[0].project.name if moved.tasks[0].project else _("the inbox")
            return self.chosen(_("Moved to %s.") % where, undo=self.url("tasks:undo", moved.batch))
        if act and {"due", "due_day", "deferred_until"} & changes.keys():
            formats = Formats.of(self.actor.user)
            short = due_words(act.tasks[0], formats).short
            said = _("Due %s.") % short if short else _("It has no date any more.")
            if hidden := changes.get("deferred_until"):
                said = _("Hidden until %s.") % formats.day(hidden)
            elif "deferred_until" in changes:
                said = ""
            return self.chosen(said, undo=self.url("tasks:undo", act.batch))
        return self.chosen()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        act = actions.delete_tasks([self.task], by=self.actor)
        gone = self.url("views:project", self.task.project_id) if self.task.project_id else self.url("views:inbox")
        response = self.done(_("Deleted."), undo=self.url("tasks:undo", act.batch), then=gone)
        if request.GET.get("from") == "drawer":
            trigger_client_event(response, "drawer:close", {})
        return response

    def move(self) -> actions.Act | None:
        """To the end of another project's list or section: `place` is "project:section", or each has its own field."""
        post = self.request.POST
        if "place" in post:
            named, _colon, inner = post["place"].partition(":")
        elif {"project", "section"} & post.keys():
            named = post.get("project", str(self.task.project_id or ""))
            inner = post.get("section", "")
        else:
            return None
        project, section = project_among(self, named), section_among(self, inner)
        only_project = "section" not in post and "place" not in post
        if project == self.task.project and (only_project or section == self.task.section):
            return None
        parent = self.task.parent if project == self.task.project else None
        return actions.move_tasks([self.task], by=self.actor, project=project, section=section, parent=parent)

    def conflict(self, changes: dict[str, Any]) -> Conflict | None:
        """What somebody else has written in the very field since the page was drawn, unless the person has seen that."""
        post = self.request.POST
        if not {"title_was", "estimate_was"} & post.keys():
            return None
        for task in lock_tasks([self.task], by=self.actor):  # As it stays until this change is written.
            if "title" in changes and "title_was" in post:
                mine, was = clean_line(changes["title"], field="title", length=TITLE_LENGTH), post["title_was"]
                if task.title not in {was.strip(), mine}:
                    return Conflict("title", _("Title"), task.title, mine, task.title)
            if "estimate" in changes and "estimate_was" in post:
                was_seconds = read_estimate(post["estimate_was"])
                # What is shown is cut to the minute.
                if (task.estimate or 0) // 60 != (was_seconds or 0) // 60 and changes["estimate"] != task.estimate:
                    theirs = _duration(task.estimate)
                    return Conflict("estimate", _("Estimate"), theirs or _("none"), post["estimate"], theirs)
        return None

    def draw(
        self, *, errors: dict[str, str] | None = None, typed: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        formats = Formats.of(self.actor.user)
        task = (
            queries.listed(Task.objects.visible_to(self.actor).filter(pk=self.task.pk), self.actor)
            .select_related("project", "section", "created_by", "completed_by", "cancelled_by", "archived_by")
            .get()
        )
        tasks = self.url("tasks:list")
        recurrence = Recurrence.objects.filter(task=task).first()
        links = links_of(task, self.actor)
        context = {
            "task": task,
            "row": rows_of([task], self.actor, formats)[0],
            "key": f"{self.actor.workspace.key_prefix}-{task.number}",
            "key_prefix": self.actor.workspace.key_prefix,
            "parent": self.task.parent,
            "people": [member.user for member in task.assignees.all()],
            "recurrence": recurrence,
            "repeat_words": capfirst(repeat_words(recurrence.repeat, self.actor.user)) if recurrence else "",
            "reminders": reminders_of(task, self.actor, formats),
            "links": links,
            "blocking": blocking(links),
            "deferred": bool(task.deferred_until and task.deferred_until > formats.today),
            "late": bool(task.deadline_on and task.deadline_on < formats.today and not task.completed_at),
            "branches": branches_of(task, self.actor, formats),
            "panels": panels(),
            "more_facts": facts_of(task, self.actor),
            "can_edit": can_edit_task(self.actor, task),
            "errors": errors or {},
            "typed": typed or {},
            "tasks_url": tasks,
            "task_url": f"{tasks}{task.number}/",
            "list_url": self.url("views:project", task.project_id) if task.project_id else self.url("views:inbox"),
            "formats": formats,
        }
        context["on_page"] = not self.wants_fragment or self.request.GET.get("as") == "page"
        template = "tasks/_task.html" if self.wants_fragment else "tasks/detail.html"
        return render(self.request, template, context, status=status)


class MenuView(TaskView):
    """What can be done to a task from its row; a page without script has all of it on the task's own page."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        context = {
            "task": self.task,
            "repeats": Recurrence.objects.filter(task=self.task).exists(),
            "priorities": Priority.choices,
            "days": [
                ("today", _("Today")),
                ("tomorrow", _("Tomorrow")),
                ("next week", _("Next week")),
                ("", _("No date")),
            ],
            "can_edit": can_edit_task(self.actor, self.task),
            "tasks_url": self.url("tasks:list"),
            "task_url": self.task_url,
        }
        return render(request, "tasks/_menu.html" if self.wants_fragment else "tasks/menu.html", context)


class SubtaskListView(DetailView):
    """POST adds a subtask, or a task `under` one of those, by a line as in quick add."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        title = request.POST.get("title", "")
        try:
            parent = task_among(self, request.POST.get("under", ""), field="subtask") or self.task
            actions.add_line(title, by=self.actor, id=identifier(request.POST.get("id", ""), field="id"), parent=parent)
        except Invalid as refusal:
            return self.draw(errors={"subtask": " ".join(refusal.messages)}, typed={"subtask": title}, status=400)
        return self.done()


# What an action calls its columns, and what the page calls the field.
_FIELDS = {"due_on": "due", "due_time": "due", "parent": "project", "section": "project"}


def _duration(seconds: int | None) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}" if seconds else ""
