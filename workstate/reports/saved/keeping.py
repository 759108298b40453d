"""Which saved report a page shows: its address says so beside what it asks, and goes on saying so while one chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from workstate.core.actor import Actor
from workstate.reports.description import Description
from workstate.reports.models import SavedReport
from workstate.reports.policies import can_change_report, can_give_out

SAVED = "saved"


def saved_in(parameters: Mapping[str, str]) -> dict[str, str]:
    """What an address says of the saved report it came from; nothing where that can be nobody's id."""
    try:
        return {SAVED: str(UUID(parameters.get(SAVED, "")))}
    except ValueError:
        return {}


def beside(url: str, parameters: Mapping[str, str]) -> str:
    """The address of a report, still of the saved one that the parameters name."""
    said = saved_in(parameters)
    return f"{url}{'&' if '?' in url else '?'}{urlencode(said)}" if said else url


def address_of(saved: SavedReport, workspace: str) -> str:
    """The page of a saved report as it was saved."""
    page = reverse("reports:report", args=[workspace, saved.kind])
    return f"{page}?{urlencode({**saved.parameters, SAVED: str(saved.pk)})}"


def name_on_page(saved: SavedReport, workspace: str) -> str:
    """Its page, with the focus on its name: whoever has just saved it is still there."""
    return f"{address_of(saved, workspace)}#report-name"


@dataclass
class Keeping:
    """What the page of a report offers to keep it."""

    description: Description
    actor: Actor
    said: Mapping[str, str]

    @cached_property
    def saved(self) -> SavedReport | None:
        """The one that is open here, if the person sees it and it is not in the bin."""
        wanted = saved_in(self.said).get(SAVED)
        if wanted is None:
            return None
        found = SavedReport.objects.visible_to(self.actor).kept().select_related("created_by")
        return found.filter(pk=wanted).first()

    @property
    def is_changed(self) -> bool:
        """Whether the page asks something else than was saved."""
        return self.saved is not None and (self.saved.kind, self.saved.parameters) != (
            self.description.kind.value,
            self.description.parameters,
        )

    @property
    def is_mine(self) -> bool:
        return self.saved is not None and can_change_report(self.actor, self.saved)

    @property
    def can_give_out(self) -> bool:
        return self.saved is not None and can_give_out(self.actor, self.saved)

    @property
    def address(self) -> str:
        return address_of(self.saved, self.actor.workspace.slug) if self.saved else ""

    @property
    def new_url(self) -> str:
        """The form that saves what the page shows."""
        page = reverse("reports:saved-new", args=[self.actor.workspace.slug])
        return f"{page}?{urlencode({'kind': self.description.kind.value, **self.description.parameters})}"
