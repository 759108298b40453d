"""Reports that are kept: saved, shared by link, sent by mail at set times."""
