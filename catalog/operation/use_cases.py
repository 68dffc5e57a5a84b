"""Authorized operation: by what act of authority an organization runs a zone, what it recognizes as a product, and what falls when the act ends.

Where the authorization ends, by its day or before, the datasets listed in the zone are suspended by themselves, a batch at a time.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own, strangers
from accounts.models import Organization
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState
from catalog.listing import use_cases as listings
from catalog.offer.opening import open_drafts
from catalog.offer.standing import standing
from catalog.rights.lasting import after_day
from catalog.rules.zone import operated
from catalog.search.index import refresh
from catalog.zone import permissions
from catalog.zone.models import ProductRecognition, Zone, ZoneAdmission, ZoneAuthorization
from catalog.zone.states import AuthorizationState
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.turns import CLOCK
from kernel.use_case import Act, use_case

FALLS = "zone.fall"
AT_ONCE = 50
LONGEST = 200
_SHA256 = re.compile(r"[0-9a-f]{64}")


@use_case
def authorize(
    act: Act, zone_id: UUID, *, organization: UUID, authority: str, document_number: str, document_date: date, document_sha256: str, since: date, until: date,
) -> ZoneAuthorization:
    """Record the document by which an organization operates the zone; it runs the zone from now on. Errors: Invalid, Refused (an own case), Conflict."""
    zone = act.find(Zone, zone_id)
    act.authorise(permissions.AUTHORIZE, zone)
    act.require(not_their_own(act.actor, organization))
    today = act.now.astimezone(LOCAL_ZONE).date()
    wrong: dict[str, list[Say]] = {
        name: [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": LONGEST})]
        for name, text in (("authority", authority), ("document_number", document_number)) if not 1 <= len(text.strip()) <= LONGEST or "\x00" in text
    }  # fmt: skip
    if not _SHA256.fullmatch(document_sha256):
        wrong["document_sha256"] = [Say(gettext_noop("Write the SHA-256 of the document's copy as 64 lower-case hexadecimal digits."))]
    if document_date > today:
        wrong["document_date"] = [Say(gettext_noop("The document's date lies in the future."))]
    if not since <= today <= until:
        wrong["until"] = [Say(gettext_noop("The authorization must run today: from its first day to its last day."))]
    if not Organization.objects.verified(act.now).filter(pk=organization, kind="member").exists():
        wrong["organization"] = [Say(gettext_noop("Name a verified organization."))]
    if wrong:
        raise Invalid(fields=wrong)
    row = ZoneAuthorization(
        zone=zone, organization_id=organization, state=AuthorizationState.IN_FORCE, state_since=act.now, created=act.now, authority=authority.strip(),
        document_number=document_number.strip(), document_date=document_date, document_sha256=document_sha256, since=since, until=until, recorded_by=act.person(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("An authorization of this zone is in force.")), remedy=Say(gettext_noop("End that one first."))) from error
    act.created(row)
    # what waited for the end of a former one is over: datasets not yet suspended stay, those suspended are resumed one by one
    for former in ZoneAuthorization.objects.filter(zone=zone, state=AuthorizationState.ENDED):
        act.done_waiting(former)
    zone.operator_id = organization
    zone.save(update_fields=["operator"])
    for one in ZoneAdmission.objects.filter(zone=zone, state="applied").order_by("pk").select_for_update(no_key=True):
        act.created(one)  # its row is locked already
        act.done_waiting(one)
        act.wait(one, organization=organization, act=permissions.EXAMINE, role="steward", within=permissions.EXAMINE_WITHIN)
    act.subject = row
    act.wait(row, organization=CLOCK, act=permissions.FALL, role="clock", until=after_day(until), on_expiry=FALLS)
    act.record("catalog.zone_authorization.recorded", row, {"zone": zone.code, "until": until.isoformat()}, parties=[organization])
    return row


@use_case
def end_authorization(act: Act, authorization_id: UUID, *, reason: str) -> ZoneAuthorization:
    """The authority has taken it back, or the operator gave it up: it ends now, and the zone's datasets are suspended. Errors: Invalid, WrongState."""
    known = act.find(ZoneAuthorization, authorization_id, lock=False, join=("zone",))
    act.authorise(permissions.AUTHORIZE, known.zone)
    act.subject = known
    act.require(not_their_own(act.actor, known.organization_id))
    if not 1 <= len(reason.strip()) <= 1_000:
        raise Invalid(fields={"reason": [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": 1_000})]})
    return _fallen(act, known, reason.strip())


@use_case
def fall(act: Act, authorization_id: UUID) -> ZoneAuthorization:
    """The clock: the last day of an authorization is over, or datasets of one that has ended are still listed. Errors: WrongState."""
    known = act.find(ZoneAuthorization, authorization_id, lock=False, join=("zone",))
    act.authorise(permissions.FALL)
    if known.state == AuthorizationState.IN_FORCE and known.until >= act.now.astimezone(LOCAL_ZONE).date():
        raise WrongState(Say(gettext_noop("Its period is not over.")))
    return _fallen(act, known, "")


def _fallen(act: Act, known: ZoneAuthorization, reason: str) -> ZoneAuthorization:
    """Datasets first, as the order of locks is; what is left over is taken by the clock's next turn."""
    today = act.now.astimezone(LOCAL_ZONE).date()
    ruling = operated(None, True, today)
    listed = Dataset.objects.filter(state=DatasetState.LISTED, current__zone=known.zone_id).order_by("pk").values_list("pk", flat=True)
    keys = list(listed[: AT_ONCE + 1])
    for key in keys[:AT_ONCE]:
        listings.suspend_by_rule(act, key, ruling=ruling)
    row = act.lock(known)
    if row.state == AuthorizationState.IN_FORCE:
        act.move(row, AuthorizationState.ENDED, reason=reason)
    elif reason:
        raise WrongState(Say(gettext_noop("This authorization has ended already.")))
    act.done_waiting(row)
    if len(keys) > AT_ONCE:
        act.wait(row, organization=CLOCK, act=permissions.FALL, role="clock", within=timedelta(seconds=1), on_expiry=FALLS)
    act.record("catalog.zone_authorization.ended", row, {"zone": known.zone.code, "suspended": min(len(keys), AT_ONCE)}, parties=[known.organization_id])
    return row


@use_case
def recognize_product(act: Act, dataset_id: UUID, *, grounds: str) -> ProductRecognition:
    """Whoever runs the zone has looked at the listed revision and finds a product, not raw data: offers drafted before open. Errors: Invalid, WrongState, Conflict, Refused."""
    dataset = act.find(Dataset, dataset_id, join=("current",))
    revision: Any = dataset.current
    zone = Zone.objects.filter(pk=revision.zone_id).first() if revision is not None and revision.zone_id else None
    act.authorise(permissions.RECOGNIZE, _Place(zone.operator_id if zone else UUID(int=0)))
    act.subject = dataset
    act.require(strangers([act.actor.person], *([dataset.provider_id] if dataset.provider_id != act.actor.organization else [])))
    if zone is None or dataset.state != DatasetState.LISTED:
        raise WrongState(Say(gettext_noop("Only a listed dataset of a zone is recognized as a product.")))
    if not 1 <= len(grounds.strip()) <= 2_000 or "\x00" in grounds:
        raise Invalid(fields={"grounds": [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": 2_000})]})
    row = ProductRecognition(zone=zone, revision=DatasetRevision(pk=revision.pk), grounds=grounds.strip(), person=act.person(), at=act.now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This revision is recognized as a product already."))) from error
    if open_drafts(act, dataset):
        refresh(dataset, standing(dataset.pk))
    act.record("catalog.zone.product_recognized", dataset, {"zone": zone.code, "revision": str(revision.pk)}, parties=[dataset.provider_id, zone.operator_id])
    return row


class _Place:
    """Stands for a zone where its side is to be asked."""

    def __init__(self, operator_id: UUID | None) -> None:
        self.operator_id = operator_id
