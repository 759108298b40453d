"""Entry after entry: how they are listed, page by page."""
