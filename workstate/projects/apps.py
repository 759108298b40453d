from __future__ import annotations

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "workstate.projects"
    verbose_name = "Projects"

    def ready(self) -> None:
        from workstate.projects.access import people_beside
        from workstate.projects.granting import clean, give, offer
        from workstate.workspaces.acquaintance import register_acquaintance
        from workstate.workspaces.grants import register_grant

        register_grant("projects", clean=clean, give=give, offer=offer)
        register_acquaintance(people_beside)
