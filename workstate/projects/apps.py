from __future__ import annotations

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "workstate.projects"
    verbose_name = "Projects"
