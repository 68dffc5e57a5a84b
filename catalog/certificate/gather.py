"""From rows to the frozen facts of the rules of certificates. Nothing here judges or writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from catalog.dataset.models import Dataset, DatasetRevision, RightsEnd, RightsStatement
from catalog.dataset.states import DatasetState
from catalog.rights.lasting import registered
from catalog.rights.models import RightRegistration
from catalog.rules.certificate import CertificateFacts
from kernel.clock import LOCAL_ZONE


def facts(dataset: Dataset, revision: DatasetRevision, rights: Iterable[Mapping[str, Any]], at: datetime, *, same_person: bool = False) -> CertificateFacts:
    """`revision` read with its rights; `rights` as the certificate stores them."""
    stated, on = getattr(revision, "rights", None), at.astimezone(LOCAL_ZONE).date()
    cited = stated.registration if stated else None
    return CertificateFacts(
        listed=dataset.state == DatasetState.LISTED,
        current=dataset.current_id == revision.pk,
        rights_until=_until(stated, cited),
        rights_ended=RightsEnd.objects.filter(revision=revision).exists() or (cited is not None and not registered(cited.pk, dataset.pk, on).permitted),
        terms=tuple(date.fromisoformat(one["until"]) if one["until"] else None for one in rights),
        same_person=same_person,
        on=on,
    )


def _until(stated: RightsStatement | None, cited: RightRegistration | None) -> date | None:
    """The last day of the stated right, or of the registration it rests on if that is earlier."""
    days = [day for day in (stated.valid_until if stated else None, cited.valid_until if cited else None) if day is not None]
    return min(days, default=None)


def revision_in_full(key: UUID) -> DatasetRevision:
    """With all that the digests and the credential name."""
    return DatasetRevision.objects.select_related("rights__registration").prefetch_related("fields", "distributions").get(pk=key)
