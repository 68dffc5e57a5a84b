"""The acts on shared definitions: propose, accept, refuse, retire; and the provider's word on which field follows which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from accounts.models import Organization
from catalog.element import permissions
from catalog.element.meaning import checked
from catalog.element.models import Element, ElementVersion
from catalog.element.states import ElementState
from catalog.listing.gather import exchange
from catalog.rules.elements import decidable, proposable
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

LONGEST_REMARK = 1_000


@use_case
def propose(act: Act, *, code: str, **content: Any) -> ElementVersion:
    """A new definition, or a new version of the one that has this code. `content` as in meaning.checked.

    Errors: Forbidden, Refused (not verified), Invalid, Conflict (a proposal for the code waits already)."""
    act.authorise(permissions.PROPOSE)
    if act.actor.organization is None:
        raise NotFound
    verified = act.actor.jurisdiction == "operator" or Organization.objects.verified(act.now).filter(pk=act.actor.organization).exists()
    act.require(proposable(verified=verified))
    version = _drafted(act, code, content, act.actor.organization, act.person())
    desk = exchange()
    for one in {desk, version.element.steward_id} - {None, act.actor.organization} or {desk}:
        if one:
            act.wait(version, organization=one, act=permissions.DECIDE, role="operator" if one == desk else "steward")
    act.record("catalog.element.proposed", version, _facts(version), parties=[desk, version.element.steward_id])
    return version


@use_case
def register(act: Act, *, code: str, **content: Any) -> ElementVersion:
    """The starter set: accepted as it comes, with the exchange as steward. Errors: Invalid, Conflict, WrongState (no exchange yet)."""
    act.authorise(permissions.REGISTER)
    steward = exchange()
    if steward is None:
        raise WrongState(Say(gettext_noop("The exchange is not established yet.")))
    version = _drafted(act, code, content, steward, None)
    _accepted(act, version, None)
    return version


@use_case
def accept(act: Act, version_id: UUID) -> ElementVersion:
    """The proposal becomes the current version, the former one is superseded. Errors: NotFound, Forbidden, Refused, WrongState."""
    version = _found(act, version_id)
    _accepted(act, version, act.person())
    return version


@use_case
def refuse(act: Act, version_id: UUID, *, remark: str) -> ElementVersion:
    """Errors: as accept; Invalid without a remark."""
    version = _found(act, version_id)
    done = act.move(version, ElementState.REFUSED, decided_by=act.person(), remark=_told(remark))
    act.done_waiting(version)
    act.record(done.event, version, _facts(version), parties=[version.proposer_id])
    return version


@use_case
def retire(act: Act, element_id: UUID, *, remark: str) -> ElementVersion:
    """Nothing new is mapped to it from now; what is mapped stays. Errors: NotFound, Forbidden, WrongState (none is current), Invalid."""
    element = act.find(Element, element_id)
    act.authorise(permissions.DECIDE, element)
    version = ElementVersion.objects.filter(element=element, state=ElementState.CURRENT).first()
    if version is None:
        raise WrongState(Say(gettext_noop("No version of this definition is current.")))
    done = act.move(version, ElementState.RETIRED, decided_by=act.person(), remark=_told(remark))
    act.record(done.event, version, _facts(version), parties=[element.steward_id, version.proposer_id])
    return version


def _drafted(act: Act, code: str, content: Mapping[str, Any], proposer: UUID, person: UUID | None) -> ElementVersion:
    words = checked(code, content)
    element = Element.objects.select_for_update(of=("self",), no_key=True).filter(code=code).first()
    try:
        with transaction.atomic():
            if element is None:
                element = Element(code=code, steward_id=proposer, created=act.now)
                element.save(force_insert=True)
            elif element.face_id is None and element.steward_id != proposer:
                # the code was only ever proposed, and refused: who proposes it now would keep it
                if ElementVersion.objects.filter(element=element, state=ElementState.DRAFT).exists():
                    raise IntegrityError
                element.steward_id = proposer
                element.save(update_fields=["steward"])
            number = (ElementVersion.objects.filter(element=element).aggregate(last=Max("number"))["last"] or 0) + 1
            version = ElementVersion(element=element, number=number, state_since=act.now, created=act.now, proposer_id=proposer, proposed_by=person, **words)
            version.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("A proposal for this code waits already.")), remedy=Say(gettext_noop("Wait until it is decided, or choose another code."))) from error
    act.created(version)
    return version


def _found(act: Act, version_id: UUID) -> ElementVersion:
    """The proposal with its element, both locked, the element first. Errors: NotFound, Forbidden, Refused."""
    key = ElementVersion.objects.visible_to(act.actor).filter(pk=version_id).values_list("element", flat=True).first()
    if key is None:
        raise NotFound
    element = act.lock(Element.objects.get(pk=key))
    version = act.find(ElementVersion, version_id)
    version.element = element
    act.authorise(permissions.DECIDE, element)
    operator = act.actor.jurisdiction == "operator"
    act.require(decidable(same_person=version.proposed_by == act.person(), own_proposal=version.proposer_id == act.actor.organization, operator=operator))
    return version


def _accepted(act: Act, version: ElementVersion, person: UUID | None) -> None:
    former = ElementVersion.objects.filter(element=version.element, state=ElementState.CURRENT).first()
    if former is not None and version.state == ElementState.DRAFT:
        done = act.move(former, ElementState.SUPERSEDED)
        act.record(done.event, former, _facts(former), parties=[former.proposer_id])
    done = act.move(version, ElementState.CURRENT, decided_by=person)
    version.element.face = version
    version.element.save(update_fields=["face"])
    act.done_waiting(version)
    act.record(done.event, version, _facts(version), parties=[version.proposer_id, version.element.steward_id])


def _told(remark: str) -> str:
    if not 1 <= len(remark.strip()) <= LONGEST_REMARK:
        raise Invalid(fields={"remark": [Say(gettext_noop("Write why, in 1 to %(most)s characters."), {"most": LONGEST_REMARK})]})
    return remark.strip()


def _facts(version: ElementVersion) -> dict[str, Any]:
    return {"element": str(version.element_id), "version": str(version.pk), "number": version.number}
