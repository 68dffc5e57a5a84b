"""Addresses of clearance."""

from __future__ import annotations

pages: list[object] = []
api: list[object] = []
