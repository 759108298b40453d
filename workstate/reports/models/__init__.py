from __future__ import annotations

from workstate.reports.models.deliveries import ReportDelivery, ReportMail
from workstate.reports.models.files import MadeFormat, ReportFile
from workstate.reports.models.saved import SavedReport
from workstate.reports.models.schedules import FileFormat, Frequency, ReportRecipient, ReportSchedule
from workstate.reports.models.shares import ReportShare, ReportShareVisits

__all__ = [
    "FileFormat",
    "Frequency",
    "MadeFormat",
    "ReportDelivery",
    "ReportFile",
    "ReportMail",
    "ReportRecipient",
    "ReportSchedule",
    "ReportShare",
    "ReportShareVisits",
    "SavedReport",
]
