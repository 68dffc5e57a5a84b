"""Counting prices is the system's."""

from __future__ import annotations

from kernel.permissions import Permission

COUNT = Permission("price:count", frozenset(), system=True)

PERMISSIONS = (COUNT,)
"""Prices are read by anyone: they name nobody."""
