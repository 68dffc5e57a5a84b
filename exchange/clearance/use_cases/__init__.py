"""The acts of clearance: issued, rested, ended; exports declared, looked at, delivered; what the watch and the clock do."""

from exchange.clearance.use_cases.declaring import cancel, declare, record_delivered, refuse, release
from exchange.clearance.use_cases.issuing import issue
from exchange.clearance.use_cases.standing import exhaust, expire, reinstate, revoke, suspend
from exchange.clearance.use_cases.watching import alert, filing_overdue, filing_shown, tell_change

__all__ = [
    "alert", "cancel", "declare", "exhaust", "expire", "filing_overdue", "filing_shown", "issue", "record_delivered", "refuse", "reinstate", "release", "revoke", "suspend", "tell_change",
]
