"""The situation's exporters and what is overdue: read from ends and ranges of indexes, said in a sentence, in a fixed number of statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection

from exchange.agreement.models import Agreement
from exchange.clearance.models import Clearance
from exchange.determination.models import YearCount
from exchange.export_case.states import State
from exchange.rules.border.determination import Path
from exchange.supervision import limits, overdue
from kernel import clock
from tests.cast import Party, signed_in
from tests.factories.export_case import case_in


def counted(party: Party, ordinary: int = 0, sensitive: int = 0, **more: Any) -> None:
    given = {"ordinary_taken": ordinary, "sensitive_taken": sensitive, "ordinary_reserved": 0, "sensitive_reserved": 0, "ordinary_outside": 0, **more}
    YearCount.objects.update_or_create(organization_id=party.id, year=clock.today().year, defaults=given)


def test_exporters_against_the_limits(provider: Party, overseas: Party, outsider: Party, operator: Party, django_assert_num_queries: Any) -> None:
    assert limits.exporters(clock.today().year) == ([], [])
    counted(provider, 90_000, ordinary_reserved=6_500, ordinary_outside=1_300)
    counted(overseas, 0, 9_999)
    counted(outsider, 1_000_000)
    counted(operator, 50_000)
    YearCount.objects.create(organization_id=provider.id, year=clock.today().year - 1, ordinary_taken=9_000_000)
    with django_assert_num_queries(1):
        largest, close = limits.exporters(clock.today().year)
    assert [(one.ordinary, one.sensitive, one.path) for one in largest] == [
        (1_000_000, 0, Path.ASSESSMENT), (0, 9_999, Path.CONTRACT), (97_800, 0, Path.EXEMPT), (50_000, 0, Path.EXEMPT),
    ]  # fmt: skip
    assert [one.near for one in close] == [("sensitive", 10_000, 1), ("ordinary", 100_000, 2_200)]
    assert (largest[2].ordinary_reserved, largest[2].stated) == (6_500, False)


def test_the_largest_are_read_from_an_index(db: None) -> None:
    rows = YearCount.objects.with_persons().filter(year=clock.today().year).order_by("-ordinary").values("pk")[:10]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    assert "year_count_by_ordinary" in rows.explain() and "Sort" not in rows.explain()


def test_what_is_overdue_comes_first(provider: Party, overseas: Party, operator: Party, regulator: Party, django_assert_num_queries: Any, django_assert_max_num_queries: Any, exported: Agreement) -> None:
    case = case_in(State.UNDER_REVIEW, provider, overseas, operator, regulator, agreement=exported)
    counted(provider, 97_800)
    browser = signed_in(regulator.supervisor)
    page = f"/workspace/{regulator.id}/situation/"
    with clock.fixed(clock.now() + timedelta(days=200)):
        with django_assert_num_queries(2):
            late, more = overdue.overdue(regulator.supervisor, regulator.id, clock.now())
        [one] = late
        assert (one.number, one.waits_for, more) == (case.number, "Reviewer", False) and one.days > 10
    browser.get(page)
    with django_assert_max_num_queries(12):
        text = browser.get(page).content.decode()
    assert "1 exporter close to a limit" in text and "after 2,200 more" in text and "Nothing is overdue." in text
    assert Clearance.objects.count() == 0 and signed_in(provider.owner).get(f"/workspace/{provider.id}/situation/").status_code == 404
