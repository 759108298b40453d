"""One line makes a task: what it will be, shown while it is typed, and the making of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from workstate.accounts.formats import Formats
from workstate.core.errors import Invalid, NotAllowed
from workstate.tasks.actions import add_line
from workstate.tasks.due import Due
from workstate.tasks.line import PAGE_DUE, PAGE_LABEL, PAGE_PROJECT, Place, Reading, read_line
from workstate.tasks.models import Task
from workstate.tasks.quickadd import Draft, Kind, Token, When, segments
from workstate.tasks.views.base import ListedView, label_among, project_among
from workstate.tasks.words import due_words, length_words
from workstate.workspaces.acts import identifier

LONGEST_LINE = 2000
MOST_IGNORED = 50


@dataclass(frozen=True, slots=True)
class Chip:
    key: str
    kind: str
    text: str
    icon: str = ""
    colour: str = ""
    hint: str = ""
    tone: str = ""


class LineView(ListedView):
    """Reads what a quick add line sends; the page's own context comes in the address."""

    def place(self) -> Place:
        due = None
        if (day := self.request.GET.get("due")) in {"today", "tomorrow"}:
            today = Formats.of(self.actor.user).today
            due = Due(today if day == "today" else today + timedelta(days=1))
        return Place(
            project=project_among(self, self.request.GET.get("project", "")),
            label=label_among(self, self.request.GET.get("label", "")),
            due=due,
        )

    @property
    def text(self) -> str:
        return self.request.POST.get("text", "")

    @property
    def ignored(self) -> list[str]:
        return self.request.POST.getlist("ignored")[:MOST_IGNORED]

    def read(self, place: Place) -> Reading:
        return read_line(self.text[:LONGEST_LINE], by=self.actor, ignored=self.ignored, place=place)

    def preview(self, place: Place, *, error: str = "", status: int = 200) -> HttpResponse:
        reading = self.read(place)
        context = {
            "segments": tinted(self.text, reading.draft),
            "chips": chips(reading, Formats.of(self.actor.user)),
            "error": error,
        }
        return render(self.request, "web/components/quick_add_preview.html", context, status=status)


class PreviewView(LineView):
    """What the line would make. Writes nothing."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return self.preview(self.place())


class TaskListView(LineView):
    """The tasks of the workspace: POST makes one from a line."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Where JavaScript is broken, "Quick add" leads to a page that has the line on top."""
        return HttpResponseRedirect(self.url("tasks:inbox"))

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        place = self.place()
        starts = request.POST.get("start") == "1"
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
        response = self.done(self.said(task, place), undo=self.url("tasks:detail", task.number), method="DELETE")
        response["HX-Task"] = str(task.number)
        if starts:
            trigger_client_event(response, "timer:changed", {})
        return response

    def refused(self, place: Place, refusal: Invalid | NotAllowed) -> HttpResponse:
        status = 400 if isinstance(refusal, Invalid) else 403
        message = " ".join(refusal.messages) if isinstance(refusal, Invalid) else refusal.message
        if self.request.htmx:
            return self.preview(place, error=message, status=status)
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


def chips(reading: Reading, formats: Formats) -> list[Chip]:
    """What was understood, in the order of the line; then what the page adds."""
    found = [_chip(token, reading, formats) for token in reading.draft.tokens]
    place = reading.place
    if place.due:
        found.append(Chip(PAGE_DUE, "date", capfirst(formats.day(place.due.day)), icon="calendar"))
    if place.project:
        found.append(Chip(PAGE_PROJECT, "project", place.project.name, colour=place.project.colour))
    if place.label:
        found.append(Chip(PAGE_LABEL, "label", place.label.name, icon="tag"))
    return found


def _chip(token: Token, reading: Reading, formats: Formats) -> Chip:
    kind, value = token.kind.value, token.value
    if isinstance(value, When):
        day = formats.weekday_date(value.day) if value.day else ""
        clock = formats.time(value.time) if value.time else ""
        if (
            not day
            and reading.due
            and not any(isinstance(other.value, When) and other.value.day for other in reading.draft.tokens)
        ):
            day = formats.weekday_date(reading.due.day)
        return Chip(token.key, kind, ", ".join(filter(None, [day, clock])), icon="calendar")
    if token.kind is Kind.PRIORITY:
        return Chip(token.key, kind, _("Priority %s") % value, icon="flag", tone=f"p{value}")
    if token.kind is Kind.PROJECT:
        if reading.new_project:
            return Chip(token.key, kind, reading.new_project, icon="folder-plus", hint=_("new project"))
        assert reading.project is not None
        return Chip(token.key, kind, reading.project.name, colour=reading.project.colour)
    if token.kind is Kind.ESTIMATE:
        return Chip(token.key, kind, length_words(int(str(value))), icon="hourglass")
    return Chip(token.key, kind, str(value), icon="tag", hint=_("new label") if reading.is_new(str(value)) else "")
