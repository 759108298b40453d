"""Many tasks that were chosen in a list: one act for all of them, and one Undo."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import trigger_client_event

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid, require
from workstate.projects.models import Project, Section
from workstate.tasks import selecting
from workstate.tasks.access import learn_levels_of
from workstate.tasks.actions import Act
from workstate.tasks.forms import read_changes, read_day, read_when
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.views.base import TaskView, project_among, section_among, task_among
from workstate.tasks.views.planning import OFFERS, ChoosingView, errors_of
from workstate.workspaces.acts import toast

CHOICES = ("due", "priority", "project", "labels", "assignees", "start", "deadline", "defer")


class SelectedView(ChoosingView):
    """
    A view of the tasks that `tasks` names, by their numbers or ids between commas or one after the other.

    Where the choices of one task are drawn, `task` stands for what all of them have alike.
    """

    tasks: list[Task]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super(TaskView, self).setup(request, *args, **kwargs)

    def find(self, *, with_bin: bool = False) -> None:
        named = [*self.request.GET.getlist("tasks"), *self.request.POST.getlist("tasks")]
        names = [name for text in named for name in re.split(r"[,\s]+", text)]
        self.tasks = selecting.tasks_named(names, by=self.actor, with_bin=with_bin)
        self.task = selecting.in_common(self.tasks, self.actor)
        self.task.title = tasks_words(len(self.tasks))

    @property
    def task_url(self) -> str:
        return f"{self.url('tasks:selection')}?tasks={','.join(str(task.number) for task in self.tasks)}"

    def choose(
        self, what: str, *, errors: dict[str, str] | None = None, typed: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        if what not in CHOICES:
            raise Invalid(_("This cannot be chosen for many tasks."), field="choice")
        title, template, offer = OFFERS[what]
        context = {"what": what, "title": title(), "template": template, "task": self.task, "task_url": self.task_url}
        context |= {"errors": errors or {}, "typed": typed or {}, "user": self.actor.user}
        if what == "labels":
            options = selecting.labels(self.tasks, self.actor)
            context |= {"options": options, "filter": _("Label"), "several": True, "creates": True}
        elif what == "assignees":
            context |= {"options": selecting.people(self.tasks, self.actor), "filter": _("Name"), "several": True}
        else:
            # Of many only the day is set, and each keeps its time; nor is there one way in which they repeat.
            context |= {**offer(self), **({"timed": False} if what == "due" else {})}
        page = "tasks/choices/_frame.html" if self.wants_fragment else "tasks/_selection_choices.html"
        return render(self.request, page, context, status=status)


class SelectionChoicesView(SelectedView):
    """GET offers what the tasks can be given in one respect."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        self.find()
        learn_levels_of(self.tasks, self.actor)
        for task in self.tasks:
            require(can_edit_task(self.actor, task))
        return self.choose(self.kwargs["what"])


class SelectionView(SelectedView):
    """
    POST does one act (`act`) to all of the tasks or to none of them.

    Without `act` it changes the fields that were sent, or moves the tasks where `place` says.
    """

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        name = request.POST.get("act") or ("move" if "place" in request.POST else "change")
        self.find(with_bin=name == "restore")
        children = request.POST.get("children", "")
        if name == "complete" and not children and (count := selecting.open_below(self.tasks)):
            return self.ask("tasks/_selection_children.html", {"count": count})
        try:
            values = self.values(name)
            act = selecting.act_on(self.tasks, name, by=self.actor, **values)
        except Invalid as refusal:
            if self.in_picker:
                what = request.POST.get("choice", "")
                return self.choose(what, errors=errors_of(refusal, {}), typed=request.POST.dict(), status=400)
            raise
        response = self.answer(name, act, values)
        return trigger_client_event(response, "dialog:close", {}) if children and self.request.htmx else response

    def values(self, name: str) -> dict[str, Any]:
        """What the action takes beside the tasks."""
        if name == "complete":
            return {"children": self.request.POST.get("children") == "all"}
        if name == "move":
            return self.place()
        return self.wanted() if name == "change" else {}

    def place(self) -> dict[str, Any]:
        """Where the tasks go: `place` is "project:section"; a drop names what it fell between, or under."""
        post = self.request.POST
        if "place" in post:
            named, _colon, inner = post["place"].partition(":")
            return {"project": project_among(self, named), "section": section_among(self, inner)}
        parent = task_among(self, post.get("parent", ""), field="parent")
        if parent:
            return {"project": parent.project, "section": parent.section, "parent": parent}
        after = task_among(self, post.get("after", ""), field="after")
        before = task_among(self, post.get("before", ""), field="before")
        beside = after or before
        if "project" not in post and beside is None:
            raise Invalid(_("Say where the tasks are to go."), field="project")
        project = beside.project if beside else None
        if "project" in post:
            project = project_among(self, post["project"])
        return {"project": project, "section": self.section(project, beside), "after": after, "before": before}

    def section(self, project: Project | None, beside: Task | None) -> Section | None:
        """Where none is named the tasks stay in their section, or go into that of their neighbour."""
        if "section" in self.request.POST:
            return section_among(self, self.request.POST["section"])
        theirs = {task.section for task in self.tasks}
        section = theirs.pop() if len(theirs) == 1 else beside and beside.section
        return section if section and project and section.project_id == project.pk else None

    def wanted(self) -> dict[str, Any]:
        data: dict[str, str] = self.request.POST.dict()
        typed = data.pop("typed", "").strip().removeprefix("@")
        if typed and data.get("choice") == "labels" and not {"add_labels", "remove_labels"} & data.keys():
            data["add_labels"] = typed
        values = self.when(data) if {"due", "due_day"} & data.keys() else {}
        rest = {key: value for key, value in data.items() if key not in {"due", "due_day", "due_time"}}
        values |= read_changes(rest, self.task, by=self.actor)
        if not values:
            raise Invalid(_("Say what is to change."), field="act")
        return values

    def when(self, data: dict[str, str]) -> dict[str, Any]:
        """A day leaves each task its time of day; words that say a time, or how the tasks repeat, say it for all."""
        text = data["due_day"] if "due_day" in data else data["due"]
        if "due_day" in data or not text.strip():
            return {"due_day": read_day(text, by=self.actor, field="due")}
        when = read_when(text, by=self.actor)
        if when.due.time is None and when.repeat is None:
            return {"due_day": when.due.day}
        return {"due": when.due, **({"repeat": when.repeat} if when.repeat else {})}

    def answer(self, name: str, act: Act, values: dict[str, Any]) -> HttpResponse:
        count = selecting.count_changed(act)
        said = self.said(name, count, values) if count else _("There was nothing to change.")
        undo = self.url("tasks:undo", act.batch) if count else ""
        what = self.request.POST.get("choice", "")
        if self.in_picker and "stay" in self.request.POST and what in CHOICES:
            response = self.choose(what)
            for event in self.changes if count else ():
                trigger_client_event(response, event, {})
            toast(response, said, undo=undo)
            return response
        # Back from a page of choices, which may be two pages away.
        return self.done(said, undo=undo, then=self.url("views:today") if "/selection/" in self.came_from else "")

    def said(self, name: str, count: int, values: dict[str, Any]) -> str:
        number = {"count": count}
        if (
            name == "move"
            and values.get("parent") is None
            and {task.project for task in self.tasks} == {values["project"]}
        ):
            return ngettext("%(count)d task moved.", "%(count)d tasks moved.", count) % number
        if name == "move":
            where = values["parent"].title if values.get("parent") else values["project"] and values["project"].name
            words = {**number, "where": where or _("the inbox")}
            return ngettext("%(count)d task moved to %(where)s.", "%(count)d tasks moved to %(where)s.", count) % words
        day: date | None = values["due"].day if values.get("due") else values.get("due_day")
        if day:
            words = {**number, "day": Formats.of(self.actor.user).day(day)}
            return ngettext("%(count)d task due %(day)s.", "%(count)d tasks due %(day)s.", count) % words
        forms = {
            "complete": ngettext("%(count)d task completed.", "%(count)d tasks completed.", count),
            "reopen": ngettext("%(count)d task reopened.", "%(count)d tasks reopened.", count),
            "cancel": ngettext("%(count)d task cancelled.", "%(count)d tasks cancelled.", count),
            "archive": ngettext("%(count)d task archived.", "%(count)d tasks archived.", count),
            "unarchive": ngettext("%(count)d task taken out of the archive.", "%(count)d tasks taken out of the archive.", count),
            "delete": ngettext("%(count)d task deleted.", "%(count)d tasks deleted.", count),
            "restore": ngettext("%(count)d task restored.", "%(count)d tasks restored.", count),
            "change": ngettext("%(count)d task changed.", "%(count)d tasks changed.", count),
        }  # fmt: skip
        return forms[name] % number


def tasks_words(count: int) -> str:
    return ngettext("%(count)d task", "%(count)d tasks", count) % {"count": count}
