"""From rows to the frozen facts the listing rules may know. Nothing here judges or writes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import Organization
from catalog.dataset.grading import field_facts, fields_digest, standing_classification
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState
from catalog.offer.models import Offer
from catalog.rules.listing import ListingFacts
from catalog.rules.visibility import SampleFacts


def is_verified(organization: UUID, at: datetime) -> bool:
    return Organization.objects.filter(pk=organization, state="verified", verified_until__gt=at).exists()


def exchange() -> UUID | None:
    """The organization that operates the exchange: whose turn a review is."""
    return Organization.objects.filter(kind="exchange").order_by("created").values_list("pk", flat=True).first()


def listing_facts(dataset: Dataset, revision: DatasetRevision, at: datetime) -> ListingFacts:
    fields = list(revision.fields.all())
    grading = standing_classification(revision)
    confirmed = grading is not None and grading.state == "confirmed" and bytes(grading.fields_digest) == fields_digest(fields)
    files = list(revision.distributions.values_list("completed", flat=True))
    # offers are opened with the first listing, so until then drafts count
    states = ["open"] if dataset.state in (DatasetState.LISTED, DatasetState.SUSPENDED) else ["draft", "open"]
    return ListingFacts(
        provider_verified=is_verified(dataset.provider_id, at),
        titles=bool(revision.title_zh and revision.title_en),
        descriptions=bool(revision.description_zh and revision.description_en),
        fields=field_facts(fields),
        meanings_missing=tuple(field.name for field in fields if not (field.meaning_zh and field.meaning_en)),
        classified=grading.grade if grading is not None and confirmed else None,
        confirmed_by_second_person=confirmed and grading is not None and grading.decided_by not in (None, grading.proposed_by),
        rights_stated=hasattr(revision, "rights"),
        rights_evidence=revision.evidence.count(),
        files=len(files),
        unfinished_files=sum(1 for completed in files if completed is None),
        offers=Offer.objects.filter(dataset=dataset, state__in=states).count(),
        sample=SampleFacts(revision.sample_nature, max(len(revision.sample) - 1, 0), revision.grade or 1, revision.personal),
    )
