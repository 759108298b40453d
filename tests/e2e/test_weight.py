"""How much comes over the line before Today can be worked with (quality.md, performance)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Response

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person

SCRIPT_BUDGET = 60 * 1024
STYLE_BUDGET = 25 * 1024


def test_the_first_load_of_today_is_light(
    open_page: OpenPage, furnished: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_page(path="about:blank")
    page.context.add_cookies(furnished.cookies)  # type: ignore[arg-type]
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(furnished.url())
    page.wait_for_load_state("networkidle")

    weights: dict[str, int] = {}
    for answer in answers:
        kind = answer.request.resource_type
        weights[kind] = weights.get(kind, 0) + answer.request.sizes()["responseBodySize"]
        if kind in {"script", "stylesheet"}:
            assert answer.headers.get("content-encoding") in {"br", "gzip", "zstd"}, answer.url
    with capsys.disabled():
        print("\n  First load of Today, bytes: " + ", ".join(f"{kind} {size}" for kind, size in weights.items()))
    assert 0 < weights["script"] <= SCRIPT_BUDGET
    assert 0 < weights["stylesheet"] <= STYLE_BUDGET
