"""Giving tasks what a column, a cell or a slot says."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.savedviews import facets
from workstate.savedviews.setting import Left, groups_of, left_groups, set_facet
from workstate.tasks import selecting
from workstate.tasks.actions import Act
from workstate.tasks.models import Task
from workstate.tasks.views.acts import ActView
from workstate.tasks.views.base import TaskView, task_among
from workstate.tasks.words import due_words


class FacetView(ActView):
    """
    POST gives the task, in one respect (`facet`), the `value` of a group or what was typed; "" empties it.

    `from` is the value of the group that it leaves; `after` and `before` are its neighbours where it is put. Completing asks
    about open subtasks first, unless `children` says "all" or "one".
    """

    tasks: list[Task]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.tasks = [self.task]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        key: str = self.kwargs["facet"]
        post = request.POST
        value, children = post.get("value", ""), post.get("children", "")
        if key == "state" and value == "completed" and not children and (count := self.count_open()):
            return self.ask_children(count)
        stood = [(task.project_id, task.section_id) for task in self.tasks]
        act = set_facet(
            self.tasks,
            key,
            value,
            by=self.actor,
            from_value=self.left(key),
            after=task_among(self, post.get("after", ""), field="after"),
            before=task_among(self, post.get("before", ""), field="before"),
            children=children == "all",
        )
        if key == "section" and stood == [(task.project_id, task.section_id) for task in act.tasks]:
            return self.done()  # Put in order within its section: one sees it.
        return self.acted(act, self.said(key, act))

    def left(self, key: str) -> str | Left | None:
        return self.request.POST.get("from")

    def count_open(self) -> int:
        return selecting.open_below(self.tasks)

    def ask_children(self, count: int) -> HttpResponse:
        return self.ask("tasks/_ask_children.html", {"count": count})

    def said(self, key: str, act: Act) -> str:
        (task,) = act.tasks
        formats = Formats.of(self.actor.user)
        if key in {"section", "project"}:
            place = task.section if key == "section" else task.project
            where = place.name if place else task.project.name if task.project else _("the inbox")
            return _("Moved to %s.") % where
        if key == "due":
            short = due_words(task, formats).short
            return _("Due %s.") % short if short else _("It has no date any more.")
        if key == "state":
            if task.completed_at or task.cancelled_at:
                return _("Completed.") if task.completed_at else _("Cancelled.")
            again = self.request.POST.get("value") == "completed"
            return _("Completed. Next: %s.") % due_words(task, formats).short if again else _("Reopened.")
        if key == "priority":
            return f"{task.get_priority_display()}."
        here = groups_of(act.tasks, key, by=self.actor).get(task.pk) if "from" in self.request.POST else None
        if here and here.value != self.request.POST.get("value"):
            # Of several it stands under the first: who let it go elsewhere wonders where it went.
            words = {"what": self.title(key), "group": here.title}
            return _("%(what)s changed. It stands under “%(group)s”, which it has too.") % words
        return _("%s changed.") % self.title(key)

    def title(self, key: str) -> str:
        facet = facets.named([key], self.actor).get(key)
        return facet.title if facet else key


class FacetsView(FacetView):
    """
    POST does the same to many: `tasks` are their numbers or ids, between commas or one after the other.

    With `from` each leaves the group in which it now stands.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super(TaskView, self).setup(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        names = [name for text in request.POST.getlist("tasks") for name in re.split(r"[,\s]+", text)]
        self.tasks = selecting.tasks_named(names, by=self.actor)
        return super().post(request, **kwargs)

    @property
    def task_url(self) -> str:
        return f"{self.url('tasks:selection')}?tasks={','.join(str(task.number) for task in self.tasks)}"

    def left(self, key: str) -> str | Left | None:
        return left_groups(self.tasks, key, by=self.actor) if "from" in self.request.POST else None

    def ask_children(self, count: int) -> HttpResponse:
        self.task = Task()
        return self.ask("tasks/_selection_children.html", {"count": count})

    def said(self, key: str, act: Act) -> str:
        count = selecting.count_changed(act)
        return ngettext("%(count)d task changed.", "%(count)d tasks changed.", count) % {"count": count}
