"""The dossier as someone sees it, and a paper as a download: its own bytes, or a generated one's other language or editable form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from exchange.export_case.dossier.checklist import Line, checklist
from exchange.export_case.dossier.sight import may_see
from exchange.export_case.models import ExportCase, Paper, PaperRequest
from exchange.export_case.pdf.document import Document
from exchange.export_case.pdf.docx import DOCX, docx
from exchange.export_case.pdf.render import PDF, render
from kernel import blobs
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Dossier:
    """`lines` as this reader may see them; `missing` counts papers that somebody still has to bring, by `due`."""

    lines: list[Line]
    missing: int
    due: datetime | None
    asked: PaperRequest | None


def dossier(actor: Actor, case: ExportCase, asked: PaperRequest | None) -> Dossier:
    """One statement. `case` read with its determination; `asked` is the request that is open. The buyer sees the papers it brings, and how many of them are missing; identity papers keep to their owner and the desk."""
    papers = list(Paper.objects.filter(case=case).defer("content").order_by("version"))
    result = case.determination.result if case.determination else {}
    lines = checklist(case, result, papers, asked)
    if actor.organization == case.consumer_id:
        lines = [line for line in lines if line.brought_by == "buyer" or any(may_see(actor, case, one) for one in line.versions)]
    missing = sum(1 for line in lines if not line.automatic and (not line.there or bool(line.asked)))
    shown = [_only(line, tuple(one for one in line.versions if may_see(actor, case, one))) for line in lines]
    return Dossier(shown, missing, case.due if case.holder == "exporter" else None, asked)


def _only(line: Line, versions: tuple[Paper, ...]) -> Line:
    return Line(
        line.code, line.label, line.article, line.brought_by, line.check, line.there, line.automatic, line.fillable, line.private, line.asked, versions,
    )  # fmt: skip


def response(paper: Paper, language: str = "zh", form: str = "") -> StreamingHttpResponse:
    """`form` "" or "pdf" in Chinese sends the kept bytes; other languages and "docx" are made from the content kept with them."""
    name, media_type, size = paper.name, paper.media_type, paper.size
    body: Iterator[bytes]
    if paper.generated and paper.content is not None and (form == "docx" or language != "zh"):
        document = Document.from_json(paper.content[language])
        raw = docx(document) if form == "docx" else render(document)
        name = f"{paper.name.rsplit('.', 1)[0]}-{language}.{'docx' if form == 'docx' else 'pdf'}"
        media_type, size, body = (DOCX if form == "docx" else PDF), len(raw), iter([raw])
    else:
        body = blobs.read(paper.blob)
    answer = StreamingHttpResponse(body, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Length"] = str(size)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
