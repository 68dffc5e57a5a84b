"""From rows to the frozen facts of the rules of certificates. Nothing here judges or writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from catalog.dataset.models import Dataset, DatasetRevision, RightsEnd
from catalog.dataset.states import DatasetState
from catalog.rules.certificate import CertificateFacts
from kernel.clock import LOCAL_ZONE


def facts(dataset: Dataset, revision: DatasetRevision, rights: Iterable[Mapping[str, Any]], at: datetime, *, same_person: bool = False) -> CertificateFacts:
    """`revision` read with its rights; `rights` as the certificate stores them."""
    stated = getattr(revision, "rights", None)
    return CertificateFacts(
        listed=dataset.state == DatasetState.LISTED,
        current=dataset.current_id == revision.pk,
        rights_until=stated.valid_until if stated else None,
        rights_ended=RightsEnd.objects.filter(revision=revision).exists(),
        terms=tuple(date.fromisoformat(one["until"]) if one["until"] else None for one in rights),
        same_person=same_person,
        on=at.astimezone(LOCAL_ZONE).date(),
    )


def revision_in_full(key: UUID) -> DatasetRevision:
    """With all that the digests and the credential name."""
    return DatasetRevision.objects.select_related("rights").prefetch_related("fields", "distributions").get(pk=key)
