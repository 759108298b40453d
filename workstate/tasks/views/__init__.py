"""The web face of tasks: one small view per resource."""
