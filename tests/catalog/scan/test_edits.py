"""Whatever people do in whatever order by real acts: no confirmed grading stands below a suggestion without a decided lowering, none is
confirmed by its proposer, and the grade of a revision is the highest of its fields."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from catalog.classification import use_cases as classification
from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Classification, Dataset
from catalog.scan import use_cases as scans
from catalog.scan.lowering import ask_lowering, decide_lowering
from catalog.scan.models import FieldSuggestion, GradeLowering, Scan
from kernel.actor import SYSTEM
from kernel.errors import ActError
from tests.cast import Party
from tests.factories.catalog import dataset_drafted, upload

pytestmark = pytest.mark.django_db
REASON = {"id": "scan.resident_id", "version": "2026.1", "msgid": "x", "values": {}, "cites": []}
SUGGESTION = {"column": "id_no", "personal": True, "sensitive": False, "category": "", "grade": 3, "reasons": [REASON]}
RESULT: dict[str, Any] = {"bytes": 10, "rows": 3, "suggestions": [SUGGESTION], "columns": [{"name": "id_no", "distinct": 3}]}

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("fields"), st.integers(1, 4), st.booleans()), st.tuples(st.just("propose"), st.sampled_from(("owner", "steward"))),
        st.tuples(st.just("confirm"), st.sampled_from(("owner", "steward"))), st.tuples(st.just("upload")), st.tuples(st.just("scan")), st.tuples(st.just("remove")),
        st.tuples(st.just("persons"), st.sampled_from((None, 10, 150_000, 2_000_000))), st.tuples(st.just("ask"), st.integers(1, 3)), st.tuples(st.just("decide"), st.booleans()),
    ),
    min_size=3, max_size=10,
)  # fmt: skip


@cache
def field(grade: int, personal: bool) -> dict[str, Any]:
    return {"name": "id_no", "type": "code", "meaning_zh": "证件号", "meaning_en": "Identity number", "grade": grade, "personal": personal}


def act(step: tuple[Any, ...], dataset: Dataset, provider: Party, operator: Party, number: int) -> None:
    name, steward = step[0], provider.steward
    row = Dataset.objects.select_related("working").get(pk=dataset.pk)
    assert row.working is not None
    file = row.working.distributions.first()
    standing = Classification.objects.filter(dataset=dataset, state="proposed").first()
    asked = GradeLowering.objects.filter(dataset=dataset, state="asked").first()
    if name == "fields":
        datasets.set_fields(steward, dataset.pk, [field(step[1], step[2])])
    elif name == "propose":
        classification.propose(provider.actors[step[1]], dataset.pk, grounds="so it is")
    elif name == "confirm" and standing:
        classification.confirm(provider.actors[step[1]], standing.pk)
    elif name == "upload":
        upload(steward, dataset, f"id_no\n{number}\n".encode(), f"{number}.csv")
    elif name == "scan" and file:
        scan = scans.begin(SYSTEM, scans.request(steward, dataset.pk, file.pk).pk)
        scans.finish(SYSTEM, scan.pk, scan.attempt, RESULT)
    elif name == "remove" and file:
        datasets.remove_file(steward, file.pk)
    elif name == "persons":
        datasets.describe(steward, dataset.pk, {"persons": step[1]})
    elif name == "ask":
        ask_lowering(steward, dataset.pk, column="id_no", grade=step[1], personal=False, sensitive=False, reason="Made up by us for training.")
    elif name == "decide" and asked:
        decide_lowering(operator.one, asked.pk, approve=step[1], remark="Looked at it.")


def holds(dataset: Dataset) -> None:
    row = Dataset.objects.select_related("working").get(pk=dataset.pk)
    assert row.working is not None
    fields = list(row.working.fields.all())
    assert row.working.grade == max(one.grade for one in fields)
    confirmed = Classification.objects.filter(dataset=dataset, state="confirmed").first()
    if confirmed is None:
        return
    assert confirmed.decided_by not in (None, confirmed.proposed_by) and confirmed.grade == row.working.grade
    files = list(row.working.distributions.values_list("blob", flat=True))
    suggested = FieldSuggestion.objects.filter(scan__in=Scan.objects.filter(blob__in=files, state="done")).order_by("-grade").first()
    consents = GradeLowering.objects.filter(dataset=dataset, state="approved")
    lowest = min([one.grade for one in consents], default=None)
    least = suggested.grade if suggested else 1
    if row.working.personal:
        unknown = 2 if suggested else 3  # the scan has counted three persons
        least = max(least, {None: unknown, 10: 2, 150_000: 3, 2_000_000: 4}[row.working.persons])
    assert confirmed.grade >= (least if lowest is None else min(least, lowest)), (confirmed.grade, least, lowest)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STEPS)
def test_no_order_of_acts_lowers_a_grade_in_silence(provider: Party, operator: Party, steps: list[tuple[Any, ...]]) -> None:
    dataset = dataset_drafted(provider, fields=[field(1, False)])
    for number, step in enumerate(steps):
        with suppress(ActError):  # a refusal changes nothing
            act(step, dataset, provider, operator, number)
        holds(dataset)
