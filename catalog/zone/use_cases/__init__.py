"""The acts on zones: opened, closed, their rules set; and on admissions to them."""

from __future__ import annotations

from catalog.zone.use_cases.admitting import admit, apply, end, end_by_clock, refuse, resume, suspend
from catalog.zone.use_cases.zones import close, open_zone, reopen, set_rules

__all__ = ["admit", "apply", "close", "end", "end_by_clock", "open_zone", "refuse", "reopen", "resume", "set_rules", "suspend"]
