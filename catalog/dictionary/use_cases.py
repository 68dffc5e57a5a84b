"""The acts on dictionaries and their mappings: upload, begin, match, propose, recognize, refuse, end, revise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from catalog.dictionary import permissions, reading
from catalog.dictionary.models import RELATIONS, Dictionary, DictionaryMapping, DictionaryTerm, TermMatch
from catalog.dictionary.states import MappingState
from catalog.element.models import ElementVersion
from catalog.element.states import ElementState
from catalog.listing.gather import exchange
from kernel.actor import Actor
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound, WrongState
from kernel.use_case import Act, use_case

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
LONGEST_CODE, LONGEST_NAME, LONGEST_REMARK = 60, 120, 1_000
JOINED = ("source", "target", "owner", "other")


@use_case
def upload(act: Act, *, code: str, name_zh: str, name_en: str, terms: Sequence[Mapping[str, Any]], published: bool = False) -> Dictionary:
    """A dictionary, or the next edition of the one with this code. Errors: Forbidden, Invalid (naming each wrong row)."""
    act.authorise(permissions.KEEP)
    if act.actor.organization is None:
        raise NotFound
    names = {"name_zh": name_zh.strip(), "name_en": name_en.strip()}
    wrong = {name: [Say(gettext_noop("Write 1 to %(most)s characters."), {"most": LONGEST_NAME})] for name, text in names.items() if not 1 <= len(text) <= LONGEST_NAME}
    if not CODE.match(code) or len(code) > LONGEST_CODE:
        wrong["code"] = [Say(gettext_noop("Use up to %(most)s lower-case letters, digits and hyphens, a letter first."), {"most": LONGEST_CODE})]
    if wrong:
        raise Invalid(fields=wrong)
    rows = reading.checked(terms)
    number = (Dictionary.objects.filter(owner=act.actor.organization, code=code).aggregate(last=Max("number"))["last"] or 0) + 1
    found = Dictionary(owner_id=act.actor.organization, code=code, number=number, published=published, terms_count=len(rows), created=act.now, **names)
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("Another edition of this dictionary was uploaded at the same time."))) from error
    DictionaryTerm.objects.bulk_create((DictionaryTerm(dictionary=found, position=at, **row) for at, row in enumerate(rows, 1)), batch_size=1_000)
    act.created(found)
    act.record("catalog.dictionary.uploaded", found, {"code": code, "number": number, "terms": len(rows)})
    return found


@use_case
def begin(act: Act, source_id: UUID, *, target_id: UUID | None = None) -> DictionaryMapping:
    """A mapping from one's own dictionary to another organization's, or to the exchange's elements. Errors: NotFound, Forbidden, Conflict, Invalid."""
    source = act.find(Dictionary, source_id, lock=False)
    act.authorise(permissions.KEEP, source)
    target = act.find(Dictionary, target_id, lock=False) if target_id else None
    other = target.owner_id if target else exchange()
    if other is None or other == source.owner_id:
        raise Invalid(fields={"target": [Say(gettext_noop("Choose a dictionary of another organization."))]})
    mapping = DictionaryMapping(source=source, target=target, owner_id=source.owner_id, other_id=other, state_since=act.now, created=act.now)
    try:
        with transaction.atomic():
            mapping.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("These two are being mapped already.")), remedy=Say(gettext_noop("Open that mapping, and make a new version of it."))) from error
    act.created(mapping)
    act.record("catalog.dictionary_mapping.begun", mapping, _facts(mapping))
    return mapping


@use_case
def match(act: Act, mapping_id: UUID, lines: Sequence[Mapping[str, Any]]) -> DictionaryMapping:
    """Lines of a draft: {term, target (a term, an element, or None to take the line out), relation}. Errors: NotFound, Forbidden, WrongState, Invalid."""
    mapping = _found(act, mapping_id, permissions.KEEP)
    if mapping.state != MappingState.DRAFT:
        raise WrongState(Say(gettext_noop("This mapping was proposed and is not changed.")), remedy=Say(gettext_noop("Make a new version of it.")))
    wanted = {UUID(str(line["term"])): line for line in lines}
    known = set(DictionaryTerm.objects.filter(dictionary=mapping.source_id, pk__in=list(wanted)).values_list("pk", flat=True))
    targets = _targets(mapping, {UUID(str(line["target"])) for line in lines if line.get("target")})
    wrong = [
        Say(gettext_noop("Line %(line)s: no such term here, no such target, or no such relation."), {"line": number})
        for number, line in enumerate(lines, 1)
        if UUID(str(line["term"])) not in known or (line.get("target") and (UUID(str(line["target"])) not in targets or line.get("relation", "exact") not in RELATIONS))
    ]
    if wrong or not wanted:
        raise Invalid(fields={"lines": wrong[: reading.TOLD] or [Say(gettext_noop("Name at least one line."))]})
    TermMatch.objects.filter(mapping=mapping, term__in=list(wanted)).delete()
    TermMatch.objects.bulk_create(
        TermMatch(mapping=mapping, term_id=term, relation=line.get("relation", "exact"), **{_side(mapping): targets[UUID(str(line["target"]))]})
        for term, line in wanted.items() if line.get("target")
    )  # fmt: skip
    act.record("catalog.dictionary_mapping.matched", mapping, _facts(mapping) | {"lines": len(wanted)})
    return mapping


@use_case
def propose(act: Act, mapping_id: UUID) -> DictionaryMapping:
    """The owner's consent: from now nothing in it changes, and the other side decides. Errors: NotFound, Forbidden, WrongState, Invalid (empty)."""
    mapping = _found(act, mapping_id, permissions.KEEP)
    if mapping.state == MappingState.DRAFT and not TermMatch.objects.filter(mapping=mapping).exists():
        raise Invalid(fields={"lines": [Say(gettext_noop("Match at least one term first."))]})
    done = act.move(mapping, MappingState.PROPOSED, proposed_by=act.person())
    act.wait(mapping, organization=mapping.other_id, act=permissions.RECOGNIZE, role="operator" if mapping.target_id is None else "steward")
    act.record(done.event, mapping, _facts(mapping), parties=[mapping.other_id])
    return mapping


@use_case
def recognize(act: Act, mapping_id: UUID) -> DictionaryMapping:
    """The other side's consent: both recognize the mapping, an earlier version is superseded. Errors: NotFound, Forbidden, WrongState."""
    mapping = _found(act, mapping_id, permissions.RECOGNIZE)
    former = DictionaryMapping.objects.filter(series=mapping.series, state=MappingState.RECOGNIZED).first()
    if former is not None and mapping.state == MappingState.PROPOSED:
        done = act.move(former, MappingState.SUPERSEDED)
        act.record(done.event, former, _facts(former), parties=[former.owner_id, former.other_id])
    done = act.move(mapping, MappingState.RECOGNIZED, recognized_by=act.person())
    act.done_waiting(mapping)
    act.record(done.event, mapping, _facts(mapping), parties=[mapping.owner_id])
    return mapping


@use_case
def refuse(act: Act, mapping_id: UUID, *, remark: str) -> DictionaryMapping:
    """Errors: as recognize; Invalid without a remark."""
    mapping = _found(act, mapping_id, permissions.RECOGNIZE)
    done = act.move(mapping, MappingState.REFUSED, remark=_told(remark))
    act.done_waiting(mapping)
    act.record(done.event, mapping, _facts(mapping), parties=[mapping.owner_id])
    return mapping


@use_case
def end(act: Act, mapping_id: UUID, *, remark: str) -> DictionaryMapping:
    """Either side takes its recognition back. Errors: NotFound, Forbidden, WrongState, Invalid."""
    mapping = _found(act, mapping_id, permissions.END)
    done = act.move(mapping, MappingState.ENDED, remark=_told(remark))
    act.record(done.event, mapping, _facts(mapping), parties=[mapping.owner_id, mapping.other_id])
    return mapping


@use_case
def revise(act: Act, mapping_id: UUID) -> DictionaryMapping:
    """A draft of the next version with the same lines, between the newest editions of both dictionaries: a line whose code is gone is left out.

    Errors: NotFound, Forbidden, Conflict (a version is open already)."""
    former = _found(act, mapping_id, permissions.KEEP)
    last = DictionaryMapping.objects.filter(series=former.series).aggregate(last=Max("number"))["last"]
    source, target = _newest(act.actor, former.source), _newest(act.actor, former.target) if former.target else None
    mapping = DictionaryMapping(
        source=source, target=target, owner_id=former.owner_id, other_id=former.other_id, series=former.series, number=last + 1, state_since=act.now, created=act.now
    )
    try:
        with transaction.atomic():
            mapping.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("A later version is in work already."))) from error
    TermMatch.objects.bulk_create(_carried(former, mapping), batch_size=1_000)
    act.created(mapping)
    act.record("catalog.dictionary_mapping.begun", mapping, _facts(mapping) | {"from": str(former.pk)})
    return mapping


def _found(act: Act, mapping_id: UUID, permission: Any) -> DictionaryMapping:
    mapping = act.find(DictionaryMapping, mapping_id, join=("source", "target"))
    act.authorise(permission, mapping)
    return mapping


def _side(mapping: DictionaryMapping) -> str:
    return "target" if mapping.target_id else "version"


def _targets(mapping: DictionaryMapping, keys: set[UUID]) -> dict[UUID, Any]:
    """Terms of the target by their id, or current versions by their element's id."""
    if mapping.target_id:
        return {row.pk: row for row in DictionaryTerm.objects.filter(dictionary=mapping.target_id, pk__in=keys)}
    return {row.element_id: row for row in ElementVersion.objects.filter(element__in=keys, state=ElementState.CURRENT)}


def _newest(actor: Actor, dictionary: Dictionary) -> Dictionary:
    """The newest edition that is in sight: another organization's unpublished one is not."""
    return Dictionary.objects.visible_to(actor).filter(owner=dictionary.owner_id, code=dictionary.code).order_by("-number").first() or dictionary


def _carried(former: DictionaryMapping, mapping: DictionaryMapping) -> Iterable[TermMatch]:
    rows = list(TermMatch.objects.filter(mapping=former).select_related("term", "target", "version"))
    terms = dict(DictionaryTerm.objects.filter(dictionary=mapping.source_id).values_list("code", "pk"))
    targets = dict(DictionaryTerm.objects.filter(dictionary=mapping.target_id).values_list("code", "pk")) if mapping.target_id else {}
    current = dict(ElementVersion.objects.filter(element__in={row.version.element_id for row in rows if row.version}, state=ElementState.CURRENT).values_list("element", "pk"))
    for row in rows:
        term = terms.get(row.term.code)
        target, version = targets.get(row.target.code) if row.target else None, current.get(row.version.element_id) if row.version else None
        if term and (target or version):
            yield TermMatch(mapping=mapping, term_id=term, target_id=target, version_id=version, relation=row.relation)


def _told(remark: str) -> str:
    if not 1 <= len(remark.strip()) <= LONGEST_REMARK:
        raise Invalid(fields={"remark": [Say(gettext_noop("Write why, in 1 to %(most)s characters."), {"most": LONGEST_REMARK})]})
    return remark.strip()


def _facts(mapping: DictionaryMapping) -> dict[str, Any]:
    return {"mapping": str(mapping.pk), "number": mapping.number, "source": str(mapping.source_id), "target": str(mapping.target_id or "elements")}
