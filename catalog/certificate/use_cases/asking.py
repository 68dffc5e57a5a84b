"""The provider asks for the certificate of what it has listed, and names the rights it is to attest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from catalog.certificate import permissions
from catalog.certificate.gather import facts, revision_in_full
from catalog.certificate.models import Certificate
from catalog.certificate.states import State
from catalog.certificate.use_cases.common import found
from catalog.dataset.models import Dataset
from catalog.dataset.permissions import Side
from catalog.listing.gather import exchange
from catalog.rules.certificate import RIGHTS, certifiable, last_day
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, Invalid, WrongState
from kernel.use_case import Act, use_case

LONGEST_SCOPE = 500
_COUNTRY = re.compile(r"[A-Z]{2}")


@use_case
def request(act: Act, dataset_id: UUID, *, rights: Sequence[Mapping[str, Any]]) -> Certificate:
    """Ask the exchange to certify the listed revision and these rights: {kind, scope_zh, scope_en, territory (codes of countries, none
    for no limit), until (the last day, or None), sublicence}. Errors: Invalid, Refused, WrongState, Conflict (one is asked for already)."""
    dataset = act.find(Dataset, dataset_id, join=("current", "provider"))
    act.authorise(permissions.REQUEST, dataset)
    if act.actor.person is None:
        raise Forbidden(Say(gettext_noop("A person must do this.")))
    wanted = _checked(rights)
    if dataset.current_id is None:
        raise WrongState(Say(gettext_noop("Only the revision that is listed now is certified.")))
    revision = revision_in_full(dataset.current_id)
    act.require(certifiable(facts(dataset, revision, wanted, act.now)))
    certificate = Certificate(
        holder=dataset.provider, dataset=dataset, revision=revision, state=State.REQUESTED, state_since=act.now, created=act.now, requested_by=act.actor.person, rights=wanted
    )
    try:
        with transaction.atomic():
            certificate.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("A certificate of this dataset is asked for already.")), remedy=Say(gettext_noop("Wait until the exchange has decided."))) from error
    act.created(certificate)
    desk = exchange()
    if desk:
        act.wait(certificate, organization=desk, act=permissions.ISSUE, role="operator", within=permissions.DECIDE_WITHIN)
    act.record(
        "catalog.certificate.requested", certificate, {"dataset": str(dataset.pk), "revision": str(revision.pk), "rights": [one["kind"] for one in wanted]}, parties=[desk],
    )
    return certificate


def followed(act: Act, registration_id: UUID, former: date, until: date, asked_by: UUID) -> int:
    """A registration runs on from `former`, its last day until now, to `until`: what is certified under it and ends by then is asked for anew with the same
    rights, those that ended with it running on as it does, so that the operator can issue it; how many. One that would end no later is not asked for.
    Held: the datasets that are listed under it."""
    ending = Certificate.objects.filter(state=State.ISSUED, revision__rights__registration=registration_id, revision=F("dataset__current"), valid_until__lte=former)
    made = 0
    for old in ending.exclude(dataset__certificates__state=State.REQUESTED).select_related("dataset", "revision__rights__registration").order_by("pk"):
        rights = [one | {"until": until.isoformat()} if one["until"] == former.isoformat() else one for one in old.rights]
        if old.valid_until is not None and last_day(facts(old.dataset, old.revision, rights, act.now)) <= old.valid_until:
            continue
        row = act.created(
            Certificate(holder_id=old.holder_id, dataset=old.dataset, revision_id=old.revision_id, state=State.REQUESTED, state_since=act.now, created=act.now, requested_by=asked_by, rights=rights)
        )
        row.save(force_insert=True)
        desk = exchange()
        if desk:
            act.wait(row, organization=desk, act=permissions.ISSUE, role="operator", within=permissions.DECIDE_WITHIN)
        act.record("catalog.certificate.requested", row, {"dataset": str(old.dataset_id), "renewal": True}, parties=[desk, old.holder_id])
        made += 1
    return made


@use_case
def withdraw(act: Act, certificate_id: UUID) -> Certificate:
    """Take the request back before the exchange has decided. Errors: NotFound, Forbidden, WrongState."""
    certificate = found(act, certificate_id)
    act.authorise(permissions.REQUEST, Side(certificate.holder_id))
    act.subject = certificate
    done = act.move(certificate, State.WITHDRAWN)
    act.done_waiting(certificate)
    act.record(done.event, certificate, {"dataset": str(certificate.dataset_id)}, parties=[exchange()])
    return certificate


def _checked(rights: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rights as they are stored. Errors: Invalid."""
    kinds = [str(one.get("kind", "")) for one in rights]
    if not kinds or len(set(kinds)) != len(kinds) or not set(kinds) <= set(RIGHTS):
        raise Invalid(fields={"rights": [Say(gettext_noop("Name one to three of the rights %(kinds)s, each once."), {"kinds": ", ".join(RIGHTS)})]})
    return [_right(one) for one in sorted(rights, key=lambda one: list(RIGHTS).index(one["kind"]))]


def _right(given: Mapping[str, Any]) -> dict[str, Any]:
    scopes = {name: str(given.get(name) or "").strip() for name in ("scope_zh", "scope_en")}
    if not all(1 <= len(text) <= LONGEST_SCOPE for text in scopes.values()):
        raise Invalid(fields={"rights": [Say(gettext_noop("Write the scope of each right in both languages, at most %(most)s characters each."), {"most": LONGEST_SCOPE})]})
    territory = [str(code) for code in given.get("territory") or []]
    if len(territory) > 60 or len(set(territory)) != len(territory) or not all(_COUNTRY.fullmatch(code) for code in territory):
        raise Invalid(fields={"rights": [Say(gettext_noop("A territory is a list of two-letter codes of countries and regions, such as CN; none is no limit."))]})
    until: date | None = given.get("until")
    return {"kind": str(given["kind"]), **scopes, "territory": sorted(territory), "until": until.isoformat() if until else None, "sublicence": bool(given.get("sublicence"))}
