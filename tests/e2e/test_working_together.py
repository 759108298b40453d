"""Several people at once: they see each other, no text is lost between them, and whose right is taken sees no more."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.people import Person
from tests.e2e.test_two_browsers import WITNESS
from tests.e2e.waiting import eventually
from tests.e2e.watch import Watch

FIRST_POKE = 60_000  # the worker of a product that has just been started may still be on its way


class Team:
    """Mara's workspace with a project and a task, and Jo, a guest with whom the project is shared."""

    def __init__(self, mara: Person, jo: Person) -> None:
        mara.workspace = mara.asks("/api/v1/workspaces/", name="Northwind Studio")["slug"]
        self.mara, self.jo = mara, jo
        self.project = mara.url(f"projects/{mara.makes_project('Website')['id']}/")
        self.task = mara.url(f"tasks/{mara.adds('Draft the letter #Website')['number']}/")
        pk = self.project.rstrip("/").rpartition("/")[2]
        self.shares = self.api(f"projects/{pk}/shares/")
        [invited] = mara.asks(
            self.api("invitations/"), role="guest", grants={"projects": [{"project": pk, "level": "edit"}]}
        )
        jo.asks("/api/v1/invitations/acceptance/", token=invited["link"].rstrip("/").rpartition("/")[2])

    def api(self, path: str) -> str:
        return f"/api/v1/workspaces/{self.mara.workspace}/{path}"

    def take_share(self) -> None:
        user = self.jo.asks("/api/v1/me/")["id"]
        [share] = [one for one in self.mara.asks(self.shares)["results"] if one["user"] == user]
        self.mara.asks(f"{self.shares}{share['id']}/", method="DELETE")

    def remove(self) -> None:
        self.mara.asks(self.api(f"people/{self.jo.asks('/api/v1/me/')['id']}/"), method="DELETE")


@pytest.fixture
def team(sign_up: Callable[..., Person]) -> Team:
    return Team(sign_up(name="Mara Adler"), sign_up(name="Jo Newman"))


def seen_by(page: Page, name: str) -> None:
    expect(page.locator("[data-beside]").get_by_role("img", name=name)).to_be_visible(timeout=FIRST_POKE)


def test_two_people_see_each_other_and_lose_no_text(open_page: OpenPage, team: Team, watch: Watch) -> None:
    watch.expect("status of 409")  # the conflict
    here, there = open_page(team.mara, team.task), open_page(team.jo, team.task)
    seen_by(here, "Jo Newman")
    seen_by(there, "Mara Adler")

    title = there.get_by_role("textbox", name="Title")
    title.fill("Draft the long letter")
    here.get_by_role("textbox", name="Title").fill("Draft the short letter")
    here.get_by_role("textbox", name="Title").press("Enter")
    eventually(lambda: team.mara.tasks()[0]["title"], "Draft the short letter")
    title.press("Enter")
    asked = there.get_by_role("dialog", name="Title: somebody changed it meanwhile")
    expect(asked).to_contain_text("Draft the short letter")
    expect(asked.get_by_label("Yours")).to_have_value("Draft the long letter")
    asked.get_by_label("Yours").fill("Draft the letter, short and long")
    asked.get_by_role("button", name="Use mine").click()
    expect(asked).to_be_hidden()
    expect(here.get_by_role("textbox", name="Title")).to_have_value("Draft the letter, short and long")

    for page, text in ((here, "Hers."), (there, "His.")):
        page.get_by_text("Add a description").click()
        page.get_by_role("textbox", name="Description").fill(text)
    here.get_by_role("textbox", name="Description").press("Control+Enter")
    expect(here.locator("#task-description .prose")).to_have_text("Hers.")
    there.get_by_role("textbox", name="Description").press("Control+Enter")
    expect(there.locator("#task-description-theirs")).to_have_text("Hers.")
    expect(there.get_by_role("textbox", name="Description")).to_have_value("His.")
    there.get_by_role("textbox", name="Description").fill("Hers. His.")
    there.get_by_role("textbox", name="Description").press("Control+Enter")
    expect(here.locator("#task-description .prose")).to_have_text("Hers. His.")

    there.close()
    expect(here.locator("[data-beside] img, [data-beside] [role=img]")).to_have_count(0)


def test_whose_right_is_taken_sees_no_more(open_page: OpenPage, team: Team, watch: Watch) -> None:
    watch.expect("status of 40[0134]")  # what is gone
    at_home = team.jo.url()
    project, task = open_page(team.jo, team.project), open_page(team.jo, team.task)
    here = open_page(team.mara, team.project)
    seen_by(here, "Jo Newman")
    today = open_page(team.jo, team.mara.url())
    expect(today.get_by_role("link", name="Website")).to_be_visible()

    team.take_share()
    for page in (project, task, today):
        expect(page.get_by_role("link", name="Website")).to_have_count(0)
        expect(page.get_by_text("Draft the letter")).to_have_count(0)
    expect(here.locator("[data-beside] [role=img]")).to_have_count(0)

    team.remove()
    expect(today.get_by_role("heading", level=1)).to_have_text("There is nothing here")

    home = open_page(team.jo, at_home, script=WITNESS)
    expect(home.locator("html")).to_have_attribute("data-socket", "open")
    [session] = [one["id"] for one in team.jo.asks("/api/v1/me/sessions/")["results"] if one["current"]]
    team.jo.asks(f"/api/v1/me/sessions/{session}/", method="DELETE")
    expect(home).to_have_url(re.compile("/accounts/login/"))
