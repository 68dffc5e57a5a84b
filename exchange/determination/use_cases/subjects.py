"""Persons counted exactly: identifiers stream in, digests under the exporter's key are kept, the identifiers never are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_noop

from exchange.determination import counting, gather, permissions
from exchange.determination.models import Reservation, SubjectDigest, SubjectSet
from exchange.determination.states import LIVE, Reserved
from kernel import keys
from kernel.decision import Say
from kernel.errors import Invalid, WrongState
from kernel.keys import KeyHandle
from kernel.use_case import Act, use_case

PURPOSE = "subjects"
AT_ONCE = 5_000
LONGEST = 500
_KEEP = """
insert into exchange_subjectdigest (subjects_id, digest, sensitive) select %s, digest, %s from unnest(%s::bytea[]) as one (digest)
on conflict (subjects_id, digest) do update set sensitive = true where excluded.sensitive and not exchange_subjectdigest.sensitive"""
_TOTAL = """
update exchange_subjectset set ordinary = found.ordinary, sensitive = found.sensitive from (
  select count(*) filter (where not sensitive) as ordinary, count(*) filter (where sensitive) as sensitive from exchange_subjectdigest where subjects_id = %s
) as found where id = %s returning exchange_subjectset.ordinary, exchange_subjectset.sensitive"""


@use_case
def submit_subjects(act: Act, deal: UUID, exporter: UUID, identifiers: Iterable[str], *, sensitive: bool, replace: bool = False) -> SubjectSet:
    """Add persons to the deal's set, each as an HMAC under the exporter's key; the database keeps each once, and one given as
    sensitive stays sensitive. With `replace` the set begins anew. Memory is that of one batch, whatever the number. System only.

    Errors: Invalid (an identifier too long), WrongState (the deal holds persons already: it was signed)."""
    act.authorise(permissions.COUNT)
    key = keys.current(PURPOSE, exporter, keys.SECRET)
    subjects = SubjectSet.objects.select_for_update(no_key=True).filter(deal=deal).first()
    if gather.live(deal) is not None:  # asked under the lock: a signature takes the same one
        raise WrongState(Say(gettext_noop("The persons of this deal were counted when the provider signed; they cannot be changed any more.")))
    until = counting.kept_until(counting.year_of(act.now))
    if subjects is None:
        subjects = SubjectSet(deal=deal, organization_id=exporter, key=key.id, kept_until=until, person=act.actor.person, at=act.now)
        subjects.save(force_insert=True)
    elif replace or subjects.key != key.id or subjects.erased:
        SubjectDigest.objects.filter(subjects=subjects).delete()
        subjects.key, subjects.erased, subjects.kept_until, subjects.at = key.id, None, until, act.now
        subjects.save(update_fields=["key", "erased", "kept_until", "at"])
    act.created(subjects)
    with connection.cursor() as cursor:
        for batch in _batches(digests(key, identifiers)):
            cursor.execute(_KEEP, [subjects.pk, sensitive, batch])
        cursor.execute(_TOTAL, [subjects.pk, subjects.pk])
        subjects.ordinary, subjects.sensitive = cursor.fetchone()
    act.record("exchange.determination.persons_handed_in", subjects, {"deal": str(deal)}, parties=[exporter])
    return subjects


def digests(key: KeyHandle, identifiers: Iterable[str]) -> Iterator[bytes]:
    """One digest for each identifier that is not blank. Spaces around it, case and the form of its letters do not tell persons apart."""
    for raw in identifiers:
        identifier = unicodedata.normalize("NFKC", raw).strip().casefold()
        if len(identifier) > LONGEST:
            raise Invalid(fields={"identifiers": [Say(gettext_noop("An identifier has at most %(most)s characters."), {"most": LONGEST})]})
        if identifier:
            yield key.hmac(identifier.encode())


def _batches(found: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Sorted and without repetition, so that two submissions never lock rows in different orders."""
    while batch := list(islice(found, AT_ONCE)):
        yield sorted(set(batch))


@use_case
def erase_subjects(act: Act, subjects_id: UUID) -> SubjectSet:
    """The stated time is over: the digests go, the numbers stay. System only. What counts in the running year keeps them.

    Errors: WrongState (not over yet, still counted, or done)."""
    subjects = act.find(SubjectSet, subjects_id)
    act.authorise(permissions.COUNT, subjects)
    if subjects.erased or subjects.kept_until >= act.now.astimezone(counting.LOCAL_ZONE).date():
        raise WrongState(Say(gettext_noop("The time these digests are kept for is not over.")))
    year = counting.year_of(act.now)
    if Reservation.objects.filter(Q(state=Reserved.RESERVED.value) | Q(year__gte=year), subjects=subjects, state__in=LIVE).exists():
        raise WrongState(Say(gettext_noop("These persons are counted in the running year.")))
    SubjectDigest.objects.filter(subjects=subjects).delete()
    subjects.erased = act.now
    subjects.save(update_fields=["erased"])
    act.record("exchange.determination.persons_erased", subjects, {"deal": str(subjects.deal)}, parties=[subjects.organization_id])
    return subjects
