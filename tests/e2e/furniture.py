"""A workspace in which something stands on every page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.e2e.people import Person

UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
LONG = "Logo drafts, round 2: quieter letterforms, one weight, and a version that survives 16 pixels"


def furnish(person: Person) -> None:
    """Projects, labels, tasks late and due and done, a week of time, a running timer."""
    today = datetime.now(ZoneInfo(person.zone)).date()
    colours = {
        "Storefront": "indigo",
        "Café Lumière": "teal",
        "Rebrand": "orange",
        "Mobile app": "pink",
        "Internal": "slate",
    }
    projects = {name: person.makes_project(name, colour)["id"] for name, colour in colours.items()}
    lines = [
        "Fix checkout totals today 12:00 p1 #Storefront @dev ~2h",
        "Review pull request: retry webhooks with jitter today 14:00 p2 #Storefront @dev ~45m",
        f"{LONG} today p3 #Rebrand ~1h30m",
        "Plan Thursday’s workshop today #Internal ~1h",
        "Deploy 2.15 to production tomorrow 16:30 p2 #Storefront @dev ~25m",
        "Call the accountant tomorrow p1 #Internal @phone",
        "Water the plants",
        f"{UNBROKEN} today @{UNBROKEN[:60]}",
        "مراجعة العقد today p2 #Internal",
        "Read about time zones ~30m",
    ]
    tasks = [person.adds(line) for line in lines]
    late: dict[str, Any] = {
        "title": "Send November invoice to Café Lumière",
        "priority": 1,
        "estimate": 1800,
        "labels": ["finance"],
    }
    late |= {"due_on": f"{today - timedelta(days=3)}", "project": projects["Café Lumière"]}
    person.asks(f"/api/v1/workspaces/{person.workspace}/tasks/", **late)
    long = person.makes_project(UNBROKEN[:120], "red")
    person.asks(f"/api/v1/workspaces/{person.workspace}/tasks/", title=LONG * 3, project=long["id"], due_on=f"{today}")
    done = person.adds("Standup today #Internal")
    person.asks(f"/api/v1/workspaces/{person.workspace}/tasks/{done['id']}/completion/", method="POST")
    for days, seconds, task in ((0, 2520, 0), (0, 600, 3), (1, 9000, 1), (2, 5400, 2), (3, 14400, 0), (4, 3723, 5)):
        person.writes_down(f"{today - timedelta(days=days)}", seconds, task=tasks[task]["id"])
    person.writes_down(f"{today}", 60, UNBROKEN, project=long["id"])
    person.writes_down(f"{today}", 1800, "Mail and messages", billable=False, labels=["phone"])
    person.asks(f"/api/v1/workspaces/{person.workspace}/timer/", task=tasks[0]["id"])
