"""What every test stands on. The database and Valkey come from DATABASE_URL and REDIS_URL: `make test` starts both."""

from __future__ import annotations

import os

os.environ.setdefault("SECRET_KEY", "for tests alone")
