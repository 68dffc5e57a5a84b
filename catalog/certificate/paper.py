"""The certificate as a PDF in both languages on one sheet, with the QR code of the address at which it is checked.

By Typst, with the font embedded; the layout is all that is read beside it, neither the system's fonts nor any network."""

from __future__ import annotations

import io
import json
from pathlib import Path

import manimgx_fonts_cjk
import segno
import typst

from accounts.models import Organization
from catalog.certificate import credential, words
from catalog.certificate.models import Certificate
from kernel import clock

LAYOUT = Path(__file__).with_name("paper.typ")
FONTS = Path(manimgx_fonts_cjk.__file__).parent
PDF = "application/pdf"


def qr(number: str) -> str:
    """The code as SVG, to be shown or printed; light on every background."""
    drawn = io.BytesIO()
    segno.make(credential.check_address(number), error="m", micro=False).save(drawn, kind="svg", xmldecl=False, nl=False, border=2, scale=4, light="#fff")
    return drawn.getvalue().decode()


def render(certificate: Certificate) -> bytes:
    """The sheet, read with holder and revision; one that is no longer in force says so in red."""
    number = str(certificate.number)
    issuer = Organization.objects.filter(kind="exchange").order_by("created").values_list("name_zh", "name_en").first() or ()
    said = {
        "title": words.TITLE, "issuer": " · ".join(dict.fromkeys(name for name in issuer if name)), "state": words.PAPER_STATES.get(certificate.standing(clock.today()), ""),
        "rows": words.paper_rows(certificate), "check": words.CHECK, "effect": words.EFFECT, "address": credential.check_address(number),
        "code": qr(number),
    }  # fmt: skip
    found = typst.compile(
        str(LAYOUT), root=str(LAYOUT.parent), font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
    )
    if not isinstance(found, bytes):
        raise RuntimeError("the certificate came out in pieces")
    return found
