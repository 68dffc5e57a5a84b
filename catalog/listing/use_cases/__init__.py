"""The acts around a listing: the provider submits, takes back, withdraws; the operator lists, returns, suspends, resumes."""

from __future__ import annotations

from catalog.listing.use_cases.review import list_, resume, return_, suspend
from catalog.listing.use_cases.submission import submit, take_back, withdraw

__all__ = ["list_", "resume", "return_", "submit", "suspend", "take_back", "withdraw"]
