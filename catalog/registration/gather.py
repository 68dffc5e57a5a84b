"""From a registration to the frozen facts of its rules. Nothing here judges or writes."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Organization
from catalog.dataset.models import Dataset
from catalog.rights.models import RightRegistration
from catalog.rules.registration import ApplicationFacts
from kernel.clock import LOCAL_ZONE


def facts(registration: RightRegistration, at: datetime) -> ApplicationFacts:
    dataset = Dataset.objects.select_related("current", "working").get(pk=registration.dataset_id)
    grades = [face.grade for face in (dataset.current, dataset.working) if face is not None]
    known = [grade for grade in grades if grade is not None]
    return ApplicationFacts(
        source=registration.source,
        papers=frozenset(registration.papers.filter(objection=None).values_list("kind", flat=True)),
        grade=max(known) if known and len(known) == len(grades) else None,
        until=registration.until,
        on=at.astimezone(LOCAL_ZONE).date(),
        verified=Organization.objects.verified(at).filter(pk=registration.holder_id).exists(),
        provides=dataset.provider_id == registration.holder_id,
    )
