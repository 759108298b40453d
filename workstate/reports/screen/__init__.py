"""The page of a report: its bar, its tables, its charts."""
