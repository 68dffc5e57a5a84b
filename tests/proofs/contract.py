"""The API against its own document at full size: calls drawn from the document meet the sample exchange; none may break it.

Afterward every operation that no draw succeeded with is called until it does: what never answers 2xx was never tried. None is excused.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.test.utils import setup_test_environment

from exchange.audit.sealer import seal_all
from launch.services import Services
from seeds.sample.load import load
from tests.contract.calls import Contract
from tests.contract.reach import Reach

FULL_SIZE = 2_000


def run(seed: int, size: int, services: Services) -> int:
    setup_test_environment()  # the host's name of an in-process client is allowed
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder), say=lambda line: None)
        seal_all()  # by the worker's hand, elsewhere
        contract = Contract(seed % 2**32)
        operations = contract.operations
        for operation in operations:
            contract.draw(operation, max(1, size // len(operations)))
            contract.odd(operation)
        drawn = contract.calls
        reach = Reach(contract, Path(folder))
        missing = [name for name in contract.unreached() if not reach.reach(name)]
    for name, counts in sorted(contract.told.items()):
        print(f"contract: {name}: " + ", ".join(f"{status} x {count}" for status, count in sorted(counts.items())))
    for problem in contract.problems.values():
        print(f"contract: PROBLEM {problem}")
    print("contract: never a success: " + (", ".join(missing) or "none"))
    found = f"{len(operations) - len(missing)} answered 2xx, {len(contract.problems)} problems"
    print(f"contract: {contract.calls} calls ({drawn} drawn) of {len(operations)} operations: {found}")
    return 1 if contract.problems or missing else 0
