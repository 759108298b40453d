"""The style guide: every component in both themes, and the places as they are meant to look. Only with DEBUG.

The content is written here and in the templates, so that the pages need no database and look the same every day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from workstate.core.colours import COLOURS
from workstate.web.navigation import Entry, nested

LONG = "Vertragsverlängerungsverhandlungsvorbereitung with the Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch office"


@dataclass(frozen=True)
class Somebody:
    """Stands in for a person."""

    name: str
    initials: str
    pk: int
    theme: str = "system"
    accent: str = "indigo"
    density: str = "comfortable"
    hotkeys: str = "on"
    is_authenticated: bool = True

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Somewhere:
    """Stands in for a workspace and for what its frame shows."""

    name: str = "Northwind"
    slug: str = "northwind"
    initial: str = "N"
    counts: dict[str, int] = field(default_factory=lambda: {"inbox": 3, "today": 7})
    focus: None = None
    unread: int = 2
    bell_sound: str = "none"
    reminders: tuple[()] = ()

    @property
    def workspace(self) -> Somewhere:
        return self


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-mail address", help_text="You sign in with it.")
    name = forms.CharField(label="Name", required=False)
    colour = forms.ChoiceField(label="Colour", choices=[(name, name.title()) for name in COLOURS])
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    billable = forms.BooleanField(label="Billable", required=False, help_text="Hours on it appear on invoices.")


@method_decorator(login_not_required, name="dispatch")
class StyleguideView(View):
    """One page of the style guide: "" (components), today, time, report."""

    pages = ("index", "today", "time", "report", "plain")

    def get(self, request: HttpRequest, page: str = "index") -> HttpResponse:
        if not settings.DEBUG or page not in self.pages:
            raise Http404
        return render(request, f"web/styleguide/{page}.html", self._context(request, page))

    def _context(self, request: HttpRequest, page: str) -> dict[str, Any]:
        theme = request.GET.get("theme", "system")
        bad = SampleForm({"email": "ana@", "name": LONG, "colour": "mauve"})
        ana = Somebody(
            "Ana Keller",
            "AK",
            1,
            theme=theme,
            accent=request.GET.get("accent", "indigo"),
            density=request.GET.get("density", ""),
        )
        return {
            "user": ana,
            "ana": ana,
            "jo": Somebody("Jo Berg", "JB", 3),
            "shell": Somewhere(),
            "nav": _navigation(page),
            "colours": COLOURS,
            "themes": ("light", "dark"),
            "long": LONG,
            "form": SampleForm(initial={"name": "Ana Keller"}),
            "bad_form": bad,
            "layouts": [("list", "List", "list"), ("board", "Board", "square-kanban"), ("table", "Table", "table")],
            "projects": [{"value": c, "text": f"{c.title()} project", "colour": c} for c in COLOURS[:6]],
            "segments": SEGMENTS,
            "chips": CHIPS,
            "chart": CHART,
        }


def _navigation(active: str) -> dict[str, Any]:
    here = {"today": "today", "time": "time", "report": "reports"}.get(active, "")
    places = (
        "inbox",
        "today",
        "upcoming",
        "time",
        "timesheet",
        "reports",
        "projects",
        "new_project",
        "search",
        "settings",
        "sign_out",
    )
    urls = dict.fromkeys(places, "#")
    urls |= {"today": "/styleguide/today/", "time": "/styleguide/time/", "reports": "/styleguide/report/"}
    urls |= {"quick_add": "/styleguide/today/", "quick_add_preview": "/styleguide/preview/"}
    rows = (
        ("Café Lumière", "teal", 0, 0),
        ("Rebrand", "amber", 5, 1),
        ("Mobile app", "pink", 9, 0),
        ("Internal", "slate", 2, 0),
        ("Learning", "lime", 0, 0),
    )
    return {
        "urls": urls,
        "active": here,
        "workspaces": [
            {"name": "Northwind", "initial": "N", "url": "#", "current": True},
            {"name": LONG, "initial": "V", "url": "#"},
        ],
        "favourites": [Entry("Storefront", "#", "indigo", 12, active=False)],
        "projects": nested([Entry(name, "#", colour, n, active=False, depth=depth) for name, colour, n, depth in rows]),
        "labels": [],
    }


SEGMENTS = [
    {"text": "Call Ana about contracts "},
    {"text": "tomorrow 2pm", "kind": "date"},
    {"text": " "},
    {"text": "p1", "kind": "priority", "tone": "p1"},
    {"text": " "},
    {"text": "#Storefront", "kind": "project"},
    {"text": " "},
    {"text": "@phone", "kind": "label"},
    {"text": " "},
    {"text": "~45m", "kind": "estimate"},
]
CHIPS = [
    {"key": "date:tomorrow 2pm", "kind": "date", "icon": "calendar", "text": "Tue 24 Nov, 14:00"},
    {"key": "priority:p1", "kind": "priority", "tone": "p1", "icon": "flag", "text": "Priority 1"},
    {"key": "project:#storefront", "kind": "project", "colour": "indigo", "text": "Storefront"},
    {"key": "label:@phone", "kind": "label", "icon": "tag", "text": "phone"},
    {
        "key": "estimate:~45m",
        "kind": "estimate",
        "icon": "hourglass",
        "text": "45 min",
        "hint": "like 6 calls: 30–50 min",
    },
]
CHART = {
    "type": "bar",
    "labels": ["Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Sat 21", "Sun 22"],
    "datasets": [
        {"label": "Storefront", "colour": "indigo", "data": [10200, 14580, 5400, 10200, 4200, 0, 2520]},
        {"label": "Rebrand", "colour": "amber", "data": [4020, 3780, 7860, 7260, 3720, 0, 0]},
        {"label": "Mobile app", "colour": "pink", "data": [4380, 4440, 2400, 5520, 0, 0, 0]},
        {"label": "Internal", "colour": "slate", "data": [2520, 960, 3420, 2220, 0, 0, 0]},
    ],
}
