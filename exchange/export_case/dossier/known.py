"""What the system knows of an export, gathered once for all papers of its case. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from catalog.models import DataField
from exchange.agreement.models import Agreement
from exchange.determination.models import Determination
from exchange.export_case import clocks
from exchange.export_case.models import ExportCase, LegalDocument
from exchange.rules.faces.deal import Deal
from exchange.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Known:
    """One export in words and numbers: the frozen agreement, the fields it covers, the determination, the legal document stated last."""

    case: ExportCase
    deal: Deal
    terms: Terms
    digest: str
    fields: tuple[DataField, ...]
    determination: Determination | None
    document: LegalDocument | None
    today: date

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.determination.facts if self.determination else {}

    @property
    def result(self) -> Mapping[str, Any]:
        return self.determination.result if self.determination else {}

    @property
    def articles(self) -> str:
        return "; ".join(str(one) for one in self.result.get("deciding_articles") or ())

    @property
    def personal(self) -> tuple[DataField, ...]:
        return tuple(one for one in self.fields if one.personal)

    @property
    def sensitive(self) -> tuple[DataField, ...]:
        return tuple(one for one in self.fields if one.sensitive)


def known(case: ExportCase, now: datetime) -> Known:
    """Four statements. `case` read with its organizations."""
    agreement = Agreement.objects.get(pk=case.agreement_id)
    terms = agreement.value
    rows = DataField.objects.filter(revision=agreement.revision_id).order_by("position")
    rows = rows.filter(name__in=terms.data_fields) if terms.data_fields else rows
    determination = Determination.objects.filter(pk=case.determination_id).first() if case.determination_id else None
    document = LegalDocument.objects.filter(case=case).order_by("-at").first()
    return Known(case, agreement.parties_and_subject, terms, agreement.digest, tuple(rows), determination, document, clocks.day_of(now))
