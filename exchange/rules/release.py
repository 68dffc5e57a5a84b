"""The release of these rules and the instruments they cite.

Every stored decision names the release, so that it can be run again over its facts and give the same answer. Codes of the
instruments are the platform's own short forms; the day each came into force stands beside it, because a rule speaks as of a day.
"""

from __future__ import annotations

from datetime import date

from kernel.decision import Certainty, Citation

RELEASE = "2026.1"

# Personal Information Protection Law, Data Security Law, Network Data Security Regulations
IN_FORCE: dict[str, date] = {
    "PIPL": date(2021, 11, 1),
    "DSL": date(2021, 9, 1),
    "NDSR": date(2025, 1, 1),
    "P16": date(2024, 3, 22),
}


def statute(instrument: str, article: str) -> Citation:
    """A place in a law or regulation whose text was read."""
    return Citation(instrument, article, Certainty.STATUTE)


def policy(subject: str) -> Citation:
    """The platform's own rule, which no law demands in this form."""
    return Citation("platform rules", subject, Certainty.PLATFORM)
