"""What a dataset's page shows, gathered once for whoever assembles the page: the exchange's desk adds requests to it.

`dataset_context(actor, dataset_id)` gives the context of the template catalog/dataset.html, which has a block `action_rail`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, gettext_noop

from catalog.dataset.api import sample_shown
from catalog.dataset.choices import FREQUENCIES, INDUSTRIES, RIGHTS_BASES
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState
from catalog.offer.models import Offer, OfferTaking
from catalog.offer.states import OfferState
from catalog.offer.words import offer_card
from catalog.rules.grade import MEANINGS, NAMES, Grade
from catalog.rules.visibility import PUBLIC_LIMIT, Audience, audience
from catalog.storefront.words import either
from kernel.actor import Actor
from kernel.errors import NotFound
from web.charts import grade_bar
from web.shapes import Buoy

STATE_BADGES: dict[str, tuple[str, str]] = {
    "draft": ("idle", gettext_noop("Draft")),
    "submitted": ("wait", gettext_noop("Under review")),
    "returned": ("stop", gettext_noop("Returned")),
    "listed": ("done", gettext_noop("Listed")),
    "suspended": ("hold", gettext_noop("Suspended")),
    "withdrawn": ("idle", gettext_noop("Withdrawn")),
    "refused": ("stop", gettext_noop("Refused")),
}
REVISIONS = 12


def dataset_context(actor: Actor, dataset_id: UUID, *, working: bool = False) -> dict[str, Any]:
    """With `working` a provider's preview: the revision in work, and its drafted offers as if they were open. Errors: NotFound when the actor cannot see the dataset, or nothing of it was ever listed and it is another's."""
    dataset = Dataset.objects.visible_to(actor).select_related("provider").filter(pk=dataset_id).first()
    if dataset is None:
        raise NotFound
    own = actor.organization == dataset.provider_id
    preview = working and own and dataset.working_id is not None
    shown = dataset.working_id if preview else dataset.current_id or dataset.working_id
    rows = DatasetRevision.objects.visible_to(actor).select_related("zone", "rights").prefetch_related("fields", "distributions")
    revision = rows.filter(pk=shown).first() if shown else None
    if revision is None:
        raise NotFound
    fields = list(revision.fields.all())
    grade = Grade(revision.grade) if revision.grade else None
    offers = _offers(dataset, actor)
    sample = sample_shown(revision)
    return {
        "dataset": dataset,
        "revision": revision,
        "provider": dataset.provider,
        "own": own,
        "state": _badge(dataset.state),
        "grade": grade,
        "grade_meaning": _(MEANINGS[grade]) if grade else "",
        "grade_name": _(NAMES[grade]) if grade else "",
        "grade_effect": _effect(grade) if grade else "",
        "grade_chart": grade_bar(_("Fields by grade"), dict(Counter(field.grade for field in fields)), note=_("The dataset takes the grade of its highest field.")) if fields else None,
        "industry": _(INDUSTRIES[revision.industry]) if revision.industry else "",
        "frequency": _(FREQUENCIES[revision.frequency]) if revision.frequency else "",
        "fields": fields,
        "files": list(revision.distributions.all()),
        "sample_head": revision.sample[0] if revision.sample and sample else [],
        "sample_rows": revision.sample[1:] if revision.sample and sample else [],
        "sample_note": _sample_note(revision, sample),
        "rights": getattr(revision, "rights", None),
        "rights_basis": _(RIGHTS_BASES[revision.rights.basis]) if hasattr(revision, "rights") else "",
        "offers": offers,
        "open_offers": [card for card in offers if card["open"] or preview],
        "can_request": dataset.state == DatasetState.LISTED and any(card["left"] != 0 for card in offers if card["open"]),
        "revisions": _timeline(dataset, actor),
        "acting": actor.organization,
        "alternate_title": either(revision.title_en, revision.title_zh),
    }


def _badge(state: str) -> tuple[str, str]:
    mark, label = STATE_BADGES[state]
    return mark, _(label)


def _effect(grade: Grade) -> str:
    if audience(grade) is Audience.ANYONE:
        return _("Anyone may read this page. Data are delivered only under an agreement, and every delivery is recorded.")
    if audience(grade) is Audience.VERIFIED:
        return _("Shown to verified organizations only, without a sample. Providing it needs a risk assessment and a contract; every delivery is recorded.")
    return _("Cannot be listed.")


def _sample_note(revision: DatasetRevision, shown: bool) -> str:
    if revision.grade is None or revision.grade > PUBLIC_LIMIT:
        return _("No sample of important data is shown.")
    if not shown:
        return _("The zone lets no rows of these data out.")
    if not revision.sample:
        return _("The provider shows no sample.")
    natures = {"real": _("real rows"), "synthetic": _("synthetic rows"), "aggregate": _("aggregate rows")}
    return natures.get(revision.sample_nature, "")


def _offers(dataset: Dataset, actor: Actor) -> list[dict[str, Any]]:
    rows = list(Offer.objects.visible_to(actor).filter(dataset=dataset).exclude(state=OfferState.CLOSED).order_by("price_minor", "created"))
    limited = [row.pk for row in rows if row.quantity]
    held = Counter(OfferTaking.objects.filter(offer__in=limited, released=None).values_list("offer", flat=True)) if limited else Counter()
    return [offer_card(row, held[row.pk]) for row in rows]


def _timeline(dataset: Dataset, actor: Actor) -> list[Buoy]:
    rows = DatasetRevision.objects.visible_to(actor).filter(dataset=dataset).exclude(state="discarded").order_by("-number")[:REVISIONS]
    marks: dict[str, tuple[Any, str]] = {
        "draft": ("todo", _("in work")),
        "submitted": ("wait", _("under review")),
        "returned": ("stop", _("returned")),
        "listed": ("now", _("offered now")),
        "superseded": ("done", _("superseded")),
        "refused": ("stop", _("refused")),
        "revoked": ("stop", _("revoked")),
    }
    return [
        Buoy(marks[row.state][0], _("Revision %(number)s") % {"number": row.number}, row.frozen_at or row.created, f"{marks[row.state][1]}: {row.revoked_reason}" if row.revoked_reason else marks[row.state][1])
        for row in rows
    ]
