"""The holder's steps before the register: drafting, papers, applying, withdrawing; and opening a paper, which is recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.rules.persons import person_of
from catalog.dataset.models import Dataset
from catalog.dataset.permissions import EDIT
from catalog.listing.gather import exchange
from catalog.registration import permissions
from catalog.registration.gather import facts
from catalog.registration.use_cases.common import ended, entered, found
from catalog.rights.models import RightObjection, RightPaper, RightRegistration
from catalog.rights.states import Objection, Registration
from catalog.rights.use_cases import EVIDENCE_TYPES, LARGEST_EVIDENCE, MOST_EVIDENCE
from catalog.rules.certificate import RIGHTS
from catalog.rules.registration import PAPERS, SOURCES, applying
from kernel import blobs
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

LONGEST_SCOPE = 1_000
_COUNTRY = re.compile(r"[A-Z]{2}")
_TEXTS = ("scope_zh", "scope_en", "source_zh", "source_en")


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as a face hands it on: a code of PAPERS, its file name and media type, the bytes and how many."""

    kind: str
    name: str
    media_type: str
    stream: blobs.Stream
    size: int


@use_case
def draft(act: Act, dataset_id: UUID, *, kind: str, source: str, territory: list[str] | None = None, until: date | None = None, sublicence: bool = False, **texts: str) -> RightRegistration:
    """Begin an application for one of the three rights in a dataset; its title is taken over. `texts`: scope and source, in both languages.

    Errors: NotFound, Forbidden, Invalid, Conflict (this right in this dataset is on the register, or applied for)."""
    dataset = act.find(Dataset, dataset_id, join=("current", "working"))
    act.authorise(EDIT, dataset)
    said = checked(texts, territory or [])
    wrong = {name: [Say("Choose one of the list.")] for name, value, known in (("kind", kind, RIGHTS), ("source", source, SOURCES)) if value not in known}
    if until is not None and until < act.now.date():
        wrong["until"] = [Say("The right has ended already.")]
    if wrong:
        raise Invalid(fields=wrong)
    face = dataset.current or dataset.working
    if face is None:
        raise WrongState(Say("This dataset was withdrawn; it can no longer be changed."))
    registration = RightRegistration(
        holder_id=dataset.provider_id, dataset=dataset, kind=kind, source=source, title_zh=face.title_zh, title_en=face.title_en, until=until, sublicence=sublicence,
        state=Registration.DRAFT, state_since=act.now, created=act.now, applied_by=person_of(act.actor), grade=face.grade, **said,
    )
    try:
        with transaction.atomic():
            registration.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            Say("This right in this dataset is on the register already, or applied for."), remedy=Say("Go on with that one, or withdraw it first.")
        ) from error
    act.created(registration)
    act.record("catalog.registration.drafted", registration, {"dataset": str(dataset.pk), "kind": kind, "source": source})
    return registration


def checked(texts: Mapping[str, str], territory: list[str]) -> dict[str, Any]:
    """Texts and territory as they are stored. Errors: Invalid."""
    said = {name: str(texts.get(name, "")).strip() for name in _TEXTS if name in texts or name.startswith("scope")}
    wrong = {name: [Say("Write 1 to %(most)s characters, in both languages.", {"most": LONGEST_SCOPE})] for name, text in said.items() if not 1 <= len(text) <= LONGEST_SCOPE}
    if len(territory) > 60 or len(set(territory)) != len(territory) or not all(_COUNTRY.fullmatch(code) for code in territory):
        wrong["territory"] = [Say("A territory is a list of two-letter codes of countries and regions, such as CN; none is no limit.")]
    if wrong:
        raise Invalid(fields=wrong)
    return {**said, "territory": sorted(territory)}


@use_case
def add_paper(act: Act, registration_id: UUID, *, kind: str, name: str, media_type: str, stream: blobs.Stream, size: int, objection: UUID | None = None) -> RightPaper:
    """Attach a paper to a draft, or (by the objector) to an open `objection`. Errors: NotFound, Forbidden, Invalid, WrongState."""
    registration = act.find(RightRegistration, registration_id, join=("holder",))
    against = _open_objection(act, registration, objection) if objection else None
    act.authorise(permissions.OBJECT if against else permissions.APPLY, None if against else registration)
    if against is None and registration.state != Registration.DRAFT:
        raise WrongState(Say("The application was sent; its papers can no longer be changed."))
    paper = attached(act, registration, Sent(kind, name, media_type, stream, size), against)
    digest = bytes(paper.blob.sha256 or b"").hex()
    act.record("catalog.registration.paper_added", against or registration, {"paper": str(paper.pk), "kind": kind, "sha256": digest})
    return paper


def attached(act: Act, registration: RightRegistration, sent: Sent, against: RightObjection | None = None) -> RightPaper:
    """The paper, whole. Errors: Invalid."""
    if sent.kind not in PAPERS:
        raise Invalid(fields={"kind": [Say("Choose one of the list.")]})
    if sent.media_type not in EVIDENCE_TYPES:
        raise Invalid(fields={"paper": [Say("Evidence is a PDF, a picture (PNG, JPEG) or plain text.")]})
    if not 0 < sent.size <= LARGEST_EVIDENCE:
        raise Invalid(fields={"paper": [Say("Evidence has at least one byte and at most 20 MB.")]})
    counted = registration.papers.filter(objection=against)
    if against is None and registration.registered_at is not None:  # of a renewal: what was shown for the application does not use it up
        counted = counted.filter(added__gt=registration.registered_at)
    if counted.count() >= MOST_EVIDENCE:
        raise Invalid(fields={"paper": [Say("At most %(most)s documents.", {"most": MOST_EVIDENCE})]})
    blob = blobs.begin(act, against.objector_id if against else registration.holder_id, sent.name, sent.media_type, sent.size)
    blobs.append(blob.pk, 0, sent.stream)
    blob.refresh_from_db()
    blobs.complete(act, blob)
    paper = RightPaper(registration=registration, objection=against, kind=sent.kind, blob=blob, name=sent.name, added=act.now)
    paper.save(force_insert=True)
    return paper


def _open_objection(act: Act, registration: RightRegistration, objection: UUID) -> RightObjection:
    row = act.find(RightObjection, objection, registration=registration)
    if row.objector_id != act.actor.organization:
        raise NotFound
    if row.state != Objection.OPEN:
        raise WrongState(Say("This objection is no longer open."))
    return row


@use_case
def remove_paper(act: Act, registration_id: UUID, paper_id: UUID) -> RightRegistration:
    """Take a paper out of a draft. Errors: NotFound, WrongState."""
    registration = act.find(RightRegistration, registration_id)
    act.authorise(permissions.APPLY, registration)
    if registration.state != Registration.DRAFT:
        raise WrongState(Say("The application was sent; its papers can no longer be changed."))
    paper = RightPaper.objects.filter(pk=paper_id, registration=registration, objection=None).select_related("blob").first()
    if paper is None:
        raise NotFound
    RightPaper.objects.filter(pk=paper_id)._raw_delete("default")
    blobs.discard(act, paper.blob)
    act.record("catalog.registration.paper_removed", registration, {"paper": str(paper_id)})
    return registration


@use_case
def apply(act: Act, registration_id: UUID) -> RightRegistration:
    """Send the application to the exchange. Errors: Refused (what the kind of source needs is missing, and other findings), WrongState."""
    registration = found(act, registration_id)
    act.authorise(permissions.APPLY, registration)
    known = facts(registration, act.now)
    act.require(applying(known))
    done = act.move(registration, Registration.APPLIED, applied_by=person_of(act.actor), grade=known.grade)
    act.done_waiting(registration)
    desk = exchange()
    if desk:
        act.wait(registration, organization=desk, act=permissions.EXAMINE, role="operator", within=permissions.DECIDE_WITHIN)
    act.record(done.event, registration, {"dataset": str(registration.dataset_id), "kind": registration.kind, "source": registration.source}, parties=[desk])
    entered(act, registration, "applied")
    return registration


@use_case
def withdraw(act: Act, registration_id: UUID) -> RightRegistration:
    """Take the application back, until it is registered. Errors: NotFound, WrongState."""
    registration = found(act, registration_id)
    act.authorise(permissions.APPLY, permissions.Holder(registration.holder_id))
    act.subject = registration
    ended(act, registration, Registration.WITHDRAWN, "", desk=exchange())
    return registration


@use_case
def open_paper(act: Act, registration_id: UUID, paper_id: UUID) -> RightPaper:
    """Look at a paper: whoever brought it, the operator and regulators may; that they looked is recorded. Errors: NotFound, Forbidden."""
    registration = act.find(RightRegistration, registration_id)
    paper = RightPaper.objects.filter(pk=paper_id, registration=registration).select_related("blob", "objection").first()
    if paper is None or not (act.actor.jurisdiction or paper.blob.organization == act.actor.organization):
        raise NotFound
    act.authorise(permissions.READ_PAPER, permissions.Holder(paper.blob.organization))
    act.subject = registration
    act.record("catalog.registration.paper_opened", registration, {"paper": str(paper.pk)}, parties=[paper.blob.organization])
    return paper
