"""A document to a PDF, by Typst: subset fonts embedded, the same bytes for the same document, tens of milliseconds a paper.

The layout's folder is all that is read beside the font; neither the system's fonts nor any network are asked."""

from __future__ import annotations

import json
from pathlib import Path

import manimgx_fonts_cjk
import typst

from exchange.export_case.pdf.document import Document

LAYOUT = Path(__file__).with_name("paper.typ")
FONTS = Path(manimgx_fonts_cjk.__file__).parent
PDF = "application/pdf"


def render(document: Document) -> bytes:
    found = typst.compile(
        str(LAYOUT), root=str(LAYOUT.parent), font_paths=[str(FONTS)], ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(document.as_json(), ensure_ascii=False)},
    )
    if not isinstance(found, bytes):
        raise RuntimeError("the paper came out in pieces")
    return found
