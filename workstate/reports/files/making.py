"""The work itself: a report is made as its owner sees it now, set, and kept."""

from __future__ import annotations

import logging
from time import monotonic

from django.utils.translation import gettext as _
from django.utils.translation import override

from workstate.accounts.formats import written_as
from workstate.core.actor import Actor, Via
from workstate.core.errors import Invalid, NotAllowed, NotFound
from workstate.reports.description import read_description
from workstate.reports.exporters.files import file_name
from workstate.reports.exporters.pdf import NotSet, make_pdf
from workstate.reports.files.actions import fail_file, keep_file, tell_progress
from workstate.reports.kinds import make_report
from workstate.reports.models import ReportFile
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.workspaces.queries import actor_in

logger = logging.getLogger(__name__)

EVERY = 0.5  # seconds


class Unwanted(Exception):
    """It was thrown away while it was made, or is somebody else's turn."""


class Telling:
    """Tells how far it is, at most twice a second; ends the work that nobody waits for."""

    def __init__(self, file: ReportFile) -> None:
        self._file = file
        self._told = 0.0

    def __call__(self, share: float) -> None:
        moment = monotonic()
        if moment - self._told >= EVERY:
            self._told = moment
            if not tell_progress(self._file, share):
                raise Unwanted


def produce(file: ReportFile) -> None:
    """Make the file that was begun; what goes wrong is written down in words for its owner."""
    user = file.user
    try:
        by = actor_in(file.workspace.slug, user, via=Via.SYSTEM)
    except NotFound:
        by = None
    with override(user.language):
        if by is None or not user.is_active:
            fail_file(file, _("You no longer belong to this workspace."), by=None)
            return
        try:
            report = _report(file, by)
            content = make_pdf(report, title=file.title, note=file.note, on_progress=Telling(file))
            keep_file(file, content, file_name(report, file.format), by=by)
        except Unwanted:
            logger.info("Report file %s is not wanted any more.", file.pk)
        except Invalid as refusal:
            fail_file(file, " ".join(refusal.messages), by=by)
        except NotAllowed as refusal:
            fail_file(file, refusal.message, by=by)
        except NotFound:
            fail_file(file, _("There is no such report."), by=by)
        except NotSet as refusal:
            fail_file(file, str(refusal), by=by)
        except Exception:
            logger.exception("Report file %s failed.", file.pk)
            fail_file(file, _("Something went wrong on the server. Try again, or tell your administrator."), by=by)


def _report(file: ReportFile, by: Actor) -> Report:
    kind = ReportKind(file.kind)
    reader = Reader.of(by)
    if not file.with_rates:
        reader = reader.without_rates()
    elif kind != ReportKind.PROFITABILITY:  # that one is about costs; on all others they are nobody else's business
        reader = reader.without_costs()
    with written_as(reader.formats):
        return make_report(read_description(kind, file.parameters, by), reader)
