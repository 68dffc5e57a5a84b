"""Subjects of the catalogue that somebody waits for, as titles and addresses of the pages where it is done: part of the to-do lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import Sponsorship
from catalog.models import (
    Certificate,
    Classification,
    Dataset,
    GradeLowering,
    Harvest,
    HarvestPlan,
    NeedAnswer,
    OpenApplication,
    Opinion,
    QualityBreach,
    RegisterRequest,
    RegradeDemand,
    RightObjection,
    RightRegistration,
    ZoneAdmission,
)

Found = Mapping[UUID, tuple[str, str]]  # subject -> title, address


def _of_dataset(keys: set[UUID], organization: UUID) -> Found:
    found: dict[UUID, tuple[str, str]] = {}
    for row in Dataset.objects.filter(pk__in=keys).select_related("current", "working"):
        own = row.provider_id == organization
        name = "dataset.edit" if own else "listing.review"
        found[row.pk] = (row.title, reverse(name, args=[organization, row.pk]))
    return found


def _of_classification(keys: set[UUID], organization: UUID) -> Found:
    rows = Classification.objects.filter(pk__in=keys).select_related("revision")
    return {row.pk: (row.revision.title, reverse("classification.confirm", args=[organization, row.revision.dataset_id])) for row in rows}


def _of_certificate(keys: set[UUID], organization: UUID) -> Found:
    """Only operators have turns on a certificate: they decide it."""
    rows = Certificate.objects.filter(pk__in=keys).select_related("revision")
    return {row.pk: (row.revision.title, reverse("certificate.decide", args=[organization, row.pk])) for row in rows}


def _of_registration(keys: set[UUID], organization: UUID) -> Found:
    return {row.pk: (row.title, reverse("registration.one", args=[organization, row.pk])) for row in RightRegistration.objects.filter(pk__in=keys)}


def _of_right(model: type[Any], name: str) -> Callable[[set[UUID], UUID], Found]:
    """An objection, or a request on the register."""

    def found(keys: set[UUID], organization: UUID) -> Found:
        rows = model.objects.filter(pk__in=keys).select_related("registration")
        return {row.pk: (row.registration.title, reverse(name, args=[organization, row.pk])) for row in rows}

    return found


def _of_harvest_plan(keys: set[UUID], organization: UUID) -> Found:
    rows = HarvestPlan.objects.filter(pk__in=keys).select_related("source")
    return {row.pk: (row.source.name, reverse("harvest.plan", args=[organization, row.pk])) for row in rows}


def _of_harvest(keys: set[UUID], organization: UUID) -> Found:
    """Only operators have turns on a harvest: they say whether its source withdrew what it lacks."""
    rows = Harvest.objects.filter(pk__in=keys).select_related("plan__source")
    return {row.pk: (row.plan.source.name, reverse("harvest.plan", args=[organization, row.plan_id])) for row in rows}


def _of_lowering(keys: set[UUID], organization: UUID) -> Found:
    """Only operators have turns on a lowering: they decide it."""
    rows = GradeLowering.objects.filter(pk__in=keys).select_related("dataset__current", "dataset__working")
    return {row.pk: (f"{row.column} · {row.dataset.title}", reverse("lowering.decide", args=[organization, row.pk])) for row in rows}


def _of_demand(keys: set[UUID], organization: UUID) -> Found:
    rows = RegradeDemand.objects.filter(pk__in=keys).select_related("revision")
    return {row.pk: (row.revision.title, reverse("dataset.regrade", args=[organization, row.dataset_id])) for row in rows}


def _of_answer(keys: set[UUID], organization: UUID) -> Found:
    """Only buyers have turns on an answer to a need: they accept or decline it."""
    rows = NeedAnswer.objects.filter(pk__in=keys).values_list("pk", "need_id", "need__title")
    return {pk: (title, reverse("need.one", args=[organization, need])) for pk, need, title in rows}


def _of_breach(keys: set[UUID], organization: UUID) -> Found:
    rows = QualityBreach.objects.filter(pk__in=keys).select_related("revision")
    return {row.pk: (row.revision.title, reverse("quality.answer", args=[organization, row.dataset_id, row.pk])) for row in rows}


def _of_zone_admission(keys: set[UUID], organization: UUID) -> Found:
    rows = ZoneAdmission.objects.filter(pk__in=keys).select_related("zone", "organization")
    return {row.pk: (f"{row.zone.name} · {row.organization.name}", reverse("zone.admission", args=[organization, row.pk])) for row in rows}


def _of_open_application(keys: set[UUID], organization: UUID) -> Found:
    rows = OpenApplication.objects.filter(pk__in=keys).select_related("release__revision", "organization")
    return {row.pk: (f"{row.release.revision.title} · {row.organization.name}", reverse("open.application", args=[organization, row.pk])) for row in rows}


def _of_opinion(keys: set[UUID], organization: UUID) -> Found:
    rows = Opinion.objects.filter(pk__in=keys).select_related("revision")
    return {row.pk: (row.revision.title, reverse("opinion.one", args=[organization, row.pk])) for row in rows}


def _of_sponsorship(keys: set[UUID], organization: UUID) -> Found:
    """The applicant's turn to answer names the sponsor, the sponsor's to vouch the applicant."""
    rows = Sponsorship.objects.filter(pk__in=keys).select_related("sponsor", "organization")
    return {row.pk: ((row.sponsor if row.organization_id == organization else row.organization).name, reverse("sponsorship.one", args=[organization, row.pk])) for row in rows}


SUBJECTS: dict[str, Callable[[set[UUID], UUID], Found]] = {
    "catalog.Dataset": _of_dataset,
    "catalog.Certificate": _of_certificate,
    "catalog.RightRegistration": _of_registration,
    "catalog.RightObjection": _of_right(RightObjection, "registration.objection"),
    "catalog.RegisterRequest": _of_right(RegisterRequest, "registration.request"),
    "catalog.Classification": _of_classification,
    "catalog.Harvest": _of_harvest,
    "catalog.HarvestPlan": _of_harvest_plan,
    "catalog.GradeLowering": _of_lowering,
    "catalog.RegradeDemand": _of_demand,
    "catalog.NeedAnswer": _of_answer,
    "catalog.QualityBreach": _of_breach,
    "catalog.OpenApplication": _of_open_application,
    "catalog.Opinion": _of_opinion,
    "accounts.Sponsorship": _of_sponsorship,
    "catalog.ZoneAdmission": _of_zone_admission,
}
ICONS = {
    "catalog.Dataset": "box",
    "catalog.Certificate": "seal",
    "catalog.Classification": "eye",
    "catalog.Harvest": "down",
    "catalog.HarvestPlan": "down",
    "catalog.GradeLowering": "scale",
    "catalog.RegradeDemand": "eye",
    "catalog.NeedAnswer": "people",
    "catalog.QualityBreach": "flag",
    "catalog.OpenApplication": "down",
    "catalog.Opinion": "pen",
    "accounts.Sponsorship": "org",
    "catalog.ZoneAdmission": "people",
}
