"""The web face of focus: one small view per resource."""
