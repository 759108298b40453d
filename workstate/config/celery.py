"""The Celery application. Celery's tasks are called jobs here: "task" belongs to the user."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workstate.config.settings")

app = Celery("workstate")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
