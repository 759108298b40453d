"""The default database and broker: PostgreSQL and Valkey as child processes, and `workstate up` above them.

Nothing here imports Django: it runs before there are settings, and decides the addresses that they read.
"""

from __future__ import annotations
