"""Many signatures at once around a threshold, with real commits: none of them passes it unseen."""

from __future__ import annotations

import threading
from typing import Any

from django.db import connection

from exchange.determination import use_cases as determination
from exchange.determination.models import Determination, YearCount
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Refused
from tests.cast import make_operator, make_provider
from tests.exchange.determination.making import derived, reserved, stated, told

THREADS, EACH, BEFORE, LIMIT = 16, 4, 99_960, 100_000


def test_nobody_passes_a_threshold_unseen(committed_db: Any) -> None:
    provider = make_provider(make_operator())
    reserved(provider, BEFORE)
    deals = [told(provider.id, EACH, 0) for _ in range(THREADS)]
    wrong: list[BaseException] = []

    def sign(deal: Any) -> None:
        try:
            for _ in range(200):
                stated(provider)
                try:
                    determination.reserve(SYSTEM, deal, provider.id, derived())
                    return
                except Refused:  # another one's reservation is newer than the statement: state anew
                    continue
            raise AssertionError("never signed")
        except BaseException as error:  # noqa: BLE001 - told to the test, whatever it is
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(deal,)) for deal in deals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong
    rows = list(Determination.objects.filter(deal__in=deals).order_by("facts__pi_subjects_this_year"))
    seen = [row.facts["pi_subjects_this_year"] for row in rows]
    assert seen == [BEFORE + EACH * number for number in range(1, THREADS + 1)]  # each saw all that was reserved before it
    assert [row.path for row in rows] == ["exempt" if total < LIMIT else "standard_contract_or_certification" for total in seen]
    assert YearCount.objects.get(organization=provider.id, year=clock.today().year).ordinary_reserved == BEFORE + EACH * THREADS
