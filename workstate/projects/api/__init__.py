"""Projects, folders and sections for programs."""

from __future__ import annotations

from workstate.projects.api.projects import ProjectShape, shown

__all__ = ["ProjectShape", "shown"]
