"""Finding records of foreign catalogues: by words and source, within what the reader may see.

They have a list of their own. The search over datasets keeps one row a dataset with a grade that decides sight; a foreign record has no grade,
and giving it one to fit in would loosen that rule. The words are cut by the same analyzer.
"""

from __future__ import annotations

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_noop

from catalog.interchange.models import CatalogRecord, ForeignSource
from catalog.search import analyzer
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Invalid


def source_of(code: str) -> ForeignSource:
    """Errors: Invalid for a code that no source has."""
    found = ForeignSource.objects.filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise Invalid(fields={"source": [Say(gettext_noop("Choose one of the list."))]})
    return found


def found_by(actor: Actor, text: str, source: ForeignSource | None) -> QuerySet[CatalogRecord]:
    """What the reader may see that holds all the words; without words everything."""
    rows = CatalogRecord.objects.visible_to(actor).select_related("source").defer("received", "words", "kept", "distributions")
    if source is not None:
        rows = rows.filter(source=source)
    if text.strip():
        words = analyzer.query_words(text)
        if not words:
            return rows.none()
        sql, values = analyzer.tsquery(words, every=True)
        rows = rows.annotate(held=RawSQL(f"catalog_catalogrecord.words @@ ({sql})", values, output_field=BooleanField())).filter(held=True)  # noqa: S611 - words are parameters
    return rows
