"""The proof of exports, small: a few deals, parts killed quickly."""

from __future__ import annotations

import pytest

from launch.services import Services
from tests.proofs import exports


def test_register_counters_and_deliveries_agree(services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    missed = exports.run(7, 24, services, pause=(4.0, 8.0))
    assert missed == 0, capsys.readouterr().out
