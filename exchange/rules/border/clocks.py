"""The periods that run on a path once it is taken, and how long its outcome is valid. Days on the calendar are deadlines.py."""

from __future__ import annotations

from datetime import date

from exchange.rules.border.determination import Clock, Path, Validity
from exchange.rules.border.law import GBA_HONG_KONG_FROM, M13_FROM, P16_FROM, RENUMBERED, art, before
from exchange.rules.border.rule import Papers, Rule, View
from kernel.decision import Say

_RECEIVED = Say("the province receives the file")
ASSESSMENT = (
    Clock("completeness_check", 5, "working_days", _RECEIVED, "province", art("M11", "7(1)")),
    Clock("acceptance", 7, "working_days", Say("the national administration receives the file"), "national administration", art("M11", "7(2)")),
    Clock("assessment", 45, "working_days", Say("the written acceptance is issued"), "national administration", art("M11", "12")),
    Clock("reevaluation_request", 15, "working_days", Say("the exporter receives the result"), "exporter", art("M11", "13")),
)
CONTRACT = (
    Clock("contract_filing", 10, "working_days", Say("the contract takes effect"), "exporter", art("M13", "7")),
    Clock("filing_check", 15, "working_days", _RECEIVED, "province", art("GSC2", "3(2)", since=M13_FROM)),
    Clock("filing_completion", 10, "working_days", Say("the province asks to complete the file"), "exporter", art("GSC2", "3(2)", since=M13_FROM)),
)
CERTIFICATE = (
    Clock("certificate_report", 5, "working_days", Say("the certificate is issued or its status changes"), "certification body", art("M20", "9")),
    Clock("certificate_renewal", 6, "months", Say("before the certificate ends"), "exporter", art("M20", "8")),
)
AREA = (Clock("contract_filing", 10, "working_days", Say("the contract takes effect"), "exporter", art("GBASC", since=GBA_HONG_KONG_FROM)),)
KEEP = (Clock("record_retention", 3, "years", Say("the record is made"), "exporter", art("PIPL", "56")),)
_EXTENSION = (Clock("extension_window_opens", 60, "working_days", Say("before the result ends"), "exporter", art("P16", "9")),)


def clocks(rule: Rule, view: View, *, persons: bool) -> tuple[Clock, ...]:
    """Those in force on the day; on the contract path those of the chosen tool, or of both where none is chosen."""
    route = view.get("elected_route", "none")
    found: tuple[Clock, ...] = ()
    if rule.path is Path.ASSESSMENT:
        found = (*ASSESSMENT, *_EXTENSION)
    elif rule.papers is Papers.AREA_CONTRACT:
        found = AREA
    elif rule.path is Path.CONTRACT:
        found = (*(CONTRACT if route != "certification" else ()), *(CERTIFICATE if route != "standard_contract" else ()))
    if persons:
        found = (*found, *KEEP)
    day = view.get("as_of")
    return tuple(clock for clock in found if day is None or clock.article.since <= day)


def validity(rule: Rule, view: View) -> Validity | None:
    """Of an assessment's result and of a certificate; a contract binds as long as it runs."""
    day: date | None = view.get("as_of")
    if rule.path is Path.ASSESSMENT:
        return Validity(2, art("M11", "14", until=before(P16_FROM))) if day is not None and day < P16_FROM else Validity(3, art("P16", "9"))
    if rule.path is Path.CONTRACT and view.get("elected_route") == "certification" and (day is None or day >= RENUMBERED):
        return Validity(3, art("M20", "8"))
    return None
