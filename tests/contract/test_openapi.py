"""The API keeps to its own document: no server error, no undocumented status, no answer of another shape."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS

from tests.contract.calls import Contract

SEED = 20261


def test_the_document_has_no_warning() -> None:
    GENERATOR_STATS.reset()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


@pytest.fixture
def contract(sample: Path) -> Contract:
    return Contract(SEED)


def test_calls_keep_to_the_document(contract: Contract) -> None:
    operations = contract.operations
    for operation in operations:
        contract.draw(operation, 1)
        contract.odd(operation)
    assert not contract.problems, "\n".join(contract.problems.values())
    assert len(contract.told) == len(operations)
