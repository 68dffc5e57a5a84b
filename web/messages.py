"""Which sentences the code shows and what the translations hold: the extractor behind `manage.py messages` and its test.

Needs no gettext: Python is read by its syntax tree, a template by Babel after Django has turned it into Python. A sentence lives in the catalog of the lowest
floor that uses it, once. Only developers and the build come here; nothing at run time imports this file.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("kernel", "web", "accounts", "catalog", "exchange")
WITH_CONTEXT: Any = ((1, "c"), 2)
KEYWORDS: dict[str, Any] = {
    "_": None,
    "Say": None,  # kernel.decision: the text of a decision or an error
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": WITH_CONTEXT,
    "pgettext_lazy": WITH_CONTEXT,
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = {
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, slots=True)
class Key:
    """What a catalog looks a sentence up by."""

    text: str
    context: str | None = None


@dataclass(slots=True)
class Sentence:
    plural: str | None = None
    files: set[str] = field(default_factory=set)


def extracted(path: Path) -> Iterator[tuple[Key, str | None]]:
    """Sentences of one Python file or template: key and plural."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _from_python(source)
        return
    # templatize keeps the template's spaces, which Python's tokenizer would take for indentation
    source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    for _line, texts, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        parts = [text for text in (texts if isinstance(texts, tuple) else (texts,)) if text]
        if parts:
            yield Key(parts[0], context), parts[1] if len(parts) > 1 else None


def _from_python(source: str) -> Iterator[tuple[Key, str | None]]:
    """By the syntax tree, which also sees calls inside f-strings and inside other calls."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name not in KEYWORDS:
            continue
        texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        context = texts.pop(0) if "pgettext" in name and texts else None
        if texts and texts[0]:
            yield Key(texts[0], context), texts[1] if name.startswith("n") and len(texts) > 1 else None


def sources(floor: str) -> Iterator[Path]:
    """Files of a floor that may show sentences; settings show theirs through the web."""
    for root in [ROOT / floor, *([ROOT / "settings"] if floor == "web" else [])]:
        for path in sorted(root.rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts and "static" not in path.parts:
                yield path


def wanted() -> dict[str, dict[Key, Sentence]]:
    """Per floor, the sentences that belong into its catalog."""
    found: dict[str, dict[Key, Sentence]] = {floor: {} for floor in FLOORS}
    home: dict[Key, str] = {}
    for floor in FLOORS:
        for path in sources(floor):
            for key, plural in extracted(path):
                sentence = found[home.setdefault(key, floor)].setdefault(key, Sentence())
                sentence.plural = sentence.plural or plural
                sentence.files.add(path.relative_to(ROOT).as_posix())
    return found


def catalog_path(floor: str) -> Path:
    return ROOT / floor / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def catalog(floor: str) -> polib.POFile:
    path = catalog_path(floor)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = dict(HEADER)
    return fresh


def key_of(entry: polib.POEntry) -> Key:
    return Key(entry.msgid, entry.msgctxt)


def untranslated() -> list[str]:
    """`floor: sentence (why)` for each sentence that is missing, empty or fuzzy in its catalog."""
    wrong = []
    for floor, sentences in wanted().items():
        entries = {key_of(entry): entry for entry in catalog(floor) if not entry.obsolete}
        for key in sentences:
            entry = entries.get(key)
            if entry is None:
                wrong.append(f"{floor}: {key.text!r} (missing)")
            elif entry.fuzzy or not entry.translated():
                wrong.append(f"{floor}: {key.text!r} ({'fuzzy' if entry.fuzzy else 'empty'})")
    return wrong


def update(floor: str, sentences: dict[Key, Sentence]) -> tuple[int, int]:
    """Bring a floor's catalog in line with its code; returns how many sentences were added and made obsolete."""
    book = catalog(floor)
    entries = {key_of(entry): entry for entry in book}
    added = removed = 0
    for key, sentence in sentences.items():
        entry = entries.get(key)
        if entry is None:
            entry = polib.POEntry(msgid=key.text, msgctxt=key.context)
            book.append(entry)
            added += 1
        entry.obsolete = False
        entry.occurrences = [(file, "") for file in sorted(sentence.files)]
        if sentence.plural:
            entry.msgid_plural = sentence.plural
            entry.msgstr_plural = entry.msgstr_plural or {0: ""}
        if "%(" in key.text and "python-format" not in entry.flags:
            entry.flags.append("python-format")
    for key, entry in entries.items():
        if key not in sentences and not entry.obsolete:
            entry.obsolete = True
            removed += 1
    if added or removed or catalog_path(floor).exists():
        catalog_path(floor).parent.mkdir(parents=True, exist_ok=True)
        book.save(str(catalog_path(floor)))
    return added, removed
