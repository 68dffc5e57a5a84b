"""The acts around a listing: the provider submits, takes back, withdraws; the operator lists, returns, suspends, resumes; a rule suspends."""

from __future__ import annotations

from catalog.listing.use_cases.review import list_, resume, return_, suspend, suspend_by_rule
from catalog.listing.use_cases.submission import submit, take_back, withdraw

__all__ = ["list_", "resume", "return_", "submit", "suspend", "suspend_by_rule", "take_back", "withdraw"]
