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
    """Ended for the draft, declined and accepted for the application before the exchange."""
    buyer, zone, draft, applied = parties["buyer"], parties["zone"], parties["draft"], parties["applied"]
    with calendar.next(minutes=3):
        ended = _accepted(zone, draft)
        sponsoring.end(head(zone), ended.pk, reason="另有安排。 Other plans.")
    with calendar.next(minutes=3):
        sponsoring.decline(head(applied), _proposed(zone, applied).pk)
        _accepted(buyer, applied)


def vouched(parties: dict[str, Party], applicant: Party) -> Sponsorship:
    """Vouched for while it was before the exchange, which has returned it since."""
    buyer = head(parties["buyer"])
    return sponsoring.vouch(buyer, _accepted(parties["buyer"], applicant).pk, statement="已核对营业执照原件。 We have compared the licence with the original.")


def mended(parties: dict[str, Party], row: Sponsorship) -> None:
    """The sponsor adds a paper to what was returned."""
    paper = {"name": "letter.pdf", "media_type": "application/pdf", "size": len(SCAN)}
    sponsoring.add_paper(head(parties["buyer"]), row.pk, "other", **paper, stream=io.BytesIO(SCAN))  # type: ignore[arg-type]


def lately(calendar: Calendar, parties: dict[str, Party]) -> None:
    """One that waits for an answer: older ones would have lapsed."""
    with calendar.next(minutes=3):
        _proposed(parties["provider"], parties["draft"])


def _proposed(sponsor: Party, applicant: Party) -> Sponsorship:
    return sponsoring.propose(head(sponsor), applicant=applicant.id, message=MESSAGE)


def _accepted(sponsor: Party, applicant: Party) -> Sponsorship:
    return sponsoring.accept(head(applicant), _proposed(sponsor, applicant).pk)
