"""One entry is split, two that overlap are parted, a gap beside one is filled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.clock import now
from workstate.core.durations import DurationError
from workstate.core.errors import Invalid, require
from workstate.timetracking import actions
from workstate.timetracking.actions.splitting import cut
from workstate.timetracking.cutting import parse_cut
from workstate.timetracking.gaps import Means, mends
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry
from workstate.timetracking.queries import overlaps_of, own_entries
from workstate.timetracking.views.entries import OneEntryView
from workstate.workspaces.acts import identifier


class SplitView(OneEntryView):
    """GET asks where an entry is to be split and shows what that would make, POST splits it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(can_edit_entry(self.actor, self.entry))
        return self.draw(request.GET.get("where", ""))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        where = request.POST.get("where", "")
        try:
            act = actions.split_entry(self.entry, by=self.actor, **self.read(where))
        except Invalid as refusal:
            return self.draw(where, error=" ".join(refusal.messages), status=400)
        response = self.changed(
            tasks=[self.entry.task],
            message=ngettext("Split into %(count)d entry.", "Split into %(count)d entries.", len(act.entries))
            % {"count": len(act.entries)},
            undo=self.url("timetracking:undoing", act.batch),
        )
        if self.wants_fragment:
            response["HX-Reswap"] = "none"
        return response

    def read(self, where: str) -> dict[str, Any]:
        try:
            found = parse_cut(where, start=self.entry.started_at, seconds=self.seconds, zone=self.actor.zone)
        except DurationError as error:
            raise Invalid(str(error), field="where") from None
        return {"at": found.at, "after": found.after, "parts": found.parts}

    @property
    def seconds(self) -> int:
        return self.entry.seconds_at(now())

    def draw(self, where: str, *, error: str = "", status: int = 200) -> HttpResponse:
        pieces: list[dict[str, Any]] = []
        if where and not error:
            try:
                pieces = self.pieces(cut(self.entry, **self.read(where)))
            except Invalid as refusal:
                error = " ".join(refusal.messages)
        context = {
            "entry": self.entry, "where": where, "pieces": pieces, "error": error, "half": self.pieces(self.halves())
        }  # fmt: skip
        if self.wants_fragment and self.request.htmx.target == "div#split-said":
            return render(self.request, "timetracking/choices/_pieces.html", context)
        page = "choices/_split.html" if self.wants_fragment else "split.html"
        return render(self.request, f"timetracking/{page}", context, status=status)

    def halves(self) -> list[int]:
        return [] if self.entry.is_running or self.seconds < 2 else cut(self.entry, parts=2)

    def pieces(self, lengths: list[int]) -> list[dict[str, Any]]:
        """From when to when and how long each would be."""
        found, start = [], self.entry.started_at
        for seconds in lengths:
            end = start + timedelta(seconds=seconds) if start else None
            found.append({"start": start, "end": end, "seconds": seconds})
            start = end
        return found


class MendsView(OneEntryView):
    """GET offers what would part the entry from those that it overlaps, POST does one of them (`other`, `means`)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.wants_fragment:
            return redirect(self.url("timetracking:entry", self.entry.pk))
        own = get_object_or_404(own_entries(self.actor), pk=self.entry.pk)
        found = [
            {
                "other": overlap.second if overlap.first.pk == own.pk else overlap.first,
                "overlap": overlap,
                "mends": [{"means": mend.means.value, "words": self.words(mend.means, mend.at)} for mend in mends(overlap)],
            }
            for overlap in overlaps_of(own, self.actor)
        ]  # fmt: skip
        return render(request, "timetracking/_entry_mends.html", {"entry": own, "overlaps": found[:5]})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        others = TimeEntry.objects.visible_to(self.actor).kept()
        other = get_object_or_404(others, pk=identifier(request.POST.get("other", ""), field="other"))
        try:
            means = Means(request.POST.get("means", ""))
        except ValueError:
            raise Invalid(_("There is no such way to mend it."), field="means") from None
        act = actions.mend_overlap(self.entry, other, means, by=self.actor)
        return self.changed(
            tasks=[self.entry.task, other.task],
            message=_("Overlap mended."),
            undo=self.url("timetracking:undoing", act.batch),
        )

    def words(self, means: Means, at: datetime) -> str:
        clock = {"clock": Formats.of(self.actor.user).time(at)}
        return {
            Means.SPLIT_FIRST: _("Split the longer one around the other"),
            Means.END_FIRST: _("End the earlier one at %(clock)s") % clock,
            Means.START_FIRST: _("Start the earlier one at %(clock)s") % clock,
            Means.START_SECOND: _("Start the later one at %(clock)s") % clock,
            Means.REMOVE_SECOND: _("Delete the second one"),
        }[means]


class ExtensionView(OneEntryView):
    """POST stretches the entry as far as the instant `to` (ISO 8601)."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            to = datetime.fromisoformat(request.POST.get("to", ""))
        except ValueError:
            raise Invalid(_("Say until when."), field="to") from None
        act = actions.extend_entry(self.entry, by=self.actor, to=to)
        return self.changed(
            tasks=[self.entry.task],
            message=_("Gap filled."),
            undo=self.url("timetracking:undoing", act.batch),
        )
