"""Settings and entry points: the one room that knows every other."""

from __future__ import annotations

from workstate.config.celery import app as celery_app

__all__ = ["celery_app"]
