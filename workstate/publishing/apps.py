from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "workstate.publishing"
    verbose_name = "Public links"
