"""What several acts of clearance share: the facts of an event, a reason that must be given, and the waits on a clearance."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from exchange.clearance.models import Clearance
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Invalid

EXPIRE = "clearance.expire"
FILING = "clearance.filing_overdue"
OVERDUE_CAUSE = gettext_noop("The standard contract was not filed within 10 working days of taking effect")
LONGEST = 2_000


def facts(clearance: Clearance, **more: Any) -> dict[str, Any]:
    return {"number": clearance.number, "agreement": str(clearance.agreement_id), "state": clearance.state, **more}


def after_day(day: date) -> datetime:
    """The first moment after that day in Asia/Shanghai."""
    return datetime.combine(day + timedelta(days=1), time(), LOCAL_ZONE)


def digest(text: str) -> str:
    """What the log keeps of words a person wrote: they stay in the row, and can be held against this."""
    return hashlib.sha256(text.encode()).hexdigest()


def said(text: str, name: str = "remark") -> str:
    """A reason in words. Errors: Invalid."""
    text = text.strip()
    if not 1 <= len(text) <= LONGEST:
        raise Invalid(fields={name: [Say(gettext_noop("Say why, in 1 to %(most)s characters."), {"most": LONGEST})]})
    return text
