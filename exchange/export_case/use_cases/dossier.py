"""Acts on the dossier: papers are added and never changed; what the exporter writes into a generated one is kept until it is drawn up."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from exchange.export_case import clocks, permissions
from exchange.export_case.dossier.checklist import IDENTITY
from exchange.export_case.dossier.clauses import stand
from exchange.export_case.dossier.forms import GENERATED
from exchange.export_case.dossier.known import known
from exchange.export_case.dossier.sight import may_see
from exchange.export_case.models import ExportCase, LegalDocument, Paper, PaperText
from exchange.export_case.models.dossier import LANGUAGES
from exchange.export_case.pdf.render import PDF, render
from exchange.export_case.states import AT_EXPORTER, State
from exchange.export_case.use_cases import going
from exchange.rules.border.papers import PAPERS
from exchange.rules.casework import CLAUSES
from kernel import blobs
from kernel.decision import Say
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.use_case import Act, use_case

MEDIA_TYPES = frozenset({PDF, "image/png", "image/jpeg", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"})
LARGEST = 20 * 1024 * 1024
MOST_VERSIONS = 50
ANSWER_LENGTH = 8_000
DOCUMENT_KINDS = ("draft", "standard_contract", "gba_contract", "certificate")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
FILLABLE = (State.DRAFT, *AT_EXPORTER)


def _fillable(act: Act, case_id: UUID, code: str) -> ExportCase:
    """Errors: NotFound, Forbidden (the buyer, for a paper it does not bring), WrongState, Invalid (no such paper)."""
    case = going.found(act, case_id)
    act.authorise(permissions.FILL, case)
    going.expect(case, *FILLABLE)
    if code not in PAPERS:
        raise Invalid(fields={"code": [Say("There is no such paper on the list.")]})
    if act.actor.organization != case.exporter_id and PAPERS[code].brought_by != "buyer":
        raise Forbidden(Say("This paper is brought by the exporter."), remedy=Say("The checklist says which papers your side brings."))
    return case


@use_case
def add_paper(
    act: Act, case_id: UUID, *, code: str, name: str, media_type: str, size: int, stream: Any, done_on: date | None = None
) -> Paper:
    """Add the next version of a paper from `stream`; earlier ones stay. `done_on` is the day a report was finished.

    Errors: NotFound, Forbidden, WrongState, Invalid (code, type, size, day)."""
    case = _fillable(act, case_id, code)
    wrong: dict[str, list[Say]] = {}
    if media_type not in MEDIA_TYPES:
        wrong["file"] = [Say("A paper is a PDF, a picture (PNG, JPEG) or a .docx file.")]
    elif not 0 < size <= LARGEST:
        wrong["file"] = [Say("A paper has at least one byte and at most 20 MB.")]
    if done_on is not None and done_on > clocks.day_of(act.now):
        wrong["done_on"] = [Say("The day it was finished cannot lie in the future.")]
    if wrong:
        raise Invalid(fields=wrong)
    return _keep(act, case, code, name=name, media_type=media_type, size=size, stream=stream, done_on=done_on, content=None)


def _keep(act: Act, case: ExportCase, code: str, *, name: str, media_type: str, size: int, stream: Any, done_on: date | None, content: Any) -> Paper:
    version = Paper.objects.filter(case=case, code=code).count() + 1
    if version > MOST_VERSIONS:
        raise Invalid(fields={"file": [Say("At most %(most)s versions of a paper.", {"most": MOST_VERSIONS})]})
    owner = act.actor.organization or case.exporter_id
    blob = blobs.begin(act, owner, name, media_type, size)
    blobs.append(blob.pk, 0, stream)
    blob.refresh_from_db()
    blobs.complete(act, blob)
    paper = Paper(
        case=case, code=code, version=version, blob=blob, name=name, media_type=media_type, size=blob.size, sha256=bytes(blob.sha256 or b"").hex(),
        generated=content is not None, content=content, private=code in IDENTITY, done_on=done_on, owner=owner, person=act.actor.person, at=act.now,
    )  # fmt: skip
    paper.save(force_insert=True)
    act.subject = case
    data = {"paper": code, "version": version, "sha256": paper.sha256, "generated": paper.generated}
    act.record("exchange.export_case.paper_added", case, data, parties=[case.exporter_id, owner])
    return paper


@use_case
def fill(act: Act, case_id: UUID, *, code: str, language: str, content: Mapping[str, str]) -> PaperText:
    """Keep what the exporter wrote for a generated paper in one language, section by section. Errors: NotFound, Forbidden, WrongState, Invalid."""
    case = _fillable(act, case_id, code)
    form = GENERATED.get(code)
    if form is None or language not in LANGUAGES:
        raise Invalid(fields={"code": [Say("This paper is not written here: upload it.")]})
    names = {section.key for section in form.sections}
    wrong = [name for name, text in content.items() if name not in names or len(text) > ANSWER_LENGTH]
    if wrong:
        raise Invalid(fields={name: [Say("There is no such part, or it is longer than %(most)s characters.", {"most": ANSWER_LENGTH})] for name in wrong})
    row = PaperText.objects.filter(case=case, code=code, language=language).first() or PaperText(case=case, code=code, language=language, at=act.now)
    row.content = row.content | {name: text.strip() for name, text in content.items()}
    row.person, row.at = act.actor.person, act.now
    row.save()
    act.record("exchange.export_case.paper_filled", case, {"paper": code, "language": language, "parts": sorted(content)}, parties=[case.exporter_id])
    return row


@use_case
def generate_paper(act: Act, case_id: UUID, *, code: str, done_on: date | None = None) -> Paper:
    """Draw up a paper from what the system knows and what was written: the Chinese PDF is kept as the next version, and with it the
    content from which the English copy and the editable file are made. Errors: NotFound, Forbidden, WrongState, Invalid."""
    case = _fillable(act, case_id, code)
    form = GENERATED.get(code)
    if form is None:
        raise Invalid(fields={"code": [Say("This paper is not written here: upload it.")]})
    if done_on is not None and done_on > clocks.day_of(act.now):
        raise Invalid(fields={"done_on": [Say("The day it was finished cannot lie in the future.")]})
    facts = known(case, act.now)
    written = {row.language: row.content for row in PaperText.objects.filter(case=case, code=code)}
    version = Paper.objects.filter(case=case, code=code).count() + 1
    mark = f"{case.number} · {code} · v{version} · {clocks.day_of(act.now).isoformat()}"
    dated = {"done_on": done_on.isoformat()} if done_on else {}
    # what was written in one language only stands in the other paper too: better foreign than missing
    answers = {language: {**written.get(_other(language), {}), **{key: text for key, text in written.get(language, {}).items() if text}, **dated} for language in LANGUAGES}
    documents = {language: form.document(facts, answers[language], language, mark) for language in LANGUAGES}
    raw = render(documents["zh"])
    content = {language: document.as_json() for language, document in documents.items()}
    name = f"{case.number}-{code}-v{version}.pdf"
    return _keep(act, case, code, name=name, media_type=PDF, size=len(raw), stream=io.BytesIO(raw), done_on=done_on, content=content)


def _other(language: str) -> str:
    return "en" if language == "zh" else "zh"


@use_case
def state_document(act: Act, case_id: UUID, *, kind: str, effective_on: date | None = None, digest: str = "", clauses: Mapping[str, str] | None = None) -> LegalDocument:
    """State the legal document with the recipient: its kind, when it takes effect, the SHA-256 of the signed text, and where each of the six
    heads stands (what is not said is looked for in the agreement). Errors: NotFound, Forbidden, WrongState, Invalid."""
    case = _fillable(act, case_id, "draft_legal_document")
    wrong: dict[str, list[Say]] = {}
    if kind not in DOCUMENT_KINDS:
        wrong["kind"] = [Say("A draft, a standard contract, a contract of the Greater Bay Area, or a certificate.")]
    if digest and not _SHA256.match(digest):
        wrong["digest"] = [Say("A SHA-256 digest has 64 lower-case hexadecimal digits.")]
    if clauses is not None and (set(clauses) - set(CLAUSES) or any(len(text) > 500 for text in clauses.values())):
        wrong["clauses"] = [Say("Say for each of the six heads where it stands, in at most 500 characters.")]
    if wrong:
        raise Invalid(fields=wrong)
    from_agreement = stand(known(case, act.now).terms)
    stated = {key: (clauses or {}).get(key, "").strip() or from_agreement[key] for key in CLAUSES}
    row = LegalDocument(case=case, kind=kind, effective_on=effective_on, digest=digest, clauses=stated, person=act.actor.person, at=act.now)
    row.save(force_insert=True)
    data = {"kind": kind, "effective_on": effective_on.isoformat() if effective_on else None, "digest": digest or None, "lacking": [key for key, place in stated.items() if not place]}
    act.record("exchange.export_case.document_stated", case, data, parties=[case.exporter_id])
    return row


@use_case
def open_case(act: Act, case_id: UUID) -> ExportCase:
    """Somebody of the desk, the exchange or a regulator opens a case: the exporter can see that it was read. Errors: NotFound, Forbidden."""
    case = going.found(act, case_id)
    act.authorise(permissions.LOOK, case)
    act.record("exchange.export_case.read", case, {}, parties=[case.exporter_id, case.desk_id])
    return case


@use_case
def open_paper(act: Act, case_id: UUID, paper_id: UUID) -> Paper:
    """Look at a paper: who looked is recorded. The buyer sees those it brought; identity papers only their owner and the desk.

    Errors: NotFound, Forbidden."""
    case = going.found(act, case_id)
    act.authorise(permissions.READ_PAPER, case)
    paper = Paper.objects.filter(pk=paper_id, case=case).select_related("blob").first()
    if paper is None or not may_see(act.actor, case, paper):
        raise NotFound
    act.record("exchange.export_case.paper_opened", case, {"paper": paper.code, "version": paper.version}, parties=[case.exporter_id, case.desk_id])
    return paper

