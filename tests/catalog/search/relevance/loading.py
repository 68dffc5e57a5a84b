"""The records as search rows of a scratch database, by the real index; beside them the plain vector to compare with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import rjieba

from accounts.models import Organization
from catalog.dataset.models import DatasetRevision
from catalog.search import terms
from catalog.search.index import HEADLINE, VECTOR, entry_values, term_texts
from tests.catalog.search.relevance.records import Record

# ruff: noqa: S608 - every statement below is made of constants
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_DATASET = "insert into catalog_dataset (id, provider_id, state, state_since, created, listed_at, grade, current_id) values (%s, %s, 'listed', %s, %s, %s, 1, %s)"
_REVISION = (
    "insert into catalog_datasetrevision (id, dataset_id, number, version, state, state_since, created, frozen_at, title_zh, title_en, description_zh, description_en, keywords,"
    " industry, coverage_zh, coverage_en, places, frequency, synthetic, grade, personal, sensitive, sample_nature, sample)"
    " values (%s, %s, 1, 1, 'listed', %s, %s, %s, %s, %s, %s, %s, %s, '', '', '', '{}', 'irregular', false, 1, false, false, 'none', '[]')"
)
_ENTRY = (
    "insert into catalog_searchentry (dataset_id, revision_id, provider_id, listed_at, title_zh, title_en, summary_zh, summary_en, industry, frequency, grade, marks, formats, pricing,"
    f" currency, available, analyzer, vector, headline) values (%s, %s, %s, %s, %s, %s, %s, %s, '', 'irregular', 1, 0, '{{}}', 'priced', 'CNY', false, %s, {VECTOR}, {HEADLINE})"
)
PLAIN = "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B') || setweight(to_tsvector('simple', %s), 'C') || setweight(to_tsvector('simple', %s), 'D')"


def plain_words(text: str) -> str:
    """Words as a dictionary of Chinese cuts them, and nothing more."""
    return " ".join(word for word in rjieba.cut(text.lower()) if word.strip())


def load(owner_url: str, records: Sequence[Record]) -> dict[uuid.UUID, str]:
    """Write the records; answers the digest of each dataset."""
    providers = _providers({record.publisher for record in records})
    found: dict[uuid.UUID, str] = {}
    rows: dict[str, list[tuple[Any, ...]]] = {"dataset": [], "revision": [], "entry": [], "plain": []}
    words: list[str] = []
    for record in records:
        dataset, revision_id = uuid.uuid4(), uuid.uuid4()
        found[dataset] = record.digest
        # in no order of meaning: a tie in rank is broken by time
        at = NOW - timedelta(seconds=int(record.digest, 16) % 10**7)
        zh, en = ((record.title, record.description), ("", "")) if record.zh else (("", ""), (record.title, record.description))
        made = DatasetRevision(
            id=revision_id, title_zh=zh[0], title_en=en[0], description_zh=zh[1], description_en=en[1], keywords=list(record.words), industry="", frequency="irregular", grade=1,
        )
        values = entry_values(made, [record.publisher])
        provider = providers[record.publisher]
        words += term_texts(made)
        rows["dataset"].append((dataset, provider, at, at, at, revision_id))
        rows["revision"].append((revision_id, dataset, at, at, at, zh[0], en[0], zh[1], en[1], list(record.words)))
        rows["entry"].append((
            dataset, revision_id, provider, at, zh[0], en[0], values["summary_zh"], values["summary_en"], values["analyzer"],
            values["vector"], values["english_title"], values["english_rest"], values["headline"], values["english_title"],
        ))  # fmt: skip
        rows["plain"].append((dataset, *map(plain_words, (record.title, " ".join(record.words), record.publisher, record.description))))
    with psycopg.connect(owner_url) as connection, connection.cursor() as cursor:
        cursor.execute("set constraints all deferred")
        for table, sql in (("dataset", _DATASET), ("revision", _REVISION), ("entry", _ENTRY)):
            cursor.executemany(sql, rows[table])
        cursor.execute("create table plain_words (id uuid primary key, words tsvector)")
        cursor.executemany(f"insert into plain_words values (%s, {PLAIN})", rows["plain"])
        cursor.execute("grant select on plain_words to public")
    terms.learn(1, words)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    return found


def _providers(names: set[str]) -> dict[str, uuid.UUID]:
    made = {
        name: Organization(
            name_zh=name or "-", name_en="", country="SG", foreign_register="ACRA", foreign_number=f"R{number:06d}", state="verified", state_since=NOW, created=NOW,
            verified_until=NOW + timedelta(days=3_650),
        )
        for number, name in enumerate(sorted(names))
    }
    Organization.objects.bulk_create(made.values())
    return {name: row.pk for name, row in made.items()}
