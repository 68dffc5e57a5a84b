"""A document as an editable .docx: the few parts of Office Open XML (ECMA-376) that headings, text and tables need, written as they are.

No library: the format's smallest whole is five files in a zip, always with the same bytes for the same document.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from exchange.export_case.pdf.document import Block, Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONTS = '<w:rFonts w:ascii="Noto Sans CJK SC" w:hAnsi="Noto Sans CJK SC" w:eastAsia="Noto Sans CJK SC"/>'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_RELATIONS = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
_OF_DOCUMENT = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="9AA5B1"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


def _style(name: str, size: int, *, bold: bool = False, centered: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    place = '<w:jc w:val="center"/>' if centered else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:pPr><w:spacing w:before="120" w:after="120"/>{place}</w:pPr>'
        f'<w:rPr>{_FONTS}{weight}<w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_STYLES = f"{_HEAD}<w:styles {_W}>" + _style("Title", 34, bold=True, centered=True) + _style("Heading1", 25, bold=True) + _style("Heading2", 22, bold=True) + _style("Normal", 21) + _style("Note", 18) + "</w:styles>"


def docx(document: Document) -> bytes:
    body = "".join([_line(document.title, "Title"), _line(document.source, "Note"), *(part for block in document.blocks for part in _block(block)), _line(document.mark, "Note")])
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1360" w:right="1360" w:bottom="1360" w:left="1360" w:header="700" w:footer="700" w:gutter="0"/></w:sectPr>'
    files = {
        "[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}{page}</w:body></w:document>",
        "word/_rels/document.xml.rels": _OF_DOCUMENT, "word/styles.xml": _STYLES,
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _block(block: Block) -> Iterator[str]:
    match block.kind:
        case "head":
            yield _line(block.text, f"Heading{block.level}")
        case "note":
            yield _line(block.text, "Note")
        case "list":
            yield from (_line(f"• {row[0]}", "Normal") for row in block.rows)
        case "sign":
            yield from (_line(f"{row[0]}：＿＿＿＿＿＿＿＿＿＿＿＿", "Normal") for row in block.rows)
        case "table":
            yield _table(block) + _line("", "Normal")
        case _:
            yield _line(block.text, "Normal")


def _line(words: str, style: str, *, bold: bool = False) -> str:
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    runs = "<w:r><w:br/></w:r>".join(f'<w:r>{weight}<w:t xml:space="preserve">{escape(_plain(part))}</w:t></w:r>' for part in words.split("\n"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _plain(words: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(sign for sign in words if sign >= " ")


def _table(block: Block) -> str:
    rows = []
    for number, row in enumerate(block.rows):
        first = block.headed and number == 0
        cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{_line(cell, "Normal", bold=first or (len(row) == 2 and place == 0))}</w:tc>' for place, cell in enumerate(row))
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>{"".join(rows)}</w:tbl>'
