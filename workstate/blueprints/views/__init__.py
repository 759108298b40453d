"""The web face of copies and templates: one small view per resource."""
