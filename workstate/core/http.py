"""What requests say of themselves. A header is a claim: it may choose what is drawn, never whether somebody may see it."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest


def page_open(request: HttpRequest) -> SplitResult:
    """The address of the page from which htmx asks; an empty one when it does not say, or nothing that can be read."""
    try:
        return urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # such as "http://["
        return urlsplit("")
