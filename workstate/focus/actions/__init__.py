"""Every write of the focus room: one verb, one function."""

from __future__ import annotations
