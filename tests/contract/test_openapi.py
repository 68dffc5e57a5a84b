"""The API keeps to its own document: no server error, no undocumented status, no answer of another shape."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import jsonschema_rs
import pytest
from django.core.management import call_command
from drf_spectacular import validation
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


def test_the_document_has_no_warning_and_is_openapi() -> None:
    GENERATOR_STATS.reset()
    out = StringIO()
    call_command("spectacular", fail_on_warn=True, format="openapi-json", stdout=out)
    form = json.loads((Path(validation.__file__).parent / "openapi_3_1_schema.json").read_text())
    assert [f"{error.instance_path}: {error.message}" for error in jsonschema_rs.validator_for(form).iter_errors(json.loads(out.getvalue()))] == []


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
