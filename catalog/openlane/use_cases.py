"""Opening a listed revision, applying to it, admitting, and handing out its files. Order of locks: dataset, release, application.

Every file that goes out is judged: the release stands, the dataset is in the reader's sight, nothing holds it, its zone lets it go, and it may
leave for where it is read from. What may not leave the country freely is not opened at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from accounts.member.own_case import strangers
from accounts.models import Organization
from accounts.rules.persons import organization_of
from catalog.dataset.models import Dataset, Distribution
from catalog.dataset.states import DatasetState
from catalog.offer.models import Offer, OfferTaking
from catalog.openlane import permissions
from catalog.openlane.models import OpenApplication, OpenDownload, OpenRelease
from catalog.openlane.states import ApplicationState, ReleaseState
from catalog.rights.encumbered import may_deal
from catalog.rights.lasting import right_stands
from catalog.rules.open_lane import LICENCES, MODES, ON_APPLICATION, OpenFacts, opening
from catalog.rules.policy import PURPOSES
from catalog.scan.gather import kept_to_suggestions
from catalog.zone.gate import use_of
from kernel import clock, holds
from kernel.actor import Actor
from kernel.decision import Decision, Say
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

LONGEST = 2_000
AT_ONCE = 200
"""Applications that end with their opening; what is beyond is refused when somebody decides it."""


def leaves_freely(facts: Mapping[str, Any], day: str, places: Sequence[str] | None = None) -> tuple[Decision, dict[str, Any]]:
    """What the law of the border answers, for every place or for those a reader reads from: judged by a floor above (settings.OPEN_BORDER)."""
    answer: tuple[Decision, dict[str, Any]] = import_string(settings.OPEN_BORDER)(facts, day, places)
    return answer


@use_case
def release(act: Act, dataset_id: UUID, *, mode: str, licence: str, important_data_status: str, flags: Sequence[str]) -> OpenRelease:
    """Open the listed revision. The provider declares its status as important data and the hard facts of the border (none: an empty list).

    Errors: Invalid, Refused (grade, marks, scan, zone, right, border), Conflict (open already)."""
    dataset = act.find(Dataset, dataset_id, join=("current", "current__zone", "provider"))
    act.authorise(permissions.OPEN, dataset)
    wrong = {name: [Say(gettext_noop("Choose one of the list."))] for name, value, known in (("mode", mode, MODES), ("licence", licence, LICENCES)) if value not in known}
    if wrong:
        raise Invalid(fields=wrong)
    revision: Any = dataset.current
    act.require(_may_be_open(dataset, revision, mode, act.now))
    act.require(right_stands(revision, act.now))
    act.require(use_of(revision, dataset.provider_id, act.now))
    declared = {"important_data_status": important_data_status, "flags": sorted(set(flags)), **_exporter(dataset.provider)}
    decision, judged = leaves_freely(declared, act.now.date().isoformat())
    act.require(decision)
    row = OpenRelease(
        dataset=dataset, revision=revision, mode=mode, licence=licence, state=ReleaseState.OPEN, state_since=act.now, created=act.now, declared_by=act.person(), facts=declared, judged=judged,
    )  # fmt: skip
    former = OpenRelease.objects.filter(dataset=dataset, state=ReleaseState.OPEN).exclude(revision=revision).first()
    if former is not None:  # of a revision that is not listed any more: it stands for nothing
        _closed(act, former)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This dataset is open already.")), remedy=Say(gettext_noop("Close it first to open it in another way."))) from error
    act.created(row)
    act.record("catalog.open_release.opened", row, {"dataset": str(dataset.pk), "mode": mode, "licence": licence}, parties=[dataset.provider_id])
    return row


def _may_be_open(dataset: Dataset, revision: Any, mode: str, at: datetime) -> Decision:
    """Asked at the opening and of every file: what is exclusive, encumbered, personal or taken off the catalogue meanwhile is not given away."""
    taken = OfferTaking.objects.filter(offer=OuterRef("pk"), released=None)
    facts = OpenFacts(
        mode=mode, listed=dataset.state == DatasetState.LISTED and revision is not None, grade=dataset.grade, personal=revision is None or revision.personal,
        kept=revision is not None and kept_to_suggestions(revision).permitted, restricted_zone=bool(revision and revision.zone and revision.zone.restricted),
        exclusive=Offer.objects.filter(Q(state="open") | Exists(taken), dataset=dataset, exclusive=True).exists(),
    )  # fmt: skip
    found = opening(facts)
    return found if not found.permitted else may_deal(dataset.pk, PURPOSES, None, at)


def _exporter(provider: Organization) -> dict[str, Any]:
    return {"country": provider.country, "in_beijing": provider.in_beijing, "uscc": provider.uscc, "ciio": provider.ciio}


@use_case
def close(act: Act, release_id: UUID) -> OpenRelease:
    """Nothing more goes out; what went out stays under its licence. Errors: WrongState."""
    row = act.find(OpenRelease, release_id, join=("dataset",))
    act.authorise(permissions.CLOSE, row)
    return _closed(act, row)


def _closed(act: Act, row: OpenRelease) -> OpenRelease:
    done = act.move(row, ReleaseState.CLOSED)
    waiting = OpenApplication.objects.filter(release=row, state=ApplicationState.APPLIED).select_related("release__dataset", "release__revision__zone")
    for one in waiting.order_by("pk").select_for_update(of=("self",), no_key=True)[:AT_ONCE]:
        act.created(one)  # its row is locked already
        _moved(act, one, ApplicationState.ENDED)
    act.subject = row
    act.record(done.event, row, {"dataset": str(row.dataset_id)}, parties=[row.dataset.provider_id])
    return row


@use_case
def apply(act: Act, release_id: UUID, *, purpose: str) -> OpenApplication:
    """Ask for open data that wants an application. Errors: Invalid, WrongState, Conflict, Forbidden (not verified)."""
    row = act.find(OpenRelease, release_id, join=("dataset", "revision", "revision__zone"))
    act.authorise(permissions.APPLY, row)
    organization = organization_of(act.actor)
    if not 1 <= len(purpose.strip()) <= LONGEST or "\x00" in purpose:
        raise Invalid(fields={"purpose": [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": LONGEST})]})
    if row.mode != ON_APPLICATION or organization == row.dataset.provider_id or not OpenRelease.objects.standing().filter(pk=row.pk).exists():
        raise WrongState(Say(gettext_noop("Nothing is to be applied for here.")), remedy=Say(gettext_noop("See the dataset's page for how it is open now.")))
    if not Organization.objects.verified(act.now).filter(pk=organization).exists():
        raise Forbidden(Say(gettext_noop("Only a verified organization applies for open data.")), remedy=Say(gettext_noop("Have your organization verified.")))
    application = OpenApplication(
        release=row, organization_id=organization, purpose=purpose.strip(), state=ApplicationState.APPLIED, state_since=act.now, created=act.now, requested_by=act.person(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("Your organization has applied for this already."))) from error
    act.created(application)
    act.wait(application, organization=row.dataset.provider_id, act=permissions.ADMIT, role="steward", within=permissions.ANSWER_WITHIN)
    act.record("catalog.open_application.applied", application, {"dataset": str(row.dataset_id)}, parties=_parties(application))
    return application


@use_case
def admit(act: Act, application_id: UUID) -> OpenApplication:
    """Errors: Forbidden, Refused (an own case), WrongState."""
    return _decided(act, application_id, ApplicationState.ADMITTED, "")


@use_case
def refuse(act: Act, application_id: UUID, *, reason: str) -> OpenApplication:
    """Errors: Forbidden, Refused (an own case), WrongState, Invalid."""
    if not 1 <= len(reason.strip()) <= LONGEST or "\x00" in reason:
        raise Invalid(fields={"reason": [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": LONGEST})]})
    return _decided(act, application_id, ApplicationState.REFUSED, reason.strip())


@use_case
def end(act: Act, application_id: UUID) -> OpenApplication:
    """The applicant leaves, or the provider ends the use. Errors: WrongState."""
    application = _application(act, application_id)
    act.authorise(permissions.END, application)
    if application.state == ApplicationState.APPLIED and act.actor.organization != application.organization_id:
        raise WrongState(Say(gettext_noop("Refuse the application instead.")))
    return _moved(act, application, ApplicationState.ENDED)


@use_case
def hand_out(act: Act, release_id: UUID, distribution_id: UUID, *, reader: Actor, places: Sequence[str] = ()) -> Distribution:
    """A file goes out to `reader`, whoever that is: run by the system, judged for that reader. Errors: NotFound, Refused, WrongState."""
    row = OpenRelease.objects.visible_to(reader).standing().filter(pk=release_id).select_related("dataset", "revision", "revision__zone").first()
    file = Distribution.objects.filter(pk=distribution_id, revision=row.revision_id, completed__isnull=False).select_related("blob").first() if row else None
    if row is None or file is None:
        raise NotFound
    act.authorise(permissions.DOWNLOAD)
    act.subject = row
    if row.mode == ON_APPLICATION and not _admitted(row, reader):
        raise WrongState(Say(gettext_noop("This file is handed out to admitted organizations.")), remedy=Say(gettext_noop("Apply on the dataset's page.")))
    subjects = [row.pk, row.dataset_id, row.dataset.provider_id, *([reader.organization] if reader.organization else [])]
    act.require(holds.decision(holds.standing(subjects, holds.ACT, holds.DELIVERY, holds.EXPORT)))
    act.require(_may_be_open(row.dataset, row.revision, row.mode, act.now))
    act.require(right_stands(row.revision, act.now))
    act.require(use_of(row.revision, reader.organization or UUID(int=0), act.now))
    act.require(leaves_freely(row.facts, act.now.date().isoformat(), places)[0])
    OpenDownload(release=row, distribution=file, organization=reader.organization, place=" ".join(places), at=act.now).save(force_insert=True)
    act.record("catalog.open_release.handed_out", row, {"file": str(file.pk), "place": " ".join(places)}, parties=[row.dataset.provider_id, reader.organization])
    return file


def _admitted(row: OpenRelease, reader: Actor) -> bool:
    if reader.organization is None:
        return False
    if reader.jurisdiction or reader.organization == row.dataset.provider_id:
        return True
    admitted = OpenApplication.objects.filter(release=row, organization=reader.organization, state=ApplicationState.ADMITTED)
    return admitted.exists() and Organization.objects.verified(clock.now()).filter(pk=reader.organization).exists()


def _application(act: Act, application_id: UUID) -> OpenApplication:
    return act.find(OpenApplication, application_id, join=("release__dataset", "release__revision__zone"))


def _decided(act: Act, application_id: UUID, to: ApplicationState, reason: str) -> OpenApplication:
    application = _application(act, application_id)
    act.authorise(permissions.ADMIT, application)
    act.require(strangers([act.actor.person], application.organization_id))
    if application.state != ApplicationState.APPLIED:
        raise WrongState(Say(gettext_noop("This application has been decided already.")))
    if to == ApplicationState.ADMITTED and not OpenRelease.objects.standing().filter(pk=application.release_id).exists():
        raise WrongState(Say(gettext_noop("Nothing is to be applied for here.")), remedy=Say(gettext_noop("See the dataset's page for how it is open now.")))
    return _moved(act, application, to, reason=reason, decided_by=act.person())


def _moved(act: Act, application: OpenApplication, to: ApplicationState, **fields: Any) -> OpenApplication:
    done = act.move(application, to, **fields)
    act.done_waiting(application)
    act.record(done.event, application, {"dataset": str(application.release.dataset_id)}, parties=_parties(application))
    return application


def _parties(application: OpenApplication) -> list[UUID | None]:
    zone = application.release.revision.zone
    return [application.organization_id, application.release.dataset.provider_id, zone.operator_id if zone else None]
