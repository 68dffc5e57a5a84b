"""A provider asks a registered service provider; that one signs an opinion on the listed revision or refuses, and may withdraw it later.

Order of locks: dataset, opinion. Signed with the author's hosted key by a person on the page, or with a registered key of its own.
"""

from __future__ import annotations

import base64
import binascii
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from accounts.member.own_case import strangers
from accounts.models import ServiceProvider
from accounts.rules.intermediary import KINDS
from catalog.certificate.content import digests
from catalog.certificate.gather import revision_in_full
from catalog.dataset.models import Dataset
from catalog.dataset.states import DatasetState
from catalog.opinion import permissions, signing
from catalog.opinion.models import Opinion
from catalog.opinion.states import State
from catalog.rules.opinion import ASSURANCES, CONCLUSIONS, GivingFacts, giving
from kernel import keys
from kernel.actor import ActorKind
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

# one hosted key signs all that an organization signs; each use has a line of its own
PURPOSE = "signing"
LONGEST = 4_000
LONGEST_VALID = timedelta(days=1_096)


@use_case
def ask(act: Act, dataset_id: UUID, *, service_provider: UUID, kind: str, request: str) -> Opinion:
    """Ask for an opinion on the listed revision. Errors: Invalid, Refused (not registered, own data), Conflict (asked already)."""
    dataset = act.find(Dataset, dataset_id, join=("current", "provider"))
    act.authorise(permissions.ASK, dataset)
    wrong = _texts(request=request)
    author = ServiceProvider.objects.filter(pk=service_provider).select_related("organization").first()
    if author is None:
        wrong["service_provider"] = [Say(gettext_noop("Choose one of the register."))]
    if kind not in KINDS:
        wrong["kind"] = [Say(gettext_noop("Choose one of the list."))]
    if wrong or author is None:
        raise Invalid(fields=wrong)
    act.require(giving(_facts(act, author, dataset, kind, dataset.current_id, own=author.organization_id == dataset.provider_id)))
    revision: Any = revision_in_full(dataset.current_id)  # type: ignore[arg-type]  # the rule asked for a listed one
    opinion = Opinion(
        dataset=dataset, revision=revision, provider=dataset.provider, author=author, kind=kind, request=request.strip(), state=State.ASKED, state_since=act.now, created=act.now,
        revision_digest=digests(revision)[0],
    )  # fmt: skip
    try:
        with transaction.atomic():
            opinion.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This service provider is asked for that already.")), remedy=Say(gettext_noop("Wait for its answer, or take the question back."))) from error
    act.created(opinion)
    act.wait(opinion, organization=author.organization_id, act=permissions.GIVE, role="steward", within=permissions.ANSWER_WITHIN)
    act.record("catalog.opinion.asked", opinion, {"dataset": str(dataset.pk), "kind": kind}, parties=[dataset.provider_id, author.organization_id])
    return opinion


@use_case
def cancel(act: Act, opinion_id: UUID) -> Opinion:
    """The provider takes its question back. Errors: WrongState."""
    opinion = act.find(Opinion, opinion_id, join=("author",))
    act.authorise(permissions.CANCEL, opinion)
    return _moved(act, opinion, State.CANCELLED)


@use_case
def refuse(act: Act, opinion_id: UUID, *, reason: str) -> Opinion:
    """The service provider gives none, and says why. Errors: Invalid, WrongState."""
    opinion = act.find(Opinion, opinion_id, join=("author",))
    act.authorise(permissions.GIVE, opinion)
    return _moved(act, opinion, State.REFUSED, reason=_reason(reason))


@use_case
def issue(
    act: Act, opinion_id: UUID, *, conclusion: str, assurance: str, statement_zh: str, statement_en: str, valid_until: date, key: UUID | None = None, signature: str | None = None,
) -> Opinion:
    """Sign the opinion: on the page with the hosted key, or with `key`, a registered one, by its `signature` (base64) over signing.line.

    Errors: Invalid, Forbidden, Refused (registration ended, own data, not the listed revision), WrongState."""
    opinion = _found(act, opinion_id)
    act.authorise(permissions.SIGN, opinion)
    if opinion.state != State.ASKED:
        raise WrongState(Say(gettext_noop("This opinion has been decided already.")))
    today = act.now.astimezone(LOCAL_ZONE).date()
    wrong = _texts(statement_zh=statement_zh, statement_en=statement_en)
    for name, value, known in (("conclusion", conclusion, CONCLUSIONS), ("assurance", assurance, ASSURANCES)):
        if value not in known:
            wrong[name] = [Say(gettext_noop("Choose one of the list."))]
    if not today < valid_until <= today + LONGEST_VALID:
        wrong["valid_until"] = [Say(gettext_noop("Choose a day within the next three years."))]
    if wrong:
        raise Invalid(fields=wrong)
    own = opinion.author.organization_id == opinion.provider_id or not strangers([act.actor.person], opinion.provider_id).permitted
    act.require(giving(_facts(act, opinion.author, opinion.dataset, opinion.kind, opinion.revision_id, own=own)))
    said: dict[str, Any] = {"conclusion": conclusion, "assurance": assurance, "statement_zh": statement_zh.strip(), "statement_en": statement_en.strip(), "valid_until": valid_until}
    for part, told in said.items():
        setattr(opinion, part, told)
    sha256 = signing.digest(opinion)
    signed = _signed(act, opinion, signing.line(opinion, sha256), key, signature)
    opinion = _moved(act, opinion, State.ISSUED, **said, **signed, digest=sha256, issued_at=act.now, issued_by=act.person())
    return opinion


@use_case
def withdraw(act: Act, opinion_id: UUID, *, reason: str) -> Opinion:
    """The author takes its opinion back; readers see that and why. Errors: Invalid, WrongState."""
    opinion = act.find(Opinion, opinion_id, join=("author",))
    act.authorise(permissions.WITHDRAW, opinion)
    return _moved(act, opinion, State.WITHDRAWN, reason=_reason(reason))


def _found(act: Act, opinion_id: UUID) -> Opinion:
    known = Opinion.objects.visible_to(act.actor).filter(pk=opinion_id).select_related("dataset__current").first()
    if known is None:
        raise NotFound
    dataset = act.lock(known.dataset)
    opinion = act.find(Opinion, opinion_id, join=("author", "author__organization"))
    opinion.dataset = dataset
    return opinion


def _facts(act: Act, author: ServiceProvider, dataset: Dataset, kind: str, revision: UUID | None, *, own: bool) -> GivingFacts:
    runs = author.state == "in_force" and author.until >= act.now.astimezone(LOCAL_ZONE).date()
    trusted = author.organization.state == "verified" and author.organization.verified_until is not None and author.organization.verified_until > act.now
    return GivingFacts(
        registered=runs and trusted, kind_registered=kind in author.kinds, own=own, listed=dataset.state == DatasetState.LISTED,
        current=revision is not None and dataset.current_id == revision,
    )  # fmt: skip


def _signed(act: Act, opinion: Opinion, said: bytes, key: UUID | None, signature: str | None) -> dict[str, Any]:
    if key is None and signature is None:
        if act.actor.kind is not ActorKind.PERSON:
            raise Forbidden(
                Say(gettext_noop("The hosted key is released to a person on the page only.")),
                remedy=Say(gettext_noop("Sign with a registered key of your own: give its id and the detached signature.")),
            )
        hosted = keys.current(PURPOSE, act.actor.organization)
        return {"key_kind": "hosted", "key": hosted.id, "public_key": _b64(hosted.public), "signature": _b64(hosted.sign(said))}
    public: bytes | None = import_string(settings.KEY_REGISTER)(opinion.author.organization_id, key) if key else None
    if public is None:
        raise Invalid(fields={"key": [Say(gettext_noop("Your organization has no such signing key in use."))]})
    try:
        raw = base64.b64decode(signature or "", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not keys.verify(public, raw, said):
        raise Invalid(fields={"signature": [Say(gettext_noop("This is not the key's signature over the text to be signed."))]})
    return {"key_kind": "own", "key": key, "public_key": _b64(public), "signature": _b64(raw)}


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _moved(act: Act, opinion: Opinion, to: State, **fields: Any) -> Opinion:
    done = act.move(opinion, to, **fields)
    act.done_waiting(opinion)
    act.record(done.event, opinion, {"dataset": str(opinion.dataset_id)}, parties=[opinion.provider_id, opinion.author.organization_id])
    return opinion


def _texts(**texts: str) -> dict[str, list[Say]]:
    return {
        name: [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": LONGEST})] for name, text in texts.items() if not 1 <= len(text.strip()) <= LONGEST or "\x00" in text
    }  # fmt: skip


def _reason(text: str) -> str:
    if wrong := _texts(reason=text):
        raise Invalid(fields=wrong)
    return text.strip()
