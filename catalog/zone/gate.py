"""What the exchange asks before a dataset of a zone is asked for, and before its files go out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from catalog.rules import zone as rules
from catalog.zone.models import ProductRecognition, Zone, ZoneAdmission, ZoneAuthorization
from kernel.clock import LOCAL_ZONE
from kernel.decision import PERMITTED, Decision


def use_of(revision: Any, organization: UUID, at: datetime, purpose: str = "") -> Decision:
    """May `organization` be given data of this revision (a DatasetRevision) now, for this purpose? No statement outside a zone, one within."""
    if revision.zone_id is None:
        return PERMITTED
    admitted = ZoneAdmission.objects.in_force(at).filter(zone=OuterRef("pk"), organization=organization)
    authorized = ZoneAuthorization.objects.filter(zone=OuterRef("pk")).order_by("-created")
    row: Any = Zone.objects.filter(pk=revision.zone_id).values(
        "restricted", "leaves", "operator_id", authorization=ArraySubquery(authorized.values(json=JSONObject(state="state", until="until"))[:1]), admitted=ArraySubquery(admitted.values("purposes")), product=Exists(ProductRecognition.objects.filter(revision=revision.pk)),
    ).get()  # fmt: skip
    for newest in row["authorization"]:
        runs = rules.operated(date.fromisoformat(newest["until"]), newest["state"] == "ended", at.astimezone(LOCAL_ZONE).date())
        if not runs.permitted:
            return runs
    facts = rules.UseFacts(
        restricted=row["restricted"], leaves=row["leaves"], operator=row["operator_id"] == organization, admitted_for=tuple(row["admitted"][0]) if row["admitted"] else None,
        purpose=purpose, product=True if row["product"] else None,
    )  # fmt: skip
    return rules.use(facts)


def may_be_offered(revision: Any, at: datetime) -> Decision:
    """May an offer of this listed revision be opened? Its zone must be operated, and let its data go. No statement outside a zone, two within."""
    runs = zone_operated(revision, at)
    return may_leave(revision) if runs.permitted else runs


def zone_operated(revision: Any, at: datetime) -> Decision:
    """Does the authorization of the revision's zone run, if the zone ever needed one?"""
    newest = ZoneAuthorization.objects.filter(zone=revision.zone_id).order_by("-created").first() if revision.zone_id else None
    if newest is None:
        return PERMITTED
    return rules.operated(newest.until, newest.state == "ended", at.astimezone(LOCAL_ZONE).date())


def may_leave(revision: Any) -> Decision:
    """May the revision's data leave its zone at all, whoever takes them?"""
    if revision.zone_id is None:
        return PERMITTED
    row: Any = Zone.objects.filter(pk=revision.zone_id).values("leaves", product=Exists(ProductRecognition.objects.filter(revision=revision.pk))).get()
    return rules.leaving(row["leaves"], True if row["product"] else None)
