"""The API keeps to its own document: no server error, no undocumented status, no answer of another shape."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS

from tests.contract.calls import Contract, name_of
from tests.contract.examples import EXAMPLES
from tests.contract.reach import Reach

SEED = 20261
REACHED = (
    "POST /api/v1/agreements/{agreement}/sign", "DELETE /api/v1/datasets/{dataset}/rights/evidence/{evidence}", "GET /api/v1/datasets/{dataset}/revisions/{revision}",
    "POST /api/v1/approvals/{approval}/approve",
)  # fmt: skip
"""The proof reaches them all; these four go by a signature, bytes, a row within a row, and an act before."""


def test_the_document_has_no_warning() -> None:
    GENERATOR_STATS.reset()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


@pytest.fixture
def contract(sample: Path) -> Contract:
    return Contract(SEED)


def test_calls_keep_to_the_document(contract: Contract, sample: Path) -> None:
    operations = contract.operations
    assert {step.operation for steps in EXAMPLES.values() for step in steps} <= set(map(name_of, operations))
    for operation in operations:
        contract.draw(operation, 1)
        contract.odd(operation, 4)
    reach = Reach(contract, sample)
    assert [name for name in REACHED if not reach.reach(name)] == []
    assert not contract.problems, "\n".join(contract.problems.values())
    assert len(contract.told) == len(operations)
