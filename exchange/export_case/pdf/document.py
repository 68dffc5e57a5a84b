"""A paper as a tree of blocks in one language, from which the PDF and the editable file are both made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is head (with `level` 1 or 2), text, note, list, table (first row is the head where `headed`) or sign (lines to sign on)."""

    kind: str
    text: str = ""
    level: int = 1
    rows: tuple[tuple[str, ...], ...] = ()
    headed: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "text": self.text, "level": self.level, "rows": [list(row) for row in self.rows], "headed": self.headed}


@dataclass(frozen=True, slots=True)
class Document:
    """`source` says whose layout it is and what it is worth; `mark` stands in the foot: case, paper, version."""

    title: str
    language: str
    source: str
    mark: str
    blocks: tuple[Block, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "language": self.language, "source": self.source, "mark": self.mark, "blocks": [block.as_json() for block in self.blocks]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Document:
        blocks = tuple(Block(one["kind"], one["text"], one["level"], tuple(tuple(row) for row in one["rows"]), one["headed"]) for one in data["blocks"])
        return cls(data["title"], data["language"], data["source"], data["mark"], blocks)

    @property
    def texts(self) -> list[str]:
        """Every piece of text a reader must find again in the paper."""
        found = [self.title, self.source, self.mark]
        for block in self.blocks:
            found += [block.text, *(cell for row in block.rows for cell in row)]
        return [text for text in found if text]


def head(text: str, level: int = 1) -> Block:
    return Block("head", text, level)


def text(words: str) -> Block:
    return Block("text", words)


def note(words: str) -> Block:
    return Block("note", words)


def listed(items: Sequence[str]) -> Block:
    return Block("list", rows=tuple((item,) for item in items))


def table(rows: Sequence[Sequence[str]], *, headed: bool = False) -> Block:
    return Block("table", rows=tuple(tuple(row) for row in rows), headed=headed)


def sign(labels: Sequence[str]) -> Block:
    return Block("sign", rows=tuple((label,) for label in labels))
