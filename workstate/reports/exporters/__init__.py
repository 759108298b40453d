"""Files of reports. Each is made of the report's own table, so that they agree with the screen and with each other."""

from workstate.reports.exporters.files import FORMATS, content_of, file_name, respond

__all__ = ["FORMATS", "content_of", "file_name", "respond"]
