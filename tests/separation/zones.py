"""An admission to the sample's closed zone and that zone's rows, so that their addresses have an object that outsiders must not see."""

from __future__ import annotations

from typing import Any

from accounts.models import ServiceProvider, Sponsorship
from catalog.models import Dataset, OpenApplication, OpenRelease, Opinion, Zone, ZoneAdmission, ZoneAuthorization


def objects() -> dict[str, Any]:
    admission = ZoneAdmission.objects.get(state="admitted")
    research, authorization = Zone.objects.get(pk=admission.zone_id), ZoneAuthorization.objects.get(zone=admission.zone_id, state="in_force")
    listed = Dataset.objects.filter(state="listed", current__zone__code="public-service").select_related("current").order_by("created").first()
    assert listed is not None and listed.current is not None
    own = {f"{name}:zone": research.pk for name in ("zone.run", "zone.authorize", "zone.end_authorization")}
    return {"admission": admission.pk, "authorization": authorization.pk, "zone_code": research.code, "opinion": Opinion.objects.get(state="asked").pk,
        "release": OpenRelease.objects.get(mode="on_application").pk, "application": OpenApplication.objects.get(state="applied").pk,
        "sponsorship": Sponsorship.objects.get(state="accepted").pk, "service_provider": ServiceProvider.objects.get(state="in_force").pk, "zone.product:zone": listed.current.zone_id, "zone.product:dataset": listed.pk, **own}
