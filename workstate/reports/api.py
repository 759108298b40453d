from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from workstate.core.api import LONGEST_PAGE, PAGE
from workstate.core.errors import Invalid
from workstate.reports.api_shapes import ReportShape
from workstate.reports.description import LONGEST_FILTER, MOST_PEOPLE, Description, read_description
from workstate.reports.exporters import FORMATS, respond
from workstate.reports.exporters.json import as_data, row_as_data
from workstate.reports.groupings import Grouping
from workstate.reports.kinds import detailed, make_report
from workstate.reports.periods import Against, Preset
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.screen.pages import parameters_of
from workstate.reports.shapes import SHAPES, ReportKind
from workstate.workspaces.api import WorkspaceAPIView


class CsvRenderer(JSONRenderer):
    """Lets `?format=csv` and `Accept: text/csv` be asked for. What it prints itself is an error, which stays a document."""

    media_type = "text/csv"
    format = "csv"


class XlsxRenderer(JSONRenderer):
    media_type = FORMATS["xlsx"].content_type
    format = "xlsx"


def _kinds(field: str) -> str:
    """Of which kinds of report a parameter is, for the schema."""
    names = {
        "group": [kind for kind, shape in SHAPES.items() if shape.groups],
        "then": [kind for kind, shape in SHAPES.items() if shape.thens],
        "rounding": [kind for kind, shape in SHAPES.items() if shape.rounds],
        "filter": [kind for kind, shape in SHAPES.items() if shape.filters],
        "people": [kind for kind, shape in SHAPES.items() if shape.chooses_people],
    }[field]
    return f"Of: {', '.join(kind.value for kind in names)}."


PARAMETERS = [
    OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=ReportKind.values, description="Which report."),
    OpenApiParameter(
        "period",
        str,
        enum=Preset.values,
        description="Named days, in the weeks of the person who asks. Each kind has its own where nothing is given.",
    ),
    OpenApiParameter("from", OpenApiTypes.DATE, description="The first day, instead of a named period."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="The last day, which counts too."),
    OpenApiParameter(
        "group",
        str,
        enum=Grouping.values,
        description=f"What the rows are; not every kind offers all. {_kinds('group')}",
    ),
    OpenApiParameter(
        "then", str, enum=["", *Grouping.values], description=f"Rows within each; empty for none. {_kinds('then')}"
    ),
    OpenApiParameter(
        "rounding",
        str,
        description="none, or up, down or nearest and minutes, such as up-15; the workspace's if not given."
        f" Each entry is rounded by itself. {_kinds('rounding')}",
    ),
    OpenApiParameter(
        "people",
        str,
        description="me, or ids of people with commas between them; everybody whose time you see if not given. At most"
        f" {MOST_PEOPLE}. {_kinds('people')}",
    ),
    OpenApiParameter(
        "groups", str, description=f"Ids of groups of people with commas between them. {_kinds('people')}"
    ),
    OpenApiParameter(
        "filter",
        str,
        description="In the filter language, such as #Website & !@waiting; at most"
        f" {LONGEST_FILTER} characters. {_kinds('filter')}",
    ),
    OpenApiParameter(
        "against",
        str,
        enum=Against.values,
        description="What the days are held against; the period before if not given. Of: comparison.",
    ),
    OpenApiParameter(
        "against_from", OpenApiTypes.DATE, description="Days of your own to compare with: the first. Of: comparison."
    ),
    OpenApiParameter("against_to", OpenApiTypes.DATE, description="The last of them. Of: comparison."),
    OpenApiParameter(
        "sort",
        str,
        enum=sorted({sort for shape in SHAPES.values() for sort in shape.sorts}),
        description="Of: detailed.",
    ),
    OpenApiParameter("limit", int, description=f"Rows on a page, at most {LONGEST_PAGE}. Of: detailed."),
    OpenApiParameter("cursor", str, description="As `next` of the page before says it. Of: detailed."),
]


@extend_schema(tags=["reports"])
class ReportAPIView(WorkspaceAPIView):
    renderer_classes = [JSONRenderer, CsvRenderer, XlsxRenderer]

    @extend_schema(
        operation_id="workspaces_reports_retrieve",
        summary="Make a report",
        parameters=PARAMETERS,
        responses={
            (200, "application/json"): ReportShape,
            (200, CsvRenderer.media_type): OpenApiTypes.STR,
            (200, XlsxRenderer.media_type): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, *, kind: ReportKind, **kwargs: Any) -> HttpResponseBase:
        """
        The same numbers as on the page of the report, to the second and the cent. What you may not see, such as others'
        time and rates, is neither in rows nor in totals. The running timer is not counted.

        Every kind answers in one shape: `columns` says what there is, each row has its values under their keys. A row
        that is a group has `rows` within. The detailed report comes in pages: `next` is the address of the following
        one. As CSV or XLSX (`format`, or the Accept header) it comes whole, as a file.
        """
        reader = Reader.of(self.actor)
        description = read_description(kind, parameters_of(request.query_params), self.actor)
        report = make_report(description, reader)
        wanted = request.accepted_renderer.format
        if wanted != JSONRenderer.format:
            return respond(report, wanted)
        if kind == ReportKind.DETAILED:
            return Response(self._page(request, description, report))
        return Response(as_data(report))

    def _page(self, request: Request, description: Description, report: Report) -> dict[str, Any]:
        after, size = request.query_params.get("cursor", ""), _limit(request)
        page = detailed.page(description, report.reader, after, size)
        here = request.build_absolute_uri()
        rows = [
            {"entry": str(line.share.entry), **row_as_data(report.table, row)}
            for line, row in zip(page.lines, page.rows, strict=True)
        ]
        return {
            **as_data(report, []),
            "rows": rows,
            "next": replace_query_param(here, "cursor", page.next) if page.next else None,
        }


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", "")
    if not text:
        return PAGE
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= LONGEST_PAGE):
        raise Invalid(_("Choose a number from 1 to %(most)d.") % {"most": LONGEST_PAGE}, field="limit")
    return int(text)
