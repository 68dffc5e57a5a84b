"""The API against its own document at full size: calls drawn from the document meet the sample exchange; none may break it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.test.utils import setup_test_environment

from launch.services import Services
from seeds.sample.load import load
from tests.contract.calls import Contract

FULL_SIZE = 2_000


def run(seed: int, size: int, services: Services) -> int:
    setup_test_environment()  # the host's name of an in-process client is allowed
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder), say=lambda line: None)
    contract = Contract(seed % 2**32)
    operations = contract.operations
    for operation in operations:
        contract.draw(operation, max(1, size // len(operations)))
        contract.odd(operation)
    for name, counts in sorted(contract.told.items()):
        print(f"contract: {name}: " + ", ".join(f"{status} x {count}" for status, count in sorted(counts.items())))
    calls = sum(sum(counts.values()) for counts in contract.told.values())
    print(f"contract: {calls} calls of {len(contract.told)} operations, {len(contract.problems)} problems")
    print("contract: never a success: " + (", ".join(contract.unreached()) or "none"))
    for problem in contract.problems.values():
        print(f"contract: PROBLEM {problem}")
    return 1 if contract.problems else 0
