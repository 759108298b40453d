"""What every test stands on. The database and Valkey come from DATABASE_URL and REDIS_URL: `make test` starts both."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest
from django.test import override_settings

os.environ.setdefault("SECRET_KEY", "for tests alone")


@pytest.fixture(autouse=True, scope="session")
def uploads() -> Iterator[None]:
    """What tests upload goes with them. The settings are read before this file is, so the environment comes too late."""
    with tempfile.TemporaryDirectory(prefix="workstate-tests-") as folder, override_settings(MEDIA_ROOT=folder):
        yield
