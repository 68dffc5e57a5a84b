"""From rows to the frozen facts the listing rules may know, in one statement. Nothing here judges or writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import Organization
from catalog.dataset.classification_states import STANDING
from catalog.dataset.grading import fields_digest
from catalog.dataset.models import Classification, DataField, Dataset, DatasetRevision, Distribution, RightsEvidence, RightsStatement, ServiceEndpoint
from catalog.dataset.states import DatasetState
from catalog.offer.models import Offer
from catalog.offer.standing import standing_of
from catalog.rights.models import RightRegistration
from catalog.rights.states import Registration
from catalog.rules.grade import FieldFacts
from catalog.rules.listing import ListingFacts
from catalog.rules.visibility import SampleFacts
from catalog.search.index import Standing
from catalog.zone.models import ZoneAuthorization
from kernel.clock import LOCAL_ZONE

# what a submission shows of its offers
OFFERED = ("name_zh", "name_en", "price_minor", "currency", "quantity", "exclusive", "policy")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of the rules, and what a listing writes down besides: how its offers stand, and of which formats its files are."""

    facts: ListingFacts
    standing: Standing
    media_types: tuple[str, ...]
    offers: tuple[dict[str, Any], ...]


def exchange() -> UUID | None:
    """The organization that operates the exchange: whose turn a review is."""
    return Organization.objects.filter(kind="exchange").order_by("created").values_list("pk", flat=True).first()


def gathered(dataset: Dataset, revision: DatasetRevision, at: datetime) -> Gathered:
    of_revision = {"revision": OuterRef("pk")}
    fields = DataField.objects.filter(**of_revision).order_by("position")
    files = Distribution.objects.filter(**of_revision)
    offers = Offer.objects.filter(dataset=OuterRef("dataset")).exclude(state="closed").order_by("price_minor", "pk")
    gradings = Classification.objects.filter(**of_revision, state__in=STANDING)
    held = Count("takings", filter=Q(takings__released=None, takings__slot__isnull=False))
    row = DatasetRevision.objects.filter(pk=revision.pk).values(
        fields_=ArraySubquery(fields.values(json=JSONObject(**{name: name for name in ("name", "grade", "personal", "sensitive", "category", "meaning_zh", "meaning_en")}))),
        files_=ArraySubquery(files.values(json=JSONObject(media_type="media_type", completed="completed"))),
        offers_=ArraySubquery(
            offers.annotate(held=held).values(json=JSONObject(**{name: name for name in (*OFFERED, "state", "held")}))
        ),
        grading_=ArraySubquery(gradings.values(json=JSONObject(**{name: name for name in ("state", "grade", "decided_by", "proposed_by")}))),
        digest_=ArraySubquery(gradings.values("fields_digest")),
        rights_=ArraySubquery(RightsStatement.objects.filter(**of_revision).values("valid_until")),
        fallen_=ArraySubquery(_fallen(at).filter(statements__revision=OuterRef("pk")).values("number")),
        evidence_=ArraySubquery(RightsEvidence.objects.filter(**of_revision).values("pk")),
        service_=ArraySubquery(ServiceEndpoint.objects.filter(**of_revision).values("outcome")),
        zone_=ArraySubquery(ZoneAuthorization.objects.filter(zone=OuterRef("zone")).order_by("-created").values(json=JSONObject(state="state", until="until"))[:1]),
        verified_=Exists(Organization.objects.verified(at).filter(pk=OuterRef("dataset__provider_id"))),
    )
    found: Any = row.get()
    return _facts(dataset, revision, found, at)


def _fallen(at: datetime) -> QuerySet[RightRegistration]:
    """Registrations that no longer stand for the provider of the dataset that cites them."""
    stands = Q(state=Registration.REGISTERED, valid_until__gte=at.astimezone(LOCAL_ZONE).date(), holder=F("statements__revision__dataset__provider"))
    return RightRegistration.objects.filter(~stands)


def listing_facts(dataset: Dataset, revision: DatasetRevision, at: datetime) -> ListingFacts:
    return gathered(dataset, revision, at).facts


def _facts(dataset: Dataset, revision: DatasetRevision, row: dict[str, Any], at: datetime) -> Gathered:
    fields = tuple(FieldFacts(each["name"], each["grade"], each["personal"], each["sensitive"], each["category"]) for each in row["fields_"])
    grading = row["grading_"][0] if row["grading_"] else None
    confirmed = grading is not None and grading["state"] == "confirmed" and bytes(row["digest_"][0]) == fields_digest(fields)
    # drafted offers open with a listing, so until the dataset is listed they count
    listed = dataset.state == DatasetState.LISTED
    offers = [offer for offer in row["offers_"] if offer["state"] == "open" or not listed]
    authorization = row["zone_"][0] if row["zone_"] else None
    media_types = tuple(file["media_type"] for file in row["files_"])
    facts = ListingFacts(
        provider_verified=row["verified_"],
        titles=bool(revision.title_zh and revision.title_en),
        descriptions=bool(revision.description_zh and revision.description_en),
        fields=fields,
        meanings_missing=tuple(each["name"] for each in row["fields_"] if not (each["meaning_zh"] and each["meaning_en"])),
        classified=grading["grade"] if grading is not None and confirmed else None,
        confirmed_by_second_person=confirmed and grading is not None and grading["decided_by"] not in (None, grading["proposed_by"]),
        rights_stated=bool(row["rights_"]),
        rights_evidence=len(row["evidence_"]),
        rights_until=row["rights_"][0] if row["rights_"] else None,
        on=at.astimezone(LOCAL_ZONE).date(),
        files=len(row["files_"]),
        unfinished_files=sum(1 for file in row["files_"] if file["completed"] is None),
        offers=len(offers),
        exclusive_offers=sum(1 for offer in offers if offer["exclusive"]),
        fallen_registration=row["fallen_"][0] if row["fallen_"] else None,
        sample=SampleFacts(revision.sample_nature, max(len(revision.sample) - 1, 0), revision.grade or 1, revision.personal),
        promises=len(revision.promises),
        service=row["service_"][0] if row["service_"] else "",
        zone_authorized_until=date.fromisoformat(authorization["until"]) if authorization else None,
        zone_authorization_ended=authorization is not None and authorization["state"] == "ended",
    )
    shown = tuple({name: offer[name] for name in OFFERED} for offer in row["offers_"])
    return Gathered(facts, standing_of(row["offers_"]), media_types, shown)
