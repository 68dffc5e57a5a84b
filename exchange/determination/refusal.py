"""An answer of the law as a refusal one can act on: each missing fact with what it is, who supplies it and where it is entered."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop

from exchange.determination.counts import Counts
from exchange.determination.derived import LISTED
from exchange.rules.border.determination import Determination, Missing, Path
from exchange.rules.border.vocabulary import SUPPLIER_LABELS, Supplier
from kernel.decision import Certainty, Citation, Decision, Outcome, Reason, Say, refuse

COUNTERS = ("pi_subjects_this_year", "sensitive_pi_subjects_this_year")
POLICY = Citation("platform rules", "border", Certainty.PLATFORM)
WHERE: dict[str, Say] = {
    Supplier.EXPORTER: Say(gettext_noop("The provider enters it in the facts of the export, on the deal's page.")),
    Supplier.STEWARD: Say(gettext_noop("The provider enters it in the facts of the export, on the deal's page.")),
    Supplier.BUYER: Say(gettext_noop("The buyer tells the provider, who enters it in the facts of the export, on the deal's page.")),
    Supplier.AUTHORITY: Say(gettext_noop("The provider enters what the authority told it, in the facts of the export, on the deal's page.")),
    Supplier.PLATFORM: Say(gettext_noop("It follows from the terms, the register of organizations and the grading: complete those, or enter it in the facts of the export.")),
}
STATE = Say(gettext_noop("An owner of the provider signs a new statement of what was sent abroad outside the exchange, under Exports counted in the workspace."))
PERSONS = Say(gettext_noop("The provider enters how many persons this deal sends abroad, ordinary and sensitive, in the facts of the export, on the deal's page."))

CLAIM_WHOLE = Say(
    gettext_noop("The provider names the list's word for each agreed field, in the facts of the export, on the deal's page, or relies on no list. A sample of a list frees nothing.")
)


def decision(answer: Determination, counts: Counts, today: date) -> Decision:
    """Why this export may not be signed."""
    if answer.path is Path.PROHIBITED:
        return refuse(*_bars(answer), facts={"path": answer.path.value})
    summary = Reason(
        "R-BORDER-UNDETERMINED", answer.release,
        Say(gettext_noop("Which path this export must take cannot be determined: %(count)s facts are missing."), {"count": len(answer.missing)}), (POLICY,),
        _remedy(answer.missing[0], counts, today) if answer.missing else None,
    )
    reasons = [_missing(one, counts, today, answer.release) for one in answer.missing]
    return Decision(Outcome.UNKNOWN, (summary, *reasons), {"path": answer.path.value, "missing_facts": ", ".join(answer.missing_facts)})


def _bars(answer: Determination) -> list[Reason]:
    bars = [one for one in answer.findings if one.kind == "path"] or list(answer.findings)
    return [Reason(one.rule, answer.release, one.finding, tuple(article.citation for article in one.articles), one.remedy) for one in bars]


def _missing(one: Missing, counts: Counts, today: date, release: str) -> Reason:
    finding = Say(gettext_noop("Not known: %(fact)s. Supplied by %(who)s."), {"fact": one.label, "who": Say(SUPPLIER_LABELS[Supplier(one.supplier)])})
    return Reason(f"R-BORDER-MISSING-{one.key}", release, finding, (POLICY,), _remedy(one, counts, today))


def _remedy(one: Missing, counts: Counts, today: date) -> Say:
    if one.key == LISTED:
        return CLAIM_WHOLE
    if one.key not in COUNTERS:
        return WHERE[Supplier(one.supplier)]
    if counts.stated(today, signing=True) is not None:
        return PERSONS if counts.group is not None else Say(gettext_noop("An organization under common control has not stated what it sent abroad this year: it signs its statement first."))
    if counts.own.outside is not None and not counts.own.renewed:
        return Say(
            gettext_noop("The statement of what was sent abroad elsewhere is older than the last reservation or than %(days)s days: an owner signs it again, under Exports counted."),
            {"days": counts.statement_days},
        )
    return STATE
