"""Writing the search rows. Done in the transaction of the act that lists, suspends or withdraws: what is not listed any more
is gone from every list, count and suggestion at that very moment, and cutting one dataset's words costs about a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from catalog.dataset.choices import FORMATS, FREQUENCIES, INDUSTRIES
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState
from catalog.offer.models import Offer, OfferTaking
from catalog.search import analyzer
from catalog.search.models import SearchEntry

SUMMARY = 160
# the words cut here, and the database's English stems beside them
VECTOR = "%s::tsvector || setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'D')"


def put(dataset: Dataset) -> None:
    """Write or rewrite the row of a listed dataset."""
    revision = dataset.current
    if revision is None or dataset.listed_at is None:
        return
    row = {**entry_values(revision, _provider_names(dataset)), **_offer_values(dataset.pk)}
    texts = row.pop("vector"), row.pop("english_title"), row.pop("english_rest")
    SearchEntry.objects.update_or_create(
        dataset=dataset,
        defaults={
            **row,
            "revision": revision,
            "provider_id": dataset.provider_id,
            "listed_at": dataset.listed_at,
            "formats": sorted({FORMATS.get(media_type, "BIN") for media_type in revision.distributions.values_list("media_type", flat=True)}),
            "vector": RawSQL(VECTOR, texts, output_field=SearchVectorField()),  # noqa: S611 - constant SQL
        },
    )


def remove(dataset: Dataset) -> None:
    SearchEntry.objects.filter(dataset=dataset).delete()


def refresh_offers(dataset: Dataset) -> None:
    """Rewrite what the row says of price and availability."""
    SearchEntry.objects.filter(dataset=dataset).update(**_offer_values(dataset.pk))


def entry_values(revision: DatasetRevision, provider_names: Iterable[str]) -> dict[str, Any]:
    """The row's columns that come from the revision alone, with the three texts of VECTOR."""
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
        "english_title": analyzer.english(weighted[0][1]),
        "english_rest": analyzer.english(" ".join(text for _, text in weighted[1:])),
    }


def words_of(revision: DatasetRevision, provider_names: Iterable[str]) -> list[tuple[str, str]]:
    """What a dataset is found by, heaviest first: titles, keywords, then industry, places and provider, then the descriptions."""
    return [
        ("A", f"{revision.title_zh} {revision.title_en}"),
        ("B", " ".join(revision.keywords)),
        ("C", " ".join([INDUSTRIES.get(revision.industry, ""), FREQUENCIES.get(revision.frequency, ""), revision.coverage_zh, revision.coverage_en, *provider_names])),
        ("D", f"{revision.description_zh} {revision.description_en}"),
    ]


def _summary(text: str, longest: int) -> str:
    first = " ".join(text.split())
    return first if len(first) <= longest else first[: longest - 1].rstrip() + "…"


def _provider_names(dataset: Dataset) -> list[str]:
    return [dataset.provider.name_zh, dataset.provider.name_en]


def _offer_values(dataset_id: UUID) -> dict[str, Any]:
    """The lowest open price in the commonest currency, and whether any open offer has a place left."""
    full = Exists(OfferTaking.objects.filter(offer=OuterRef("pk"), released=None, slot__isnull=False))
    offers = list(Offer.objects.filter(dataset=dataset_id, state="open").annotate(touched=full).order_by("price_minor"))
    cheapest = offers[0] if offers else None
    available = any(offer.quantity is None or not offer.touched or _places_left(offer) > 0 for offer in offers)
    return {
        "pricing": "free" if cheapest and cheapest.price_minor == 0 else "priced",
        "price_minor": cheapest.price_minor if cheapest else None,
        "currency": cheapest.currency if cheapest else "CNY",
        "available": available,
    }


def _places_left(offer: Offer) -> int:
    return (offer.quantity or 0) - OfferTaking.objects.filter(offer=offer, released=None).count()


def reindex(*, every: bool = False, batch: int = 500, after: UUID | None = None) -> int:
    """Rebuild the rows made by an older analyzer (or all) of listed datasets, and drop rows of unlisted ones; answers how many
    were rebuilt. Keyset batches, each in its own transaction, so that it can be stopped and started again."""
    SearchEntry.objects.exclude(dataset__state=DatasetState.LISTED).delete()
    done = 0
    while True:
        rows = Dataset.objects.filter(state=DatasetState.LISTED).select_related("current", "provider").order_by("pk")
        if not every:
            rows = rows.filter(Q(search_entry=None) | ~Q(search_entry__analyzer=analyzer.VERSION))
        if after is not None:
            rows = rows.filter(pk__gt=after)
        found: Sequence[Dataset] = list(rows[:batch])
        if not found:
            return done
        with transaction.atomic():
            for dataset in found:
                put(dataset)
        done += len(found)
        after = found[-1].pk
