"""Authorized operation uses the permissions of zones."""

from __future__ import annotations

from kernel.permissions import Permission

PERMISSIONS: tuple[Permission, ...] = ()
