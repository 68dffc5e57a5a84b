"""May one organization sponsor another's application, and what may it do then? Pure; known from a secondary account only.

A published copy of the Shenzhen trade rules lets a seller be a data merchant or be sponsored. What a sponsor may do and see there was not read:
here it prepares papers of the application and vouches for it, and everything else stays with the applicant. That part is the exchange's own rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_noop

from accounts.rules import admission
from kernel.decision import PERMITTED, Certainty, Citation, Decision, Reason, Say, refuse

RELEASE = "2026.1"
ANSWER = timedelta(days=30)
"""How long a proposal waits for the applicant's answer."""
APPLYING = ("draft", "applied", "returned")
"""States of an organization whose application can be sponsored."""
BEFORE = "applied"
PREPARED = ("draft", "returned")
"""Those in which papers can be added: what the exchange has before it stays as it is."""
PAPERS = tuple(kind for kind in admission.PAPERS if kind != admission.CIIO_NOTICE)
"""What a sponsor adds; that the applicant operates critical infrastructure is for the applicant alone to say."""
CITED = (Citation("Shenzhen trade rules (2023-02-21)", "roles", Certainty.SECONDARY), Citation("platform rules", "sponsorship", Certainty.PLATFORM))


@dataclass(frozen=True, slots=True)
class Facts:
    """`sponsor_verified`: a member whose verification runs; `applicant` is the state of the organization that is sponsored."""

    sponsor_verified: bool
    applicant: str


def sponsoring(f: Facts) -> Decision:
    """May this sponsor stand by this application: propose, or be accepted? Every finding is told."""
    reasons = []
    if not f.sponsor_verified:
        reasons.append(_reason("verified", gettext_noop("Only a verified member sponsors others."), gettext_noop("Have your organization verified first.")))
    if f.applicant not in APPLYING:
        reasons.append(_reason("applying", gettext_noop("The application has been decided."), gettext_noop("There is nothing to vouch for any more.")))
    return refuse(*reasons) if reasons else PERMITTED


def preparing(f: Facts) -> Decision:
    """May this sponsor add a paper to the application now?"""
    answer = sponsoring(f)
    if not answer.permitted or f.applicant in PREPARED:
        return answer
    return refuse(_reason("before_the_exchange", gettext_noop("The exchange is looking at the application; its papers stay as they are."), gettext_noop("Wait for its decision.")))


def vouching(f: Facts) -> Decision:
    """May this sponsor give its word now? Only on what lies before the exchange, which stays as it is: the word is about that and nothing later."""
    answer = sponsoring(f)
    if not answer.permitted or f.applicant == BEFORE:
        return answer
    return refuse(_reason("not_sent", gettext_noop("The application is not before the exchange."), gettext_noop("Vouch for it once its owner has sent it.")))


def _reason(rule: str, finding: str, remedy: str) -> Reason:
    return Reason(f"sponsorship.{rule}", RELEASE, Say(finding), CITED, Say(remedy))
