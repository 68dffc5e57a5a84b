"""The operator's decisions: issue, refuse, revoke. Never in an own case, never by whoever asked."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from catalog.certificate import credential, issuer, permissions
from catalog.certificate.content import digests
from catalog.certificate.gather import facts, revision_in_full
from catalog.certificate.models import Certificate
from catalog.certificate.states import State
from catalog.certificate.use_cases.common import ended, found, told
from catalog.certificate.use_cases.falling import EXPIRES, fallen
from catalog.dataset.permissions import Side
from catalog.rights.lasting import CLOCK, after_day, watch
from catalog.rules.certificate import certifiable, last_day
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, WrongState
from kernel.use_case import Act, use_case

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@use_case
def issue(act: Act, certificate_id: UUID) -> Certificate:
    """Issue the certificate: its digests are taken, its credential signed, the former one of the dataset replaced.

    Errors: NotFound, Forbidden, WrongState, Refused (not listed, the right has ended, an own case, the same person), Conflict."""
    certificate = found(act, certificate_id)
    act.authorise(permissions.ISSUE, certificate)
    act.require(not_their_own(act.actor, certificate.holder_id))
    if act.actor.person is None:
        raise Forbidden(Say(gettext_noop("A person must do this.")))
    if certificate.state != State.REQUESTED:
        raise WrongState(Say(gettext_noop("This certificate has been decided already.")))
    revision = revision_in_full(certificate.revision_id)
    certificate.revision = revision
    known = facts(certificate.dataset, revision, certificate.rights, act.now, same_person=certificate.requested_by == act.actor.person)
    act.require(certifiable(known))
    former = Certificate.objects.filter(dataset=certificate.dataset, state=State.ISSUED).first()
    if former is not None:
        ended(act, act.lock(former), State.REPLACED, parties=[])
    certificate.revision_digest, certificate.rights_digest = digests(revision)
    certificate.number = f"DRC-{act.now.astimezone(LOCAL_ZONE).year}-{''.join(secrets.choice(_LETTERS) for _ in range(10))}"
    certificate.issued_by, certificate.issued_at, certificate.valid_until = act.actor.person, act.now, last_day(known)
    certificate.status_list, certificate.status_index = credential.place()
    written = {name: getattr(certificate, name) for name in ("number", "revision_digest", "rights_digest", "issued_by", "issued_at", "valid_until", "status_list", "status_index")}
    try:
        done = act.move(certificate, State.ISSUED, **written, credential=issuer.sign(credential.body(certificate)))
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("Another certificate of this dataset was issued at the same time."))) from error
    act.done_waiting(certificate)
    act.wait(certificate, organization=CLOCK, act=permissions.EXPIRE, role="clock", until=after_day(last_day(known)), on_expiry=EXPIRES)
    watch(act, revision, known.rights_until)
    act.record(
        done.event, certificate, {"number": certificate.number, "dataset": str(certificate.dataset_id), "revision": str(revision.pk), "until": last_day(known).isoformat()},
        parties=[certificate.holder_id],
    )
    return certificate


@use_case
def refuse(act: Act, certificate_id: UUID, *, reason: str) -> Certificate:
    """Refuse what was asked for; the provider reads the reason and may ask anew. Errors: NotFound, WrongState, Invalid."""
    certificate = found(act, certificate_id)
    act.authorise(permissions.ISSUE, Side(certificate.holder_id))
    act.require(not_their_own(act.actor, certificate.holder_id))
    done = act.move(certificate, State.REFUSED, reason=told(reason))
    act.done_waiting(certificate)
    act.record(done.event, certificate, {"dataset": str(certificate.dataset_id)}, parties=[certificate.holder_id])
    return certificate


@use_case
def revoke(act: Act, certificate_id: UUID, *, reason: str, right_fell: bool = False) -> Certificate:
    """Take a certificate back. Where the right itself has fallen, the listing is suspended in the same act. Errors: NotFound, WrongState, Invalid."""
    certificate = found(act, certificate_id)
    act.authorise(permissions.REVOKE, Side(certificate.holder_id))
    act.subject = certificate
    act.require(not_their_own(act.actor, certificate.holder_id))
    ended(act, certificate, State.REVOKED, parties=[], reason=told(reason))
    if right_fell:
        fallen(act, certificate.revision, certificate.dataset, reason=told(reason))
    return certificate
