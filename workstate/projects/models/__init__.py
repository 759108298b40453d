"""What the projects room keeps."""

from __future__ import annotations

from workstate.projects.models.client import Client
from workstate.projects.models.project import Favourite, FoldedBranch, Folder, Project
from workstate.projects.models.section import FoldedSection, Section
from workstate.projects.models.sharing import LEVELS_OF_EVERYONE, Level, ProjectShare

__all__ = [
    "LEVELS_OF_EVERYONE",
    "Client",
    "Favourite",
    "FoldedBranch",
    "FoldedSection",
    "Folder",
    "Level",
    "Project",
    "ProjectShare",
    "Section",
]
