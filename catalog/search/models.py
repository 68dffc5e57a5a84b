"""One flat row per listed dataset: what lists, filters, facets and full-text search read, and nothing else.

The row exists exactly while its dataset is listed, and is written in the transaction of the act that changes it. It repeats
what stands elsewhere so that a list needs one table, and every figure comes from the same rows the reader may see.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from catalog.dataset.sight import shown_to
from catalog.rules.visibility import Visibility
from catalog.zone import forgetting
from kernel.actor import Actor

# lowest prices first when ordered downward: then those in other currencies, then what has no open offer
FOREIGN, UNPRICED = 10**15, -(9 * 10**18)
CHEAPNESS = Case(When(price_minor=None, then=Value(UNPRICED)), When(currency="CNY", then=-F("price_minor")), default=-F("price_minor") - FOREIGN)
BEST_QUALITY = 100
# what a list is chosen and counted by: its index tells it all, and ten thousand rows are counted without a look at one of them
COUNTED_BY = ["visibility", "provider", "zone", "marks", "pricing", "frequency", "formats"]


class SearchEntryQuerySet(QuerySet["SearchEntry"]):
    def visible_to(self, actor: Actor) -> Self:
        """The same rule as for datasets, for listed ones."""
        if actor.is_system or actor.jurisdiction:
            return self
        shown = shown_to(actor, dataset="pk", zone="zone")
        return self.filter(shown if actor.organization is None else shown | Q(provider_id=actor.organization))


class SearchEntry(models.Model):
    """`marks` is 0 none, 1 personal, 2 sensitive; `price_minor` the lowest open price in `currency`; `analyzer` the version
    of the word splitting that made the vectors: `vector` is what is found by, `headline` (all but the descriptions) what is
    ranked by: small enough to lie in the row, so that ranking thousands of hits unpacks nothing. `quality` is the measured score, 0 to
    100, of the listed revision, null where nothing was measured; `cheapness` and `standing` are what lists are ordered by."""

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
    visibility = models.TextField(default=Visibility.PUBLIC, db_default=Visibility.PUBLIC)
    marks = models.PositiveSmallIntegerField()
    formats = ArrayField(models.TextField())
    pricing = models.TextField()
    price_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="CNY")
    available = models.BooleanField(default=True)
    quality = models.PositiveSmallIntegerField(null=True)
    cheapness = models.GeneratedField(expression=CHEAPNESS, output_field=models.BigIntegerField(), db_persist=True)
    standing = models.GeneratedField(expression=Coalesce("quality", Value(-1)), output_field=models.SmallIntegerField(), db_persist=True)
    analyzer = models.PositiveSmallIntegerField()
    vector = SearchVectorField()
    headline = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(pricing__in=["free", "priced"]), name="entry_pricing_known"),
            models.CheckConstraint(condition=Q(grade__range=(1, 5)), name="entry_grade_listed"),
            models.CheckConstraint(condition=Q(quality=None) | Q(quality__lte=BEST_QUALITY), name="entry_quality_range"),
        ]
        indexes: ClassVar[list[Any]] = [
            GinIndex(fields=["vector"], name="entry_words"),
            models.Index(fields=["-listed_at", "-dataset"], include=[*COUNTED_BY, "grade", "industry"], name="entry_newest"),
            models.Index(fields=["industry", "-listed_at", "-dataset"], include=[*COUNTED_BY, "grade"], name="entry_industry"),
            models.Index(fields=["grade", "-listed_at", "-dataset"], name="entry_grade"),
            models.Index(fields=["zone", "-listed_at", "-dataset"], condition=Q(zone__isnull=False), name="entry_zone"),
            models.Index(fields=["analyzer", "dataset"], name="entry_analyzer"),
            models.Index(fields=["-cheapness", "-listed_at", "-dataset"], name="entry_cheapest"),
            models.Index(fields=["-standing", "-listed_at", "-dataset"], name="entry_best"),
        ]
        triggers: ClassVar[list[Any]] = [forgetting.of_row()]


class SearchTerm(models.Model):
    """A word of a public title or keyword; `sound` is its pinyin and `initials` the first letters of it, both empty for a Latin word."""

    word = models.TextField(primary_key=True, db_collation="C")
    sound = models.TextField(db_collation="C")
    initials = models.TextField(db_collation="C")

    class Meta:
        app_label = "catalog"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["sound"], condition=~Q(sound=""), name="term_sound"),
            models.Index(fields=["initials"], condition=~Q(sound=""), name="term_initials"),
            GinIndex(OpClass(F("word"), name="gin_trgm_ops"), condition=Q(sound=""), name="term_spelling"),
        ]
