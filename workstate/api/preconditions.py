"""
ETag and If-Match (RFC 9110, 8.8.3 and 13.1.1): whoever changes what somebody else changed meanwhile is told, and loses nothing.

The tag of a thing is made of what is answered about it, so nothing can change unseen. With If-Match the row is locked before
it is compared, and stays locked until the change is committed: no writer comes between.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from hashlib import sha256
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from workstate.api.errors import problem_page

# Things that have a tag, by the name of their address, with the row that is locked.
TAGGED: Final = {
    "task": "tasks.Task",
    "project": "projects.Project",
    "section": "projects.Section",
    "client": "projects.Client",
    "label": "tasks.Label",
    "view": "savedviews.SavedView",
    "entry": "timetracking.TimeEntry",
    "comment": "discussions.Comment",
    "budget": "budgets.Budget",
    "rate": "billing.Rate",
    "goal": "focus.Goal",
    "group": "workspaces.Group",
    "template": "blueprints.Template",
    "field": "customfields.CustomField",
    "public-link": "publishing.PublicLink",
    "attachment": "attachments.Attachment",
    "saved-report": "reports.SavedReport",
    "task-fields": "tasks.Task",
    "webhook": "webhooks.Webhook",
}
_WRITES: Final = frozenset({"PUT", "PATCH", "DELETE", "POST"})


class PreconditionsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _match(request)
        if match is None:
            return self.get_response(request)
        wanted = request.headers.get("If-Match")
        if wanted is not None and request.method in _WRITES:
            return self._if_match(request, match, wanted)
        response = self.get_response(request)
        if _is_tagged(match) and request.method in {"GET", "HEAD", "PATCH", "PUT"} and response.status_code == 200:
            tag = _tag(response)
            response["ETag"] = tag
            if request.method in {"GET", "HEAD"} and tag in parse_etags(request.headers.get("If-None-Match", "")):
                return HttpResponse(status=304, headers={"ETag": tag})
        return response

    def _if_match(self, request: HttpRequest, match: ResolverMatch, wanted: str) -> HttpResponse:
        if not _is_tagged(match):
            return problem_page(400, "no_etag", _("Nothing here has an ETag, so If-Match cannot be looked at."))
        if _shown(request, match).status_code != 200:
            return self.get_response(request)  # It says itself why not.
        with transaction.atomic():
            rows = apps.get_model(TAGGED[match.url_name or ""])._base_manager.select_for_update(of=("self",))
            list(rows.filter(pk=next(value for name, value in match.kwargs.items() if name != "workspace")))
            shown = _shown(request, match)
            tags = parse_etags(wanted)
            if shown.status_code != 200 or ("*" not in tags and _tag(shown) not in tags):
                return problem_page(
                    412, "precondition_failed", _("Somebody changed this meanwhile. Look at it, then try again.")
                )
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif response.status_code == 200:
                response["ETag"] = _tag(response)
            return response


def _match(request: HttpRequest) -> ResolverMatch | None:
    if not request.path.startswith("/api/"):
        return None
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _is_tagged(match: ResolverMatch) -> bool:
    return match.namespace == "api" and match.url_name in TAGGED


def _shown(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    """What a GET of the same address answers to the same caller, now."""
    asked = copy(request)
    asked.method = "GET"
    asked.META = {**request.META, "REQUEST_METHOD": "GET", "QUERY_STRING": "", "CONTENT_LENGTH": "0"}
    asked.resolver_match = match
    response: Any = match.func(asked, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response  # type: ignore[no-any-return]


def _tag(response: HttpResponse) -> str:
    return f'"{sha256(response.content).hexdigest()[:32]}"'
