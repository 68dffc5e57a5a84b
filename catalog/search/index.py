"""Writing the search rows. Done in the transaction of the act that lists, suspends or withdraws: what is not listed any more
is gone from every list, count and suggestion at that very moment, and cutting one dataset's words costs about a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVectorField
from django.db.models.expressions import RawSQL
from django.utils import translation

from catalog.dataset.choices import FORMATS, INDUSTRIES
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.rules.visibility import Visibility
from catalog.search import analyzer, terms
from catalog.search.models import SearchEntry

SUMMARY = 160
# the words cut here, and the database's English stems beside them
VECTOR = "%s::tsvector || setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'D')"
HEADLINE = "%s::tsvector || setweight(to_tsvector('english', %s), 'A')"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the open offers come to: the lowest price, and whether a place is left. Made by the slice offer."""

    pricing: str
    price_minor: int | None
    currency: str
    available: bool


def put(dataset: Dataset, offers: Standing, media_types: Iterable[str] | None = None, *, unmeasured: bool = False) -> None:
    """Write or rewrite the row of a listed dataset, in one statement where the caller knows the media types of its files. `unmeasured`: the
    revision is newly listed, and what was measured of the former one is not said of it."""
    revision = dataset.current
    if revision is None or dataset.listed_at is None:
        return
    if media_types is None:
        media_types = revision.distributions.values_list("media_type", flat=True)
    row = {**entry_values(revision, _provider_names(dataset)), **asdict(offers)}
    vector, headline, title, rest = (row.pop(name) for name in ("vector", "headline", "english_title", "english_rest"))
    entry = SearchEntry(
        dataset=dataset,
        revision=revision,
        provider_id=dataset.provider_id,
        listed_at=dataset.listed_at,
        visibility=dataset.visibility,
        formats=sorted({FORMATS.get(media_type, "BIN") for media_type in media_types}),
        vector=RawSQL(VECTOR, (vector, title, rest), output_field=SearchVectorField()),  # noqa: S611 - constant SQL
        headline=RawSQL(HEADLINE, (headline, title), output_field=SearchVectorField()),  # noqa: S611 - constant SQL
        **row,
    )
    # quality is measured beside the listing: rewriting the row of the same revision leaves it
    left = () if unmeasured else ("quality",)
    columns = [field.name for field in SearchEntry._meta.concrete_fields if not field.primary_key and not field.generated and field.name not in left]
    SearchEntry.objects.bulk_create([entry], update_conflicts=True, unique_fields=["dataset"], update_fields=columns)
    if dataset.visibility == Visibility.PUBLIC and not (revision.zone is not None and revision.zone.restricted):
        terms.learn(revision.grade, term_texts(revision))


def set_quality(dataset_id: UUID, score: int | None) -> None:
    """The measured quality of the listed revision, 0 to 100; None where it is not known any more. Written in the transaction of the act
    that measures or lists; an unlisted dataset has no row and nothing is written."""
    SearchEntry.objects.filter(dataset=dataset_id).update(quality=score)


def remove(dataset: Dataset) -> None:
    SearchEntry.objects.filter(dataset=dataset).delete()


def refresh(dataset: Dataset, offers: Standing) -> None:
    """Rewrite what the row says of price and availability."""
    SearchEntry.objects.filter(dataset=dataset).update(**asdict(offers))


def entry_values(revision: DatasetRevision, provider_names: Iterable[str]) -> dict[str, Any]:
    """The row's columns that come from the revision alone, with the texts of VECTOR and HEADLINE."""
    weighted = words_of(revision, provider_names)
    return {
        "title_zh": revision.title_zh,
        "title_en": revision.title_en,
        "summary_zh": _summary(revision.description_zh, SUMMARY // 2),
        "summary_en": _summary(revision.description_en, SUMMARY),
        "industry": revision.industry,
        "zone_id": revision.zone_id,
        "frequency": revision.frequency,
        "updated_on": revision.updated_on,
        "grade": revision.grade,
        "marks": 2 if revision.sensitive else 1 if revision.personal else 0,
        "analyzer": analyzer.VERSION,
        "vector": analyzer.vector(weighted),
        "headline": analyzer.vector(weighted[:-1]),
        "english_title": analyzer.english(weighted[0][1]),
        "english_rest": analyzer.english(" ".join(text for _, text in weighted[1:])),
    }


def words_of(revision: DatasetRevision, provider_names: Iterable[str]) -> list[tuple[str, str]]:
    """What a dataset is found by, heaviest first: titles, keywords, then industry, places and provider, then the descriptions."""
    return [
        ("A", f"{revision.title_zh} {revision.title_en}"),
        ("B", " ".join(revision.keywords)),
        ("C", " ".join([*_both(INDUSTRIES.get(revision.industry, "")), revision.coverage_zh, revision.coverage_en, *provider_names])),
        ("D", f"{revision.description_zh} {revision.description_en}"),
    ]


def term_texts(revision: DatasetRevision) -> list[str]:
    """What words for pinyin, typing errors and suggestions are taken from."""
    return [revision.title_zh, revision.title_en, *revision.keywords]


def _both(word: str) -> tuple[str, ...]:
    """A word of a closed list in both languages."""
    if not word:
        return ()
    with translation.override("zh-hans"):
        return (word, translation.gettext(word))


def _summary(text: str, longest: int) -> str:
    first = " ".join(text.split())
    return first if len(first) <= longest else first[: longest - 1].rstrip() + "…"


def _provider_names(dataset: Dataset) -> list[str]:
    return [dataset.provider.name_zh, dataset.provider.name_en]
