"""What a task is to others: links made and taken away, and the search for the other task."""

from __future__ import annotations

import re

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.tasks import actions
from workstate.tasks.choices import BLOCKED_BY
from workstate.tasks.models import LinkKind, Task, TaskLink
from workstate.tasks.views.base import ListedView, TaskView, task_among
from workstate.tasks.views.planning import ChoosingView

SHOWN = 8
_NUMBER = re.compile(r"(?:#|[A-Za-z][A-Za-z0-9]{0,7}-)?(\d{1,9})", re.ASCII)


class SearchView(ListedView):
    """GET finds tasks by number or title, open ones first: lines to choose from. `but` is the number of one to leave out."""

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        text = request.GET.get("q", "").strip()[:200].replace("\x00", "")
        found = Task.objects.visible_to(self.actor).kept().filter(archived_at=None).select_related("project")
        but = request.GET.get("but", "")
        if but.isascii() and but.isdigit() and len(but) < 10:
            found = found.exclude(number=int(but))
        named = Q(title__icontains=text)
        if match := _NUMBER.fullmatch(text):
            named |= Q(number=int(match[1]))
        rows = found.filter(named).order_by(
            F("completed_at").asc(nulls_first=True), F("cancelled_at").asc(nulls_first=True), "-number"
        )
        context = {"found": list(rows[:SHOWN]), "text": text, "key": self.actor.workspace.key_prefix}
        return render(request, "tasks/choices/_found.html", context)


class LinksView(ChoosingView):
    """POST links the task with another one (`other`, or `q`: its number)."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        kind = request.POST.get("kind", "")
        try:
            other = task_among(self, request.POST.get("other", ""), field="target") or self.by_number()
            source, target = (other, self.task) if kind == BLOCKED_BY else (self.task, other)
            actions.link_tasks(source, target, kind=LinkKind.BLOCKS if kind == BLOCKED_BY else kind, by=self.actor)
        except Invalid as refusal:
            return self.refused(refusal, "link")
        return self.chosen()

    def by_number(self) -> Task:
        """Raises Invalid for words that are no number of a task that the actor sees."""
        match = _NUMBER.fullmatch(self.request.POST.get("q", "").strip())
        found = Task.objects.visible_to(self.actor).kept().filter(number=int(match[1])).first() if match else None
        if found is None:
            raise Invalid(_("Choose a task from the list, or type its number."), field="target")
        return found


class LinkView(TaskView):
    """DELETE takes a link away."""

    def delete(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        links = TaskLink.objects.visible_to(self.actor).filter(Q(source=self.task) | Q(target=self.task))
        link = get_object_or_404(links.select_related("source__project", "target__project"), pk=self.kwargs["link"])
        actions.unlink_tasks(link, by=self.actor)
        return self.done()
