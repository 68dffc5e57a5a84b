"""Granting lasting sight of a dataset: called by the agreement that comes into force."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from catalog.dataset.models import Dataset
from catalog.dataset.models.grant import AccessGrant
from catalog.grant import permissions
from kernel.use_case import Act, use_case


@use_case
def access_grant(act: Act, dataset: UUID | Dataset, organization: UUID, until: datetime | None) -> AccessGrant:
    """`organization` sees `dataset` until `until` (None: without end), also when it is withdrawn. A later end replaces an
    earlier one, never the other way round."""
    found = act.find(Dataset, dataset.pk if isinstance(dataset, Dataset) else dataset)
    act.authorise(permissions.GRANT, found)
    grant = AccessGrant.objects.select_for_update().filter(dataset=found, organization_id=organization).first()
    if grant is None:
        grant = AccessGrant.objects.create(dataset=found, organization_id=organization, granted=act.now, until=until)
    elif grant.until is not None and (until is None or until > grant.until):
        grant.until = until
        grant.save(update_fields=["until"])
    act.record(
        "catalog.access_grant.made", found, {"organization": str(organization), "until": grant.until.isoformat() if grant.until else None},
        parties=[found.provider_id, organization],
    )
    return grant
