"""Papers as files: every generated one in both languages, each word found again, no glyph missing, nothing beside the page."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pypdfium2
import pypdfium2.raw as raw
import pytest

from exchange.export_case.dossier.clauses import lacking, stand
from exchange.export_case.dossier.forms import GENERATED
from exchange.export_case.dossier.known import known
from exchange.export_case.pdf.document import Document, head, table, text
from exchange.export_case.pdf.docx import docx
from exchange.export_case.pdf.render import render
from exchange.export_case.states import State
from exchange.rules.casework import CLAUSES
from kernel import clock
from tests.cast import Party
from tests.factories.export_case import case_in

MARGIN = 40.0  # points; nothing may be printed nearer to the edge than this at left and right


def squeezed(words: str) -> str:
    """Without spaces and breaks, which a layout moves."""
    return re.sub(r"[\s\u200b\u00ad\ufffe]+", "", words)


def read(pdf: bytes) -> str:
    """The paper's text. Fails on a glyph that is not there and on one beside the page."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        width, height = page.get_size()
        words = page.get_textpage()
        found.append(words.get_text_range())
        for place in range(words.count_chars()):
            sign = chr(raw.FPDFText_GetUnicode(words, place))
            assert sign not in "\x00\ufffd", f"a sign that cannot be read back: {found[-1][max(0, place - 20):place]!r}"
            assert not raw.FPDFText_HasUnicodeMapError(words, place)
            if sign.strip():
                left, bottom, right, top = words.get_charbox(place)
                assert left >= MARGIN and right <= width - MARGIN and bottom >= 0 and top <= height, (sign, left, right, width)
    return "".join(found)


def fonts(pdf: bytes) -> set[bytes]:
    return set(re.findall(rb"/BaseFont\s*/([A-Za-z0-9+-]+)", pdf))


@pytest.fixture
def facts(provider: Party, overseas: Party, operator: Party, regulator: Party) -> object:
    return known(case_in(State.DRAFT, provider, overseas, operator, regulator), clock.now())


def test_every_generated_paper_in_both_languages(facts: object) -> None:
    for code, form in GENERATED.items():
        for language in ("zh", "en"):
            document = form.document(facts, {}, language, f"EX-2026-000001 · {code} · v1")  # type: ignore[arg-type]
            assert Document.from_json(document.as_json()) == document
            said = squeezed(read(render(document)))
            for words in document.texts:
                for line in words.split("\n"):
                    assert squeezed(line) in said, (code, language, line)
            with zipfile.ZipFile(BytesIO(docx(document))) as archive:
                assert archive.testzip() is None
                assert document.title in archive.read("word/document.xml").decode()
            ours = "layout of this paper is our own" if language == "en" else "版式由本系统自行设计"
            assert ours in document.source, "no paper passes itself off as an official form"


def test_the_same_document_is_the_same_bytes_with_the_font_inside(facts: object) -> None:
    document = GENERATED["declaration_form"].document(facts, {}, "zh", "mark")  # type: ignore[arg-type]
    pdf = render(document)
    assert render(document) == pdf and docx(document) == docx(document)
    assert all(b"+NotoSansCJK" in name for name in fonts(pdf)), fonts(pdf)
    assert len(pdf) < 400_000, "only the glyphs that occur are embedded"


def test_text_is_never_markup_and_long_codes_break(facts: object) -> None:
    hostile = "#import \"x\" *bold* $x$ <label> @ref \\ `raw` // comment #{read(\"/etc/passwd\")} ]"
    document = Document("标题", "zh", "source", "mark", (head(hostile), text(hostile), table([["a" * 300, "https://example.example/" + "x" * 200]]), text("繁體 かな 한글 ≥ ① ☐ ¥ – “引号”")))
    said = squeezed(read(render(document)))
    assert squeezed(hostile) in said and "a" * 300 in said and "繁體" in said and "한글" in said


def test_the_six_heads_are_looked_for_in_the_agreement(facts: object) -> None:
    terms = facts.terms  # type: ignore[attr-defined]
    found = stand(terms)
    assert (found["purpose_scope"], found["storage_end"], found["onward_transfer"]) == ("2, 3, 4, 6", "9, 10, 15", "12")
    assert lacking(found) == ("change_of_control_or_law", "liability_dispute", "incident_channels")
    whole = terms.but(
        clauses=("On a change of control the recipient tells the provider.", "Disputes go to arbitration in Beijing.", "Incidents are told within 24 hours; complaints have a channel."),
        redistribution=True,
    )  # fmt: skip
    found = stand(whole)
    assert lacking(found) == ("onward_transfer",) and found["liability_dispute"] == "+2"
    assert set(found) == set(CLAUSES)
