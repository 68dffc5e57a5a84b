"""The certificate as a PDF in both languages on one sheet, with the QR code of the address at which it is checked.

By Typst, with the font embedded; the layout is all that is read beside it, neither the system's fonts nor any network."""

from __future__ import annotations

import json
from pathlib import Path

import manimgx_fonts_cjk
import segno
import typst
from django.conf import settings

from catalog.certificate import credential, words
from catalog.certificate.models import Certificate
from kernel import clock

LAYOUT = Path(__file__).with_name("paper.typ")
FONTS = Path(manimgx_fonts_cjk.__file__).parent
PDF = "application/pdf"


def qr(number: str) -> str:
    """The code as SVG, to be shown or printed."""
    return str(segno.make(credential.check_address(number), error="m", micro=False).svg_inline(border=2, scale=4, omitsize=True))


def render(certificate: Certificate) -> bytes:
    """The sheet, read with holder and revision; one that is no longer in force says so in red."""
    number = str(certificate.number)
    said = {
        "title": words.TITLE, "issuer": f"{settings.PUBLIC_HOST}", "state": words.PAPER_STATES.get(certificate.standing(clock.today()), ""),
        "rows": words.paper_rows(certificate), "check": words.CHECK, "effect": words.EFFECT, "address": credential.check_address(number),
        "code": segno.make(credential.check_address(number), error="m", micro=False).svg_inline(border=2, xmldecl=False, svgns=True),
    }  # fmt: skip
    found = typst.compile(
        str(LAYOUT), root=str(LAYOUT.parent), font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
    )
    if not isinstance(found, bytes):
        raise RuntimeError("the certificate came out in pieces")
    return found
