"""The acts around a listing: the provider submits, takes back, withdraws; the operator takes on, lists, returns, refuses, suspends, resumes; a rule
suspends; either side revokes a revision."""

from __future__ import annotations

from catalog.listing.use_cases.assigning import assign
from catalog.listing.use_cases.review import list_, refuse, resume, return_, suspend, suspend_by_rule
from catalog.listing.use_cases.revoking import revoke
from catalog.listing.use_cases.submission import submit, take_back, withdraw

__all__ = ["assign", "list_", "refuse", "resume", "return_", "revoke", "submit", "suspend", "suspend_by_rule", "take_back", "withdraw"]
