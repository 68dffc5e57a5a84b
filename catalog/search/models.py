"""One flat row per listed dataset: what lists, filters, facets and full-text search read, and nothing else.

The row exists exactly while its dataset is listed, and is written in the transaction of the act that changes it. It repeats
what stands elsewhere so that a list needs one table, and every figure comes from the same rows the reader may see.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, QuerySet

from catalog.dataset.sight import outside_hidden_zones, verified_reader
from catalog.rules.visibility import PUBLIC_LIMIT
from kernel.actor import Actor


class SearchEntryQuerySet(QuerySet["SearchEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        """The same rule as for datasets, for listed ones."""
        if actor.is_system or actor.jurisdiction:
            return self
        inside, public = outside_hidden_zones(actor), Q(grade__lte=PUBLIC_LIMIT)
        if actor.organization is None:
            return self.filter(inside & public)
        return self.filter((inside & (public | Q(verified_reader(actor)))) | Q(provider_id=actor.organization))


class SearchEntry(models.Model):
    """`marks` is 0 none, 1 personal, 2 sensitive; `price_minor` the lowest open price in `currency`; `analyzer` the version
    of the word splitting that made the vectors: `vector` is what is found by, `headline` (all but the descriptions) what is
    ranked by: small enough to lie in the row, so that ranking thousands of hits unpacks nothing."""

    dataset = models.OneToOneField("catalog.Dataset", on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    revision = models.ForeignKey("catalog.DatasetRevision", on_delete=models.PROTECT, related_name="+", db_index=False)
    provider = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    updated_on = models.DateField(null=True)
    title_zh = models.TextField()
    title_en = models.TextField()
    summary_zh = models.TextField()
    summary_en = models.TextField()
    industry = models.TextField()
    zone = models.ForeignKey("catalog.Zone", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    frequency = models.TextField()
    grade = models.PositiveSmallIntegerField()
    marks = models.PositiveSmallIntegerField()
    formats = ArrayField(models.TextField())
    pricing = models.TextField()
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="CNY")
    available = models.BooleanField(default=True)
    analyzer = models.PositiveSmallIntegerField()
    vector = SearchVectorField()
    headline = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(pricing__in=["free", "priced"]), name="entry_pricing_known"),
            models.CheckConstraint(condition=Q(grade__range=(1, 5)), name="entry_grade_listed"),
        ]
        indexes: ClassVar[list[Any]] = [
            GinIndex(fields=["vector"], name="entry_words"),
            models.Index(fields=["-listed_at", "-dataset"], name="entry_newest"),
            models.Index(fields=["industry", "-listed_at", "-dataset"], name="entry_industry"),
            models.Index(fields=["grade", "-listed_at", "-dataset"], name="entry_grade"),
            models.Index(fields=["zone", "-listed_at", "-dataset"], condition=Q(zone__isnull=False), name="entry_zone"),
            models.Index(fields=["analyzer", "dataset"], name="entry_analyzer"),
        ]
