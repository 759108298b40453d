from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.errors import Invalid
from workstate.search.asking import LONGEST
from workstate.search.finding import LAST_PAGE, Found, Group, find
from workstate.search.hits import Hit
from workstate.search.models import Kind
from workstate.search.views import read_kind
from workstate.workspaces.api import WorkspaceAPIView


class HitShape(serializers.Serializer[Hit]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    id = serializers.UUIDField(help_text="Of the task, project, comment, attachment or entry.")
    title = serializers.CharField(help_text="HTML: what was asked for stands in <mark>, everything else is escaped.")
    name = serializers.CharField(help_text="The same as plain text.")
    snippet = serializers.CharField(help_text="HTML like the title; empty when the title says it all.")
    key = serializers.CharField(help_text="Such as ACME-12; empty for what belongs to no task.")
    project = serializers.CharField()
    url = serializers.CharField(help_text="Of the page.")
    done = serializers.BooleanField()
    archived = serializers.BooleanField()


class FoundGroupShape(serializers.Serializer[Group]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    count = serializers.IntegerField(help_text="How many were found among those looked at.")
    more = serializers.BooleanField(help_text="Whether there may be others: say more words to find them.")
    hits = HitShape(many=True)


class FoundShape(serializers.Serializer[Found]):
    """How an answer is shown; `shown` prints it."""

    jump = HitShape(allow_null=True, help_text="The task whose number was asked for.")
    note = serializers.CharField(help_text="What of the text could not be heeded, in words; mostly empty.")
    groups = FoundGroupShape(many=True)


def shown(found: Found) -> dict[str, Any]:
    return {
        "jump": _hit(found.jump) if found.jump else None,
        "note": found.note,
        "groups": [
            {
                "kind": group.kind.value,
                "count": group.count,
                "more": group.more,
                "hits": [_hit(hit) for hit in group.hits],
            }
            for group in found.groups
        ],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind.value,
        "id": hit.pk,
        "title": str(hit.title),
        "name": hit.name,
        "snippet": str(hit.snippet),
        "key": hit.key,
        "project": hit.project,
        "url": hit.url,
        "done": hit.is_done,
        "archived": hit.is_archived,
    }


@extend_schema(tags=["search"])
class SearchAPIView(WorkspaceAPIView):
    @extend_schema(
        summary="Search everything",
        parameters=[
            OpenApiParameter(
                "q",
                str,
                required=True,
                description=f'Words, "phrases", OR, NOT or - before a word, terms of the filter language; at most {LONGEST}'
                " characters are read. The last word may be begun.",
                examples=[
                    OpenApiExample("Words", 'invoice OR bill -paid "due date"'),
                    OpenApiExample("A number", "#12"),
                ],
            ),
            OpenApiParameter(
                "kind", str, enum=Kind.values, description="Only these, a page of them; else the best of each."
            ),
            OpenApiParameter("page", int, description=f"Of a kind, from 1 to {LAST_PAGE + 1}."),
        ],
        responses=FoundShape,
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Tasks, projects, comments, names of files and time entries, best first; never what I may not see."""
        asked = request.query_params
        kind = read_kind(asked.get("kind"))
        if asked.get("kind") and kind is None:
            raise Invalid(_("Choose one of these: %(kinds)s.") % {"kinds": ", ".join(Kind.values)}, field="kind")
        return Response(shown(find(asked.get("q", ""), self.actor, kind=kind, page=_page(asked.get("page")))))


def _page(text: str | None) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= LAST_PAGE + 1):
        raise Invalid(_("Choose a page from 1 to %(last)d.") % {"last": LAST_PAGE + 1}, field="page")
    return int(text) - 1
