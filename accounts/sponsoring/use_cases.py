"""The acts of a sponsorship. A sponsor adds papers to the application and vouches for it: it reads no paper, and sends, amends and withdraws nothing."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.admission.models import Paper
from accounts.admission.use_cases import papers
from accounts.member.own_case import not_their_own
from accounts.organization.models import Kind, Organization
from accounts.rules import sponsorship as rules
from accounts.rules.admission import PAPERS
from accounts.rules.persons import organization_of
from accounts.sponsorship import permissions
from accounts.sponsorship.ending import ended
from accounts.sponsorship.models import Sponsorship
from accounts.sponsorship.states import RUNNING, State
from kernel import blobs
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

LAPSES = "sponsorship.lapse"
LONGEST_TEXT = 1_000


@use_case
def propose(act: Act, *, applicant: UUID, message: str) -> Sponsorship:
    """Offer to sponsor the application that has this number, which its owner has told: no list of applications can be read here.

    Errors: Invalid (whatever is no application answers alike), Refused (not verified), Conflict (it has a sponsor, or a proposal)."""
    act.authorise(permissions.PROPOSE)
    sponsor = organization_of(act.actor)
    text = _text(message=message)
    found = Organization.objects.filter(pk=applicant, kind=Kind.MEMBER, state__in=rules.APPLYING).exclude(pk=sponsor).select_for_update(of=("self",), no_key=True).first()
    act.require(rules.sponsoring(rules.Facts(_verified(act, sponsor), found.state if found else rules.APPLYING[0])))
    if found is None:
        raise Invalid(fields={"applicant": [Say(gettext_noop("No application has this number. Its owner finds it on the page of the organization."))]})
    row = Sponsorship(sponsor_id=sponsor, organization=found, state=State.PROPOSED, state_since=act.now, created=act.now, message=text)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This application has a sponsor, or a proposal waits for its owner.")), remedy=Say(gettext_noop("Ask its owner."))) from error
    act.created(row)
    act.wait(row, organization=found.pk, act=permissions.ANSWER, role="owner", within=rules.ANSWER, on_expiry=LAPSES)
    act.record("accounts.sponsorship.proposed", row, parties=[sponsor, found.pk])
    return row


@use_case
def accept(act: Act, sponsorship_id: UUID) -> Sponsorship:
    """The applicant's owner takes the sponsor: it may add papers and see how the application stands, and nothing else. Errors: WrongState, Refused."""
    row = _of(act, sponsorship_id)
    act.authorise(permissions.ANSWER, row)
    act.require(rules.sponsoring(_facts(act, row)))
    done = act.move(row, State.ACCEPTED, accepted=act.now)
    act.done_waiting(row)
    act.wait(row, organization=row.sponsor_id, act=permissions.VOUCH, role="owner")
    act.record(done.event, row, parties=[row.sponsor_id, row.organization_id])
    return row


@use_case
def decline(act: Act, sponsorship_id: UUID) -> Sponsorship:
    """The applicant's owner wants no sponsor, or not this one. Errors: WrongState."""
    row = act.find(Sponsorship, sponsorship_id)
    act.authorise(permissions.ANSWER, row)
    done = act.move(row, State.DECLINED)
    act.done_waiting(row)
    act.record(done.event, row, parties=[row.sponsor_id, row.organization_id])
    return row


@use_case
def add_paper(act: Act, sponsorship_id: UUID, kind: str, *, name: str, media_type: str, stream: blobs.Stream, size: int) -> Paper:
    """A paper for the application, in the applicant's name; its owner can remove it. A paper of the applicant's own is never replaced.

    Errors: Invalid, WrongState, Refused (decided, or before the exchange), Conflict (the applicant has put one there)."""
    row = _of(act, sponsorship_id)
    act.authorise(permissions.PREPARE, row)
    _runs(row)
    if kind in PAPERS and kind not in rules.PAPERS:
        raise Invalid(fields={"kind": [Say(gettext_noop("The applicant adds this paper itself."))]})
    act.require(rules.preparing(_facts(act, row)))
    own = Paper.objects.filter(organization=row.organization, kind=kind, removed=None, kept__isnull=False).exclude(sponsorship=row)
    if kind != "other" and own.exists():
        raise Conflict(Say(gettext_noop("The applicant has added a paper of this kind itself.")), remedy=Say(gettext_noop("Ask its owner to remove that one first.")))
    paper = papers.begun(act, row.organization, kind, name=name, media_type=media_type, size=size, sponsorship=row)
    blobs.append(paper.blob_id, 0, stream)
    paper.blob.refresh_from_db()
    digest = papers.kept(act, row.organization, paper)
    act.record("accounts.sponsorship.paper_added", row, {"paper": str(paper.pk), "kind": kind, "sha256": digest}, parties=[row.sponsor_id, row.organization_id])
    return paper


@use_case
def vouch(act: Act, sponsorship_id: UUID, *, statement: str) -> Sponsorship:
    """The sponsor's word on the application that is before the exchange, once; the exchange reads it when it decides that round. Errors: Invalid, WrongState, Refused."""
    row = _of(act, sponsorship_id)
    act.authorise(permissions.VOUCH, row)
    _runs(row)
    text = _text(statement=statement)
    act.require(rules.vouching(_facts(act, row)))
    done = act.move(row, State.VOUCHED, statement=text, vouched=act.now)
    act.done_waiting(row)
    act.record(done.event, row, parties=[row.sponsor_id, row.organization_id])
    return row


@use_case
def end(act: Act, sponsorship_id: UUID, *, reason: str) -> Sponsorship:
    """Ended by either side or the exchange. Papers that were added stay the applicant's. Errors: Invalid, WrongState, Refused (an own case)."""
    row = act.find(Sponsorship, sponsorship_id)
    act.authorise(permissions.END, row)
    sides = {row.sponsor_id: "sponsor", row.organization_id: "applicant"}
    by = sides.get(organization_of(act.actor), "exchange")
    if by == "exchange":
        act.require(not_their_own(act.actor, row.sponsor_id, row.organization_id))
    if by == "applicant" and row.state == State.PROPOSED:
        raise WrongState(Say(gettext_noop("This proposal waits for your answer.")), remedy=Say(gettext_noop("Decline it instead.")))
    return ended(act, row, by, _text(reason=reason))


@use_case
def lapse(act: Act, sponsorship_id: UUID) -> Sponsorship:
    """The clock: nobody answered. Errors: WrongState."""
    row = act.find(Sponsorship, sponsorship_id)
    act.authorise(permissions.END)
    if row.state != State.PROPOSED or row.created + rules.ANSWER > act.now:
        raise WrongState(Say(gettext_noop("This proposal does not wait any more, or not long enough.")))
    return ended(act, row, "system", "")


def _of(act: Act, sponsorship_id: UUID) -> Sponsorship:
    """The sponsorship, locked after its applicant, as admission locks them. Errors: NotFound."""
    seen = Sponsorship.objects.visible_to(act.actor).select_related("organization").filter(pk=sponsorship_id).first()
    if seen is None:
        raise NotFound
    act.lock(seen.organization)
    row = act.find(Sponsorship, sponsorship_id)
    row.organization = seen.organization
    return row


def _runs(row: Sponsorship) -> None:
    if row.state not in RUNNING:
        raise WrongState(Say(gettext_noop("This sponsorship is not accepted, or has ended.")))


def _facts(act: Act, row: Sponsorship) -> rules.Facts:
    return rules.Facts(_verified(act, row.sponsor_id), row.organization.state)


def _verified(act: Act, sponsor: UUID) -> bool:
    return Organization.objects.verified(act.now).filter(pk=sponsor, kind=Kind.MEMBER).exists()


def _text(**texts: str) -> str:
    """The one text, cleaned. Errors: Invalid."""
    ((name, text),) = texts.items()
    if not 1 <= len(text.strip()) <= LONGEST_TEXT or "\x00" in text:
        raise Invalid(fields={name: [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": LONGEST_TEXT})]})
    return text.strip()
