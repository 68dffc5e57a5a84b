"""Exact counting: the union of keyed digests equals the true number of persons, in whatever pieces they come."""

from __future__ import annotations

import random
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection

from exchange.determination import counting, use_cases as determination
from exchange.determination.models import Determination, SubjectDigest, SubjectSet, YearCount
from kernel import clock, keys
from kernel.actor import SYSTEM
from kernel.errors import Invalid, WrongState
from tests.cast import Party
from tests.exchange.determination.making import derived, stated, told


def handed(party: Party, deal: object, names: list[str], sensitive: bool = False) -> SubjectSet:
    return determination.submit_subjects(SYSTEM, deal, party.id, iter(names), sensitive=sensitive)


def test_the_union_is_the_true_number(provider: Party) -> None:
    chance = random.Random(7)
    people = [f"person {number}" for number in range(3_000)]
    ordinary, sensitive = set(), set()
    for _ in range(4):
        stated(provider)
        deal = told(provider.id, None, None)
        plain, marked = chance.sample(people, 900), chance.sample(people, 40)
        handed(provider, deal, [*plain, *plain[:50], " ".join(["", plain[0].upper(), ""])])
        handed(provider, deal, marked, sensitive=True)
        determination.reserve(SYSTEM, deal, provider.id, derived())
        ordinary |= set(plain)
        sensitive |= set(marked)
        row = YearCount.objects.get(organization=provider.id)
        assert (row.ordinary_exact, row.sensitive_exact) == (len(ordinary - sensitive), len(sensitive))
        facts = Determination.objects.get(deal=deal).facts
        assert (facts["pi_subjects_this_year"], facts["sensitive_pi_subjects_this_year"]) == (len(ordinary - sensitive), len(sensitive))


def test_released_persons_leave_the_union(provider: Party) -> None:
    deals = []
    for names in (["a", "b", "c"], ["b", "c", "d"]):
        stated(provider)
        deals.append(told(provider.id, None, None))
        handed(provider, deals[-1], names)
        determination.reserve(SYSTEM, deals[-1], provider.id, derived())
    assert counting.union(provider.id, clock.today().year) == (4, 0)
    determination.release(SYSTEM, deals[0])
    assert YearCount.objects.get(organization=provider.id).ordinary_exact == 3


def test_only_digests_under_the_exporters_key_are_kept(provider: Party, outsider: Party) -> None:
    deal = told(provider.id, None, None)
    handed(provider, deal, ["110101199003070011"])
    stored = bytes(SubjectDigest.objects.get().digest)
    assert stored == keys.current("subjects", provider.id, keys.SECRET).hmac(b"110101199003070011")
    assert stored != keys.current("subjects", outsider.id, keys.SECRET).hmac(b"110101199003070011")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from kernel_event where payload like '%%110101199003070011%%'")
        assert cursor.fetchone() == (0,)


def test_counted_once_signed_and_erased_in_time(provider: Party) -> None:
    stated(provider)
    deal = told(provider.id, None, None)
    subjects = handed(provider, deal, ["a"])
    with pytest.raises(Invalid):
        handed(provider, deal, ["x" * 501])
    determination.reserve(SYSTEM, deal, provider.id, derived())
    with pytest.raises(WrongState):
        handed(provider, deal, ["b"])
    with pytest.raises(WrongState):
        determination.erase_subjects(SYSTEM, subjects.pk)
    with clock.fixed(clock.now().replace(year=clock.now().year + 1, month=2, day=2)), pytest.raises(WrongState):  # not delivered yet: it counts in the year that runs
        determination.erase_subjects(SYSTEM, subjects.pk)
    determination.take(SYSTEM, deal, 1, 0)
    with clock.fixed(clock.now().replace(year=clock.now().year + 1, month=2, day=2)):
        determination.erase_subjects(SYSTEM, subjects.pk)
    assert not SubjectDigest.objects.exists() and SubjectSet.objects.get().ordinary == 1


def test_digests_stay_while_they_count(provider: Party) -> None:
    stated(provider)
    deal = told(provider.id, None, None)
    subjects = handed(provider, deal, ["a", "b"])
    determination.reserve(SYSTEM, deal, provider.id, derived())
    determination.take(SYSTEM, deal, 2, 0)
    year = clock.today().year + 1
    with clock.fixed(datetime(year, 1, 15, tzinfo=clock.LOCAL_ZONE)):
        stated(provider)
        determination.take(SYSTEM, deal, 2, 0)
    subjects.refresh_from_db()
    assert subjects.kept_until.year == year + 1 and counting.union(provider.id, year) == (2, 0)
    with clock.fixed(datetime(year + 1, 2, 2, tzinfo=clock.LOCAL_ZONE)):
        determination.erase_subjects(SYSTEM, subjects.pk)
        stated(provider)
        held = determination.take(SYSTEM, deal, 2, 0)  # an upper bound once they are gone
    assert not held.exact and YearCount.objects.get(organization=provider.id, year=year + 1).ordinary_taken == 2


def test_a_set_may_begin_anew(provider: Party) -> None:
    deal = uuid4()
    handed(provider, deal, ["a", "b"])
    again = determination.submit_subjects(SYSTEM, deal, provider.id, ["c"], sensitive=False, replace=True)
    assert (again.ordinary, SubjectDigest.objects.count()) == (1, 1)
