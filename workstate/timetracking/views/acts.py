"""What is done to entries as a whole: to many that were chosen, to one that is split, to two that overlap; and its Undo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid, NotFound
from workstate.projects.models import Project
from workstate.tasks.forms import read_day
from workstate.tasks.models import Task
from workstate.timetracking import actions
from workstate.timetracking.actions import Act
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import own_entries
from workstate.timetracking.views.base import TimeView
from workstate.timetracking.views.offers import OFFERS
from workstate.workspaces.acts import identifier

ON = {"on": True, "off": False}


class UndoingView(TimeView):
    """POST takes back what was done to entries under one batch."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        act = actions.take_back(self.kwargs["batch"], by=self.actor)
        return self.changed(tasks=[entry.task for entry in act.entries], message=_("Taken back."))


class ChosenEntriesView(TimeView):
    """A view of the person's own entries that `entries` names, by their ids between commas or one after the other."""

    @property
    def ids(self) -> list[UUID]:
        named = [*self.request.GET.getlist("entries"), *self.request.POST.getlist("entries")]
        names = dict.fromkeys(name for text in named for name in re.split(r"[,\s]+", text) if name)
        try:
            return [UUID(name) for name in names]
        except ValueError:
            raise NotFound from None

    @property
    def in_picker(self) -> bool:
        return self.request.htmx.target == "div#picker"

    def entries(self) -> list[TimeEntry]:
        ids = self.ids
        found = list(own_entries(self.actor).filter(pk__in=ids).prefetch_related("labels"))
        if len(found) != len(ids):
            raise NotFound
        return found

    def choose(
        self, what: str, *, errors: Iterable[str] = (), typed: dict[str, str] | None = None, status: int = 200
    ) -> HttpResponse:
        if what not in OFFERS:
            raise Http404
        ids = [] if self._by_boxes else self.ids
        address = self.url("timetracking:acts")
        context = {
            "what": what,
            "task_url": f"{address}?entries={','.join(map(str, ids))}" if ids else address,
            "by_boxes": not ids,
            "errors": dict(enumerate(errors)),
            "typed": typed or {},
            **OFFERS[what](self.actor, self.entries),
        }
        page = "_choices.html" if self.wants_fragment else "choices.html"
        return render(self.request, f"timetracking/{page}", context, status=status)

    @property
    def _by_boxes(self) -> bool:
        """Whether the panel is for what is selected in the list: its boxes go along with whatever is chosen."""
        return "selected" in self.request.GET or "selected" in self.request.POST


class ActChoicesView(ChosenEntriesView):
    """GET offers what the entries can be given in one respect."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return self.choose(self.kwargs["respect"])
        except (Invalid, Conflict) as refusal:
            if not self.wants_fragment:
                raise
            return render(request, "timetracking/choices/_refused.html", {"words": words_of(refusal)})


class ActsView(ChosenEntriesView):
    """POST does one act (`act`) to all of the entries or to none. Without `act` it changes the fields that were sent."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("act") or "change"
        try:
            act = self.do(name)
        except Invalid as refusal:
            what = request.POST.get("choice", "")
            if self.in_picker and what in OFFERS:
                return self.choose(what, errors=refusal.messages, typed=request.POST.dict(), status=400)
            raise
        return self.answer(name, act)

    def do(self, name: str) -> Act:
        ids, by = self.ids, self.actor
        match name:
            case "change":
                return actions.change_entries(ids, by=by, **self.wanted())
            case "delete":
                return actions.delete_entries(ids, by=by)
            case "copy":
                return actions.copy_entries(ids, by=by)
            case "copy-today":
                return actions.copy_entries(ids, by=by, day=today(by.zone))
            case "merge":
                return actions.merge_entries(ids, by=by)
        raise Invalid(_("There is no such act."), field="act")

    def wanted(self) -> dict[str, Any]:
        """The fields that were sent, as the action takes them."""
        post, values = self.request.POST, dict[str, Any]()
        if "task" in post:
            values |= {"task": self._task(post["task"]), "project": None}
        elif "project" in post:
            values |= {"task": None, "project": self._project(post["project"])}
        if "description" in post:
            values["description"] = post["description"]
        if post.get("billable") in ON:
            values["billable"] = ON[post["billable"]]
        if "day" in post:
            values["day"] = read_day(post["day"], by=self.actor, field="day")
            if values["day"] is None:
                raise Invalid(_("Give the day."), field="day", code="required")
        for name in ("add_labels", "remove_labels"):
            if name in post:
                values[name] = post.getlist(name)
        typed = post.get("typed", "").strip().removeprefix("@")
        if typed and post.get("choice") == "labels" and not {"add_labels", "remove_labels"} & values.keys():
            values["add_labels"] = [typed]
        if not values:
            raise Invalid(_("Say what is to change."), field="act")
        return values

    def _task(self, number: str) -> Task | None:
        if not number:
            return None
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise NotFound
        return get_object_or_404(
            Task.objects.visible_to(self.actor).kept().select_related("project"), number=int(number)
        )

    def _project(self, text: str) -> Project | None:
        wanted = identifier(text, field="project")
        return get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=wanted) if wanted else None

    def answer(self, name: str, act: Act) -> HttpResponse:
        count = len(act.entries)
        said = words_for(name, count, self.request.POST) if count else _("There was nothing to change.")
        undo = self.url("timetracking:undoing", act.batch) if count else ""
        response = self.changed(tasks=[entry.task for entry in act.entries], message=said, undo=undo)
        if not self.in_picker:
            return response
        if "stay" in self.request.POST and self.request.POST.get("choice") in OFFERS:
            # The panel again, for the next of several, and beside it what has changed on the page.
            response.content = self.choose(self.request.POST["choice"]).content + response.content
            return response
        response["HX-Reswap"] = "none"
        return response


def words_for(name: str, count: int, sent: Any) -> str:
    """What was done, in a sentence."""
    number = {"count": count}
    if name == "change" and "day" in sent:
        return ngettext("%(count)d entry moved.", "%(count)d entries moved.", count) % number
    said: dict[str, Callable[[], str]] = {
        "change": lambda: ngettext("%(count)d entry changed.", "%(count)d entries changed.", count),
        "delete": lambda: ngettext("%(count)d entry deleted.", "%(count)d entries deleted.", count),
        "copy": lambda: ngettext("%(count)d entry duplicated.", "%(count)d entries duplicated.", count),
        "copy-today": lambda: ngettext("%(count)d entry duplicated to today.", "%(count)d entries duplicated to today.", count),
        "merge": lambda: ngettext("%(count)d entry merged.", "%(count)d entries merged into one.", count),
    }  # fmt: skip
    return said[name]() % number


def words_of(refusal: Exception) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, Invalid) else str(refusal)
