"""One line makes a task: what it will be, shown while it is typed, and the making of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import trigger_client_event

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.tasks.actions import add_line, add_lines
from workstate.tasks.chips import chips
from workstate.tasks.due import Due
from workstate.tasks.forms import read_when
from workstate.tasks.line import LONGEST_LINE, LONGEST_LIST, Place, Planned, names, new_names, read_line, read_lines
from workstate.tasks.models import Task
from workstate.tasks.quickadd import Draft, Kind, many_lines, segments
from workstate.tasks.views.base import ListedView, label_among, project_among, section_among
from workstate.tasks.words import due_words
from workstate.workspaces.acts import identifier
from workstate.workspaces.views import WorkspaceView

MOST_IGNORED = 50
MOST_SHOWN = 8
"""Rows of a list's preview."""
DEEPEST_SHOWN = 5


class LineView(ListedView):
    """Reads what a quick add line sends; the page's own context comes in the address."""

    def place(self) -> Place:
        due = None
        day = self.request.GET.get("due", "")
        if day in {"today", "tomorrow"}:
            today = Formats.of(self.actor.user).today
            due = Due(today if day == "today" else today + timedelta(days=1))
        elif day:
            due = read_when(day, by=self.actor, with_repeat=False).due
        return Place(
            project=project_among(self, self.request.GET.get("project", "")),
            label=label_among(self, self.request.GET.get("label", "")),
            due=due,
            section=section_among(self, self.request.GET.get("section", "")),
        )

    @property
    def text(self) -> str:
        return self.request.POST.get("text", "")

    @property
    def ignored(self) -> list[str]:
        return self.request.POST.getlist("ignored")[:MOST_IGNORED]

    @property
    def many(self) -> bool:
        """Several lines make several tasks."""
        return len(many_lines(self.text[:LONGEST_LIST])) > 1

    def preview(self, place: Place, *, error: str = "", status: int = 200) -> HttpResponse:
        reading = read_line(self.text[:LONGEST_LINE], by=self.actor, ignored=self.ignored, place=place)
        context = {
            "segments": tinted(self.text, reading.draft),
            "chips": chips(reading),
            "error": error,
        }
        return render(self.request, "web/components/quick_add_preview.html", context, status=status)

    def preview_list(self, place: Place, *, error: str = "", status: int = 200) -> HttpResponse:
        """What a list would make: how many tasks, the first of them, and what would be made with them."""
        lines = [line for _depth, line in many_lines(self.text[:LONGEST_LIST])]
        planned: list[Planned] = []
        try:
            planned = read_lines(self.text[:LONGEST_LIST], by=self.actor, place=place)
        except Invalid as refusal:
            error = error or " ".join(refusal.messages)
        context = {
            "action": self.url("tasks:list"),
            "query": self.request.GET.urlencode(),
            "text": self.text,
            "joined": " ".join(lines)[:LONGEST_LINE],
            "id": self.request.POST.get("id") or new_id(),
            "count": len(lines),
            "rows": [
                {
                    "depth": min(one.depth, DEEPEST_SHOWN),
                    "title": one.reading.draft.title,
                    "chips": chips(one.reading),
                }
                for one in planned[:MOST_SHOWN]
            ],
            "more": max(0, len(planned) - MOST_SHOWN),
            "new": new_names(planned),
            "error": error,
        }
        return render(self.request, "web/components/quick_add_paste.html", context, status=status)


class PreviewView(LineView):
    """What the line would make. Writes nothing."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.preview_list(self.place()) if self.many else self.preview(self.place())


class LineNamesView(WorkspaceView):
    """The names that a line may complete. One's own, so no cache keeps them."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return JsonResponse(names(self.actor), headers={"Cache-Control": "private, no-store"})


class TaskListView(LineView):
    """The tasks of the workspace: POST makes one from a line."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Where JavaScript is broken, "Quick add" leads to a page that has the line on top."""
        return HttpResponseRedirect(self.url("views:inbox"))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        place = self.place()
        starts = request.POST.get("start") == "1"
        if self.many:
            return self.add_list(place)
        try:
            task = add_line(
                self.text,
                by=self.actor,
                id=identifier(request.POST.get("id", ""), field="id"),
                ignored=self.ignored,
                place=place,
                start=starts,
            )
        except (Invalid, NotAllowed) as refusal:
            return self.refused(place, refusal)
        self.made([task])
        response = self.done(self.said(task, place), undo=self.url("tasks:detail", task.number), method="DELETE")
        response["HX-Task"] = str(task.number)
        if starts:
            trigger_client_event(response, "timer:changed", {})
        return response

    def add_list(self, place: Place) -> HttpResponse:
        try:
            if len(self.text) > LONGEST_LIST:
                raise Invalid(_("This list is too long. Add it in parts."), field="text")
            act = add_lines(
                self.text, by=self.actor, id=identifier(self.request.POST.get("id", ""), field="id"), place=place
            )
        except (Invalid, NotAllowed) as refusal:
            return self.refused(place, refusal)
        self.made(act.tasks, act.batch)
        count = len(act.tasks)
        said = ngettext("%(count)d task added.", "%(count)d tasks added.", count) % {"count": count}
        return self.done(said, undo=self.url("tasks:undo", act.batch))

    def made(self, tasks: list[Task], batch: UUID | None = None) -> None:
        """What else is done to new tasks, in the act of this name, by a line that stands where more is known of them."""

    def refused(self, place: Place, refusal: Invalid | NotAllowed) -> HttpResponse:
        status = 400 if isinstance(refusal, Invalid) else 403
        message = " ".join(refusal.messages) if isinstance(refusal, Invalid) else refusal.message
        if self.request.htmx:
            show = self.preview_list if self.many else self.preview
            return show(place, error=message, status=status)
        context = {"text": self.text, "error": message, "query": self.request.GET.urlencode()}
        return render(self.request, "tasks/line.html", context, status=status)

    def said(self, task: Task, place: Place) -> str:
        """Nothing where the new row is seen at once; else where it went."""
        here = place.project or place.label or place.due
        if self.request.GET.get("list") == "inbox" and task.project is None:
            return ""
        elsewhere = (place.project and task.project != place.project) or (place.due and place.due.day != task.due_on)
        if here and not elsewhere:
            return ""
        where = task.project.name if task.project else _("the inbox")
        due = due_words(task, Formats.of(self.actor.user)).short
        return _("Added to %(where)s, %(due)s.") % {"where": where, "due": due} if due else _("Added to %s.") % where


def tinted(text: str, draft: Draft) -> list[dict[str, str]]:
    tone = f"p{draft.priority}" if draft.priority else ""
    return [
        {"text": piece, "kind": kind or "", "tone": tone if kind is Kind.PRIORITY else ""}
        for piece, kind in segments(text, draft.tokens)
    ]
