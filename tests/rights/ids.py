"""
Which property of a body and which parameter of a query names another thing, and what kind of thing that is.

"<id>" in a body is where the id stands; where it is nowhere, the property itself is it. "@task" is the id of what the world
calls `task`, as in the matrix, whose bodies are taken where a row has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.rights.matrix import BODIES

HERE = "<id>"
FILE = "<file>"

FILTER = "It asks what is to be found; an id of nothing finds nothing."
MEANT = "Says which of hers is meant; if that is not the open one, nothing is done, and the answer is how hers stands."
CELLS = "Each cell is answered for itself: this one is refused."
LATER = "Kept as it is: a report looks for people when it is made, which is the row of api:report."


@dataclass(frozen=True)
class Row:
    asked: str
    """ "post api:tasks project": the method, the address and the property as test_ids.py walks the description."""
    kind: str
    body: dict[str, Any] = field(default_factory=dict)
    who: str = "ana"
    own: str = ""
    """What of hers is accepted there; that of its kind if nothing else is said. "-": nothing is."""
    passes: str = ""
    """Why it is no refusal that is answered; the answer is that to an id of nothing then, and nothing is written."""
    keeps: str = ""
    """Why it is kept as it is, to be looked up when it is used."""

    @property
    def address(self) -> str:
        return self.asked.rpartition(" ")[0]

    @property
    def property(self) -> str:
        return self.asked.rpartition(" ")[2]

    def body_with(self, pk: str) -> dict[str, Any]:
        body = self.body or dict(BODIES.get(self.address, {}))
        if HERE not in str(body):
            name = self.property.lstrip("?")
            body = {**body, name.removesuffix("[]"): [HERE] if name.endswith("[]") else HERE}
        filled = _filled(body, pk)
        assert isinstance(filled, dict)
        return filled


def _filled(body: Any, pk: str) -> Any:
    if isinstance(body, dict):
        return {_filled(name, pk): _filled(value, pk) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, pk) for value in body]
    return body.replace(HERE, pk) if isinstance(body, str) else body


# Names of properties behind which an id of another thing is thought, whatever their format says.
NAMES = {
    "assignee",
    "assignees",
    "attachment",
    "batch",
    "choice",
    "client",
    "comment",
    "entries",
    "entry",
    "field",
    "fields",
    "file",
    "folder",
    "grants",
    "group",
    "interval",
    "into",
    "label",
    "labels",
    "member",
    "members",
    "membership",
    "notifications",
    "parent",
    "parameters",
    "people",
    "person",
    "project",
    "projects",
    "row",
    "section",
    "subject",
    "task",
    "tasks",
    "template",
    "user",
    "users",
    "value",
    "view",
    "workspace",
    "*",
}

# What looks like one and is none. By its name alone, or by the whole of what is asked.
NO_OTHER_THING: dict[str, str] = {
    "id": "The client says what the new thing is to be called.",
    "labels[]": "Labels are named by their names; a new name makes one in the workspace of the address.",
    "add_labels[]": "As labels.",
    "remove_labels[]": "As labels.",
    "values.labels[]": "As labels.",
    "values.add_labels[]": "As labels.",
    "values.remove_labels[]": "As labels.",
    "post api:device-authorization client": "What the program calls itself.",
    "post api:submission-return comment": "Words.",
    "post api:task-attachments file": "The file itself.",
    "put api:look group": "The name of a property by which rows stand together.",
    "put api:timesheet-cells cells[].value": "A length of time.",
}

# Fields that no row asks for yet. This may only shrink: whoever adds a property to the API gives it a row above.
NOT_YET: set[str] = set()

ROWS: tuple[Row, ...] = (
    # Tasks
    Row("post api:tasks project", "project"),
    Row("post api:tasks section", "section", {"title": "New", "project": "@project", "section": HERE}),
    Row("post api:tasks parent", "task", {"title": "New", "project": "@project", "parent": HERE}),
    Row("post api:tasks assignees[]", "member", {"title": "New", "project": "@project", "assignees": [HERE]}),
    Row("patch api:task assignees[]", "member"),
    Row("get api:tasks ?project", "project", passes=FILTER),
    Row("post api:task-place project", "project"),
    Row("post api:task-place section", "section"),
    Row("post api:task-place parent", "task"),
    Row("post api:task-place after", "task", {"project": "@project", "after": HERE}),
    Row("post api:task-links task", "task", own="unlinked"),
    Row("post api:quick-add project", "project"),
    Row("patch api:task-fields .*", "field", {HERE: None}),
    Row("patch api:task-fields .*", "choice", {"@field": HERE}),
    Row("patch api:task-fields .*", "member", {"@person_field": HERE}),
    Row("post api:field-values tasks[]", "task", {"tasks": ["@task", HERE], "value": "@choice"}),
    Row("post api:field-values value", "choice", {"tasks": ["@task"], "value": HERE}),
    # Comments
    Row("post api:task-comments parent", "comment"),
    Row("post api:task-attachments comment", "comment", {"file": FILE, "comment": HERE}),
    # Sections
    Row("post api:section-place after", "section"),
    Row("post api:section-project project", "project"),
    Row("delete api:section ?tasks", "section"),
    # Projects
    Row("post api:projects folder", "folder"),
    Row("post api:projects parent", "project"),
    Row("post api:projects client", "client"),
    Row("patch api:project client", "client"),
    Row("post api:project-place folder", "folder"),
    Row("post api:project-place parent", "project"),
    Row("post api:project-place after", "project"),
    Row("post api:folder-place after", "folder"),
    Row("post api:client-merger into", "client", who="olga"),
    Row("post api:fields projects[]", "project", who="olga"),
    Row("patch api:field projects[]", "project", who="olga"),
    Row("post api:field-place after", "field", who="olga"),
    Row("post api:field-choice-place after", "choice", who="olga"),
    Row("get api:activity ?person", "person", passes=FILTER),
    Row("get api:project-activity ?person", "person", passes=FILTER),
    # Time
    Row("post api:entries task", "task"),
    Row("post api:entries project", "project"),
    Row("patch api:entries entries[]", "entry", {"entries": ["@entry", HERE], "description": "Changed"}),
    Row("patch api:entries task", "task"),
    Row("patch api:entries project", "project"),
    Row("delete api:entries entries[]", "entry", {"entries": ["@entry", HERE]}),
    Row("patch api:entry task", "task"),
    Row("patch api:entry project", "project"),
    Row("post api:entries-copies entries[]", "entry", {"entries": ["@entry", HERE]}),
    Row("post api:entries-merging entries[]", "entry", {"entries": ["@entry", HERE]}),
    Row(
        "post api:entries-mending first", "entry", {"first": HERE, "second": "@late", "means": "end-first"}, own="early"
    ),
    Row(
        "post api:entries-mending second",
        "entry",
        {"first": "@early", "second": HERE, "means": "end-first"},
        own="late",
    ),
    Row("post api:timer task", "task"),
    Row("post api:timer project", "project"),
    Row("patch api:timer entry", "running", {"description": "Changed", "entry": HERE}),
    Row("patch api:timer task", "task"),
    Row("patch api:timer project", "project"),
    Row("delete api:timer entry", "running"),
    Row("post api:timer-discard entry", "running"),
    Row("post api:gap entry", "running", {"since": "@since", "until": "@until", "kept": 600, "goes_on": True}),
    *(
        Row(
            f"post api:gap parts[].{kind}",
            kind,
            {
                "entry": "@running",
                "since": "@since",
                "until": "@until",
                "parts": [{"seconds": 600, kind: HERE}],
                "goes_on": True,
            },
        )
        for kind in ("task", "project")
    ),
    Row(
        "put api:timesheet-cells cells[].row",
        "task",
        {"cells": [{"row": f"task-{HERE}", "day": "2026-03-02", "seconds": 60}]},
        passes=CELLS,
    ),
    Row(
        "put api:timesheet-cells cells[].row",
        "project",
        {"cells": [{"row": f"project-{HERE}", "day": "2026-03-02", "seconds": 60}]},
        passes=CELLS,
    ),
    Row("get api:submissions ?user", "person", passes=FILTER),
    Row("post api:focus task", "task"),
    Row("patch api:focus interval", "interval", {"ends_at": "@later", "interval": HERE}),
    Row("delete api:focus interval", "interval", passes=MEANT),
    Row("post api:focus-next interval", "interval", passes=MEANT),
    Row("get api:focus-counts ?task", "task", passes=FILTER),
    *(
        Row("post api:goals subject", kind, {"period": "week", "seconds": 60, "about": kind, "subject": HERE})
        for kind in ("client", "project", "label")
    ),
    Row("post api:goal-place after", "goal"),
    # Sharing
    Row("post api:project-shares member", "member", {"level": "view", "member": HERE}),
    Row("post api:project-shares group", "group", {"level": "view", "group": HERE}),
    Row("post api:project-ownership member", "member", own="administrator"),
    Row(
        "post api:invitations grants.*",
        "project",
        {
            "emails": ["new@example.org"],
            "role": "guest",
            "grants": {"projects": [{"project": HERE, "level": "view"}]},
        },
        who="olga",
    ),
    Row("post api:groups people[]", "person", who="olga"),
    Row("post api:group-people people[]", "person", {"people": [HERE]}, who="olga"),
    # Views
    Row("post api:view-place after", "view"),
    # Bulk selection
    Row("post api:bulk tasks[]", "task", {"tasks": ["@task", HERE], "act": "change", "values": {"priority": 2}}),
    *(
        Row(
            f"post api:bulk values.{name}[]",
            "member",
            {"tasks": ["@task"], "act": "change", "values": {name: [HERE]}},
        )
        for name in ("assignees", "add_assignees", "remove_assignees")
    ),
    *(
        Row(f"post api:bulk values.{name}", kind, {"tasks": ["@task"], "act": "move", "values": {name: HERE}})
        for name, kind in (("project", "project"), ("section", "section"), ("parent", "task"))
    ),
    *(
        Row(
            f"post api:bulk values.{name}",
            "task",
            {"tasks": ["@task"], "act": "move", "values": {"project": "@project", name: HERE}},
        )
        for name in ("after", "before")
    ),
    # Reports
    Row("get api:report ?people", "person", passes=FILTER),
    *(
        Row(f"{asked} parameters.*", "person", {**body, "parameters": {"people": HERE}}, keeps=LATER)
        for asked, body in (
            ("post api:saved-reports", {"name": "Kept", "kind": "summary"}),
            ("patch api:saved-report", {"kind": "summary"}),
            ("post api:report-files", {"kind": "summary"}),
        )
    ),
    Row("post api:saved-report-schedules people[]", "person"),
    Row("put api:saved-report-schedule people[]", "person"),
    # The rest
    Row("post api:templates task", "task"),
    Row("post api:templates project", "project"),
    Row("post api:template-use project", "project"),
    Row("post api:template-use section", "section", {"project": "@project", "section": HERE}),
    Row("post api:rates project", "project", {"kind": "billable", "amount": "85", "project": HERE}, who="olga"),
    Row("post api:rates task", "task", {"kind": "billable", "amount": "85", "task": HERE}, who="olga"),
    Row("post api:rates user", "person", {"kind": "billable", "amount": "85", "user": HERE}, who="olga"),
    Row("get api:rates ?project", "project", who="olga", passes=FILTER),
    Row("get api:rates ?task", "task", who="olga", passes=FILTER),
    Row("get api:rates ?user", "person", who="olga", passes=FILTER),
    Row("get api:audit ?person", "person", who="olga", passes=FILTER),
    Row("get api:audit ?subject", "task", {"subject": f"task:{HERE}"}, who="olga", passes=FILTER),
    Row("post api:notifications notifications[]", "notification", {"act": "read", "notifications": [HERE]}),
    Row("post api:mutes workspace", "workspace"),
    Row("post api:mutes project", "project", {"workspace": "@workspace_id", "project": HERE}),
)
