"""When a period of a procedure ends, by the day on which it was set off. Pure: the day is given, nothing is looked up but the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from exchange.rules.border.calendar import after, ahead, guessed, months
from exchange.rules.border.determination import Article, LegalCertainty
from exchange.rules.border.law import P16_FROM, art
from kernel.decision import Say


@dataclass(frozen=True, slots=True)
class Period:
    """`working` days after the event (before it if negative), or `months` after it less `ahead` months. `starts` says what `on` is the day of."""

    article: Article
    starts: Say
    working: int = 0
    months: int = 0
    ahead: int = 0
    legal_certainty: LegalCertainty = LegalCertainty.RULE_TEXT
    remark: Say | None = None


@dataclass(frozen=True, slots=True)
class Due:
    day: date
    article: str
    certainty: LegalCertainty
    note: tuple[Say, ...] = ()


_WINDOW = Say("M11 14 asks for a new declaration 60 working days before the end, P16 9 for an extension within the last 60; P16 wins.")
_EARLIER = Say("The result was issued while M11 14 said two years; P16 9 and 13 make it three.")
_GUESS = Say("The calendar of a year in this period is not published: Monday to Friday were counted, and the day can still move.")

PERIODS: Mapping[str, Period] = MappingProxyType({
    "completeness_check": Period(art("M11", "7(1)"), Say("the province receives the declaration"), working=5),
    "acceptance": Period(art("M11", "7(2)"), Say("the national administration receives the file"), working=7),
    "assessment": Period(art("M11", "12"), Say("the written acceptance is issued"), working=45, remark=Say("It can be longer where the file is complex or supplemented; the exporter is told.")),
    "reevaluation_request": Period(art("M11", "13"), Say("the exporter receives the result"), working=15),
    "contract_filing": Period(art("M13", "7"), Say("the standard contract takes effect"), working=10),
    "filing_check": Period(art("GSC2", "3(2)"), Say("the province receives the contract file"), working=15),
    "filing_completion": Period(art("GSC2", "3(2)"), Say("the province asks to complete the file"), working=10),
    "certificate_report": Period(art("M20", "9"), Say("the certificate is issued or its status changes"), working=5),
    "assessment_validity": Period(art("P16", "9"), Say("the result is issued"), months=36),
    "record_retention": Period(art("PIPL", "56"), Say("the record is made"), months=36, legal_certainty=LegalCertainty.STATUTE, remark=Say("Keep it at least until this day.")),
    "certificate_renewal": Period(art("M20", "8"), Say("the certificate is issued"), months=36, ahead=6, remark=Say("Apply again six months before the three years end.")),
    "extension_window_opens": Period(art("P16", "9"), Say("last day of validity"), working=-60, legal_certainty=LegalCertainty.INTERPRETIVE, remark=_WINDOW),
})
EVENTS = tuple(PERIODS)


def due(event: str, on: date) -> Due:
    """KeyError for what is no event."""
    period = PERIODS[event]
    notes = [period.remark] if period.remark else []
    if period.months:
        day = months(months(on, period.months), -period.ahead)
    else:
        day = after(on, period.working) if period.working > 0 else ahead(on, -period.working)
        if guessed(on, day):
            notes.append(_GUESS)
    if event == "assessment_validity" and on < P16_FROM:
        notes.append(_EARLIER)
    return Due(day, str(period.article), period.legal_certainty, tuple(notes))
