"""What every test stands on. The database and Valkey come from DATABASE_URL and REDIS_URL: `make test` starts both."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "for tests alone")
# What tests upload goes with them.
_media = tempfile.TemporaryDirectory(prefix="workstate-tests-")
os.environ["MEDIA_ROOT"] = _media.name
