"""The sample's sponsorships, one in each state: applicants of the sample brought in by its members."""

from __future__ import annotations

import io

from accounts.sponsoring import use_cases as sponsoring
from accounts.sponsorship.models import Sponsorship
from seeds.sample.deals import Calendar
from seeds.sample.people import PAPER, Party, head

MESSAGE = "我们与贵单位有长期合作，愿意推荐。 We have worked with you for years and would bring you in."
SCAN = PAPER.encode()


def play(calendar: Calendar, parties: dict[str, Party]) -> None:
    """Ended and accepted for the draft, declined and vouched for the application before the exchange."""
    buyer, zone, draft, applied = parties["buyer"], parties["zone"], parties["draft"], parties["applied"]
    with calendar.next(minutes=3):
        ended = _accepted(zone, draft)
        sponsoring.end(head(zone), ended.pk, reason="另有安排。 Other plans.")
        accepted = _accepted(buyer, draft)
        paper = {"name": "license.pdf", "media_type": "application/pdf", "size": len(SCAN)}
        sponsoring.add_paper(head(buyer), accepted.pk, "license", **paper, stream=io.BytesIO(SCAN))  # type: ignore[arg-type]
    with calendar.next(minutes=3):
        sponsoring.decline(head(applied), _proposed(zone, applied).pk)
        sponsoring.vouch(head(buyer), _accepted(buyer, applied).pk, statement="已核对营业执照原件。 We have compared the licence with the original.")


def lately(calendar: Calendar, parties: dict[str, Party]) -> None:
    """One that waits for an answer: older ones would have lapsed."""
    with calendar.next(minutes=3):
        _proposed(parties["provider"], parties["returned"])


def _proposed(sponsor: Party, applicant: Party) -> Sponsorship:
    return sponsoring.propose(head(sponsor), organization=applicant.id, message=MESSAGE)


def _accepted(sponsor: Party, applicant: Party) -> Sponsorship:
    return sponsoring.accept(head(applicant), _proposed(sponsor, applicant).pk)
