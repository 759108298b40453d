"""What every test stands on. The database and Valkey come from DATABASE_URL and REDIS_URL: `make test` starts both."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest
from django.test import override_settings
from hypothesis import settings

os.environ.setdefault("SECRET_KEY", "for tests alone")

# A busy machine is no failure. With CI set the rest is hypothesis's own choice for it: the same examples in every run.
settings.register_profile("workstate", settings.default, deadline=None)
settings.load_profile("workstate")


@pytest.fixture(autouse=True, scope="session")
def uploads() -> Iterator[None]:
    """What tests upload goes with them, and they ask as often as they like. The settings are read before this file is, so the environment comes too late."""
    with (
        tempfile.TemporaryDirectory(prefix="workstate-tests-") as folder,
        override_settings(MEDIA_ROOT=folder, API_LIMITS={}),
    ):
        yield
