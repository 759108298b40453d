from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django_htmx.http import HttpResponseClientRedirect

from workstate.core.actor import Actor
from workstate.search.actions import forget_searches, remember_search
from workstate.search.asking import LONGEST, readable
from workstate.search.finding import PAGE, Found, find
from workstate.search.models import Kind, RecentSearch
from workstate.search.palette import lines_for
from workstate.workspaces.views import WorkspaceView

private = method_decorator(cache_control(private=True, no_store=True), name="dispatch")


@private
class ResultsView(WorkspaceView):
    """What is found for `q`, of every kind or of one; for htmx, which asks while somebody types, without the frame.

    `go`: Enter was pressed; the number of a task leads to the task.
    """

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        text = readable(request.GET.get("q", "")[:LONGEST])
        found = find(text, self.actor, kind=read_kind(request.GET.get("kind")), page=read_page(request.GET.get("page")))
        if found.jump and "go" in request.GET:
            return HttpResponseClientRedirect(found.jump.url) if request.htmx else redirect(found.jump.url)  # type: ignore[attr-defined]
        template = "search/_found.html" if self.wants_fragment else "search/results.html"
        return render(request, template, self._context(found))

    def _context(self, found: Found) -> dict[str, Any]:
        asked = bool(found.text.strip())
        return {
            "found": found,
            "asked": asked,
            "kinds": [(kind, self._address(found.text, kind)) for kind in Kind],
            "all_url": self._address(found.text),
            "groups": [(group, self._address(found.text, group.kind)) for group in found.groups],
            "recent": [] if asked else _recent(self.actor),
            "first_number": found.page * PAGE + 1,
            "earlier_url": self._address(found.text, found.kind, found.page - 1) if found.page else "",
            "later_url": self._address(found.text, found.kind, found.page + 1) if found.page < found.last_page else "",
        }

    def _address(self, text: str, kind: Kind | None = None, page: int = 0) -> str:
        asked = {"q": text, "kind": kind or "", "page": page + 1 if page else ""}
        return f"{self.url('search:results')}?{urlencode({name: value for name, value in asked.items() if value})}"


@private
class PaletteView(WorkspaceView):
    """Tasks and projects for the command palette, as JSON: a few, at once."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return JsonResponse(lines_for(request.GET.get("q", ""), self.actor), safe=False)


@private
class RecentView(WorkspaceView):
    """POST keeps what was looked for (`q`), DELETE forgets everything of the kind."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        remember_search(request.POST.get("q", ""), by=self.actor)
        return HttpResponse(status=204)

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        forget_searches(by=self.actor)
        if self.wants_fragment:
            return render(request, "search/_start.html", {"recent": []})
        return redirect(self.url("search:results"))


def read_kind(text: str | None) -> Kind | None:
    """A kind by its name; None, which is every kind, for anything else."""
    return Kind(text) if text in Kind.values else None


def read_page(text: str | None) -> int:
    """A page, told from 1, counted from 0; the first for anything that is none."""
    return int(text) - 1 if text and text.isascii() and text.isdigit() and len(text) < 5 else 0


def _recent(actor: Actor) -> list[tuple[str, str]]:
    """What the person looked for last, each with its query string."""
    searches = RecentSearch.objects.visible_to(actor).newest_first().values_list("text", flat=True)
    return [(text, urlencode({"q": text})) for text in searches]
