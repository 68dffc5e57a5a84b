"""The records the relevance set is about: the real catalogues, read by our importers. They stay where they are; here is only how they are named.

A record is known by the first 10 hex digits of SHA-256 over its source and the key its importer gives it. Records of non-public data are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.interchange.reading import formats
from catalog.interchange.reading.grouping import gather, gathered
from catalog.interchange.reading.mapping import from_json
from tests.catalog.interchange.material import MAPPINGS, REAL

FILES = {"cn-shanghai.json": "shanghai", "cn-hangzhou.json": "hangzhou", "us-doe-data.json": "", "es-ua-dcat.rdf": ""}


@dataclass(frozen=True, slots=True)
class Record:
    """Texts as they came; `zh` tells a Chinese record from one in a European language."""

    digest: str
    title: str
    description: str
    publisher: str
    words: tuple[str, ...]
    zh: bool

    @property
    def other(self) -> str:
        """All but the title."""
        return " ".join((self.description, self.publisher, *self.words))


def records() -> Iterator[Record]:
    """All four catalogues, about 9,550 records. Errors: RuntimeError where they are not at hand."""
    if REAL is None:
        raise RuntimeError("The real catalogues are not at hand: SHARED_FOLDER names the folder that holds real-data.")
    for name, mapped in FILES.items():
        given = from_json(json.loads((MAPPINGS / f"{mapped}.json").read_bytes())) if mapped else None
        with (REAL / name).open("rb") as file, formats.read(file, mapping=given) as (rows, _head), gathered() as read:
            gather(read, rows)
            for entry in read.entries():
                if entry.access == "non_public":
                    continue
                title, description, publisher = (" ".join(texts.values()) for texts in (entry.title, entry.description, entry.publisher))
                digest = hashlib.sha256(f"{name}\n{entry.key}".encode()).hexdigest()[:10]
                yield Record(digest, title, description, publisher, (*entry.keywords, *entry.themes), name.startswith("cn-"))
