"""The checklist of a case: every paper its path asks for, who brings it, what is there, and whether it may be handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext

from exchange.determination.models import Determination
from exchange.export_case import clocks
from exchange.export_case.dossier.clauses import lacking
from exchange.export_case.dossier.forms import GENERATED, UPLOAD_DECIDES
from exchange.export_case.models import ExportCase, LegalDocument, Paper, PaperRequest
from exchange.export_case.states import Path
from exchange.rules.border.papers import PAPERS
from exchange.rules.casework import RECENT, DossierFacts
from kernel.decision import Say

IDENTITY = frozenset({"legal_rep_id", "agent_id"})
"""Papers on natural persons: their owner and the reviewing desk see them, nobody else."""
_FILING_ONLY = frozenset({"commitment_letter", "legal_rep_id", "agent_id"})
_FALLBACK: Mapping[str, tuple[str, ...]] = {
    Path.ASSESSMENT.value: ("declaration_form", "risk_self_assessment_report", "draft_legal_document", "usci_copy", "legal_rep_id", "agent_id", "power_of_attorney"),
    Path.CONTRACT.value: ("standard_contract_or_certificate", "pia_report", "commitment_letter", "power_of_attorney", "usci_copy", "legal_rep_id", "agent_id"),
    Path.CERTIFICATION.value: ("standard_contract_or_certificate", "pia_report", "notice_record", "legal_basis_record", "usci_copy"),
    Path.EXEMPT.value: ("exemption_memo",),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One paper on the checklist. `there` counts only what decides; `asked` is what the desk wants changed; `versions` newest first."""

    code: str
    label: str
    article: str
    brought_by: str
    check: str
    there: bool
    automatic: bool
    fillable: bool
    private: bool
    asked: str
    versions: tuple[Paper, ...]

    @property
    def newest(self) -> Paper | None:
        return self.versions[0] if self.versions else None


def label(code: str) -> str:
    """The paper's name in the reader's language."""
    paper = PAPERS.get(code)
    if paper is None:
        return code
    return paper.label_zh if (get_language() or "").startswith("zh") else gettext(paper.label)


def required(case: ExportCase, result: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of the papers this case needs: what the determination asked for, less what belongs to the other tool of its path."""
    asked: Iterable[str] = result.get("required_documents") or _FALLBACK[case.path]
    if case.path == Path.CERTIFICATION.value:
        asked = [code for code in asked if code not in _FILING_ONLY]
    return tuple(code for code in asked if code in PAPERS)


def counts(paper: Paper) -> bool:
    """A drawn-up contract is a draft until the signed one is uploaded."""
    return not (paper.generated and paper.code in UPLOAD_DECIDES)


def checklist(case: ExportCase, result: Mapping[str, Any], papers: Iterable[Paper], asked: PaperRequest | None) -> list[Line]:
    """`papers` of the case; `asked` the request that is open. Papers beyond the list stand at the end."""
    by_code: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_code[paper.code].append(paper)
    gaps: dict[str, list[str]] = defaultdict(list)
    for item in asked.items if asked and asked.answered is None else ():
        gaps[item["code"]].append(item["what"])
    codes = required(case, result)
    lines: list[Line] = []
    for code in (*codes, *(code for code in (*gaps, *by_code) if code not in codes)):
        if code in {line.code for line in lines} or code not in PAPERS:
            continue
        rule = PAPERS[code]
        versions = tuple(sorted(by_code[code], key=lambda one: -one.version))
        lines.append(
            Line(
                code, label(code), str(rule.article), rule.brought_by, gettext(rule.check), any(counts(one) for one in versions), rule.brought_by == "platform",
                code in GENERATED, code in IDENTITY, "; ".join(gaps[code]), versions,
            )
        )
    return lines


def dossier_facts(case: ExportCase, now: datetime) -> DossierFacts:
    """The facts on which handing in is judged: four statements."""
    known = Determination.objects.filter(pk=case.determination_id).values_list("result", flat=True) if case.determination_id else None
    result = (known.first() if known is not None else None) or {}
    papers = list(Paper.objects.filter(case=case).defer("content").order_by("version"))
    document = LegalDocument.objects.filter(case=case).order_by("-at").first()
    request = PaperRequest.objects.filter(case=case, answered=None).first()
    return facts_of(case, checklist(case, result, papers, request), document, now, request)


def facts_of(case: ExportCase, lines: Iterable[Line], document: LegalDocument | None, now: datetime, request: PaperRequest | None = None) -> DossierFacts:
    lines = list(lines)
    missing = [Say("%(paper)s", {"paper": line.label}) for line in lines if not line.there and not line.automatic]
    if request is not None:  # what the desk asked for is answered by a version newer than the request
        stale = [line for line in lines if line.asked and not any(one.at > request.at for one in line.versions) and line.there]
        missing += [Say("%(paper)s", {"paper": line.label}) for line in stale if line.code != "draft_legal_document" or document is None or document.at <= request.at]
    reports = tuple((line.code, line.newest.done_on) for line in lines if line.code in RECENT and line.newest is not None)
    stated = document.clauses if document else None
    return DossierFacts(
        case.path, clocks.day_of(now), tuple(missing), reports, None if stated is None else lacking(stated), document.kind if document else "",
        document.effective_on if document else None, clocks.day_of(case.submitted) if case.submitted else None,
    )
