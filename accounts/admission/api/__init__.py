"""REST of organizations: register, papers, apply; and the exchange's decisions."""

from accounts.admission.api.decisions import Refuse as Refuse, Resume as Resume, Return as Return, Suspend as Suspend, Verify as Verify
from accounts.admission.api.organizations import (
    Apply as Apply,
    Checklist as Checklist,
    Close as Close,
    One as One,
    Organizations as Organizations,
    Renew as Renew,
)
from accounts.admission.api.papers import PaperContent as PaperContent, PaperOne as PaperOne, Papers as Papers
