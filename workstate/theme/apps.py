"""The look of Workstate: Tailwind entry and browser behaviours, built into static files."""

from __future__ import annotations

from django.apps import AppConfig


class ThemeConfig(AppConfig):
    """Serves what `npm run build` in `static_src` wrote into `static`; django-tailwind finds the sources here."""

    name = "workstate.theme"
    label = "theme"
