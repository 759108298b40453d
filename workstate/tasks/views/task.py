"""One task: looked at, edited in place, deleted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid
from workstate.projects.models import Project, Section
from workstate.tasks import actions, queries
from workstate.tasks.extensions import facts_of, panels
from workstate.tasks.forms import read_changes
from workstate.tasks.history import history
from workstate.tasks.models import Priority, Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.rows import rows_of
from workstate.tasks.views.base import TaskView, project_among, section_among
from workstate.workspaces.acts import identifier


class DetailView(TaskView):
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
        try:
            changes = read_changes(request.POST.dict(), self.task, by=self.actor)
            with transaction.atomic():
                if "project" in request.POST or "section" in request.POST:
                    self.move()
                if changes:
                    actions.change_task(self.task, by=self.actor, **changes)
        except Invalid as refusal:
            errors = {_FIELDS.get(field, field): " ".join(said) for field, said in refusal.message_dict.items()}
            return self.draw(errors=errors, typed=request.POST.dict(), status=400)
        return self.done()

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        actions.delete_task(self.task, by=self.actor)
        gone = self.url("tasks:project", self.task.project_id) if self.task.project_id else self.url("tasks:inbox")
        response = self.done(_("Deleted."), undo=self.url("tasks:restoration", self.task.number), then=gone)
        if request.GET.get("from") == "drawer":
            trigger_client_event(response, "drawer:close", {})
        return response

    def move(self) -> None:
        """To the end of another project's list or section."""
        post = self.request.POST
        project = project_among(self, post["project"]) if "project" in post else self.task.project
        section = section_among(self, post["section"]) if "section" in post else None
        if project == self.task.project and ("section" not in post or section == self.task.section):
            return
        parent = self.task.parent if project == self.task.project else None
        actions.move_to_end(self.task, by=self.actor, project=project, section=section, parent=parent)

    def draw(
        self, *, errors: dict[str, str] | None = None, typed: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        formats = Formats.of(self.actor.user)
        task = queries.listed(Task.objects.visible_to(self.actor).filter(pk=self.task.pk), self.actor).get()
        tasks = self.url("tasks:list")
        sections = Section.objects.visible_to(self.actor).filter(project=task.project_id).by_position()
        context = {
            "task": task,
            "row": rows_of([task], self.actor, formats)[0],
            "key": f"{self.actor.workspace.key_prefix}-{task.number}",
            "parent": self.task.parent,
            "subtasks": rows_of(queries.subtasks(self.actor, task), self.actor, formats),
            "happenings": history(task, formats=formats, actor=self.actor),
            "panels": panels(),
            "more_facts": facts_of(task, self.actor),
            "projects": _choices(self, task),
            "sections": list(sections) if task.project_id else [],
            "priorities": Priority.choices,
            "can_edit": can_edit_task(self.actor, task),
            "errors": errors or {},
            "typed": typed or {},
            "tasks_url": tasks,
            "task_url": f"{tasks}{task.number}/",
            "list_url": self.url("tasks:project", task.project_id) if task.project_id else self.url("tasks:inbox"),
        }
        context["on_page"] = not self.wants_fragment or self.request.GET.get("as") == "page"
        template = "tasks/_task.html" if self.wants_fragment else "tasks/detail.html"
        return render(self.request, template, context, status=status)


class MenuView(TaskView):
    """What can be done to a task from its row; a page without script has all of it on the task's own page."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        tasks = self.url("tasks:list")
        context = {
            "task": self.task,
            "projects": _choices(self, self.task),
            "priorities": Priority.choices,
            "days": [
                ("today", _("Today")),
                ("tomorrow", _("Tomorrow")),
                ("next week", _("Next week")),
                ("", _("No date")),
            ],
            "can_edit": can_edit_task(self.actor, self.task),
            "tasks_url": tasks,
            "task_url": f"{tasks}{self.task.number}/",
        }
        return render(request, "tasks/_menu.html" if self.wants_fragment else "tasks/menu.html", context)


class SubtaskListView(DetailView):
    """POST adds a subtask."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        title = request.POST.get("title", "")
        try:
            actions.create_task(
                title,
                by=self.actor,
                id=identifier(request.POST.get("id", ""), field="id"),
                project=self.task.project,
                section=self.task.section,
                parent=self.task,
            )
        except Invalid as refusal:
            return self.draw(errors={"subtask": " ".join(refusal.messages)}, typed={"subtask": title}, status=400)
        return self.done()


# What an action calls its columns, and what the page calls the field.
_FIELDS = {"due_on": "due", "due_time": "due", "parent": "project"}


def _choices(view: TaskView, task: Task) -> list[Project]:
    """Projects to move to: the active ones, and the one it is in."""
    projects = list(Project.objects.visible_to(view.actor).active().by_position())
    if task.project and task.project not in projects:
        projects.insert(0, task.project)
    return projects
