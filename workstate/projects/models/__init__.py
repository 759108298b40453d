"""What the projects room keeps."""

from __future__ import annotations

from workstate.projects.models.client import Client
from workstate.projects.models.project import Favourite, FoldedBranch, Folder, Project
from workstate.projects.models.section import FoldedSection, Section

__all__ = [
    "Client",
    "Favourite",
    "FoldedBranch",
    "FoldedSection",
    "Folder",
    "Project",
    "Section",
]
