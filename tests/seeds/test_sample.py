"""The sample exchange loads by real acts and shows every state that its machines have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounts.organization.models import Organization
from catalog.models import Dataset
from exchange.models import Agreement, Deposit, Escrow, LedgerEntry, Payout, TradeRequest, Transfer
from kernel.models import Event
from seeds.sample.load import CLIENTS, load


@pytest.fixture
def sample(db: None, tmp_path: Path) -> Any:
    return load(tmp_path / "keys", say=lambda line: None)


def test_it_loads_and_shows_its_states(sample: Any, tmp_path: Path) -> None:
    states = {model.__name__: set(model.objects.values_list("state", flat=True)) for model in (Organization, Dataset, TradeRequest, Agreement, Escrow, Transfer, Deposit, Payout)}
    assert states["Dataset"] == {"draft", "submitted", "listed", "returned", "suspended", "withdrawn"}
    assert states["TradeRequest"] == {"REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED", "TERMINATED"}
    assert {"draft", "applied", "returned", "refused", "suspended", "verified"} <= states["Organization"]
    assert {"prepared", "in_force", "completed", "terminated"} <= states["Agreement"]
    assert {"REQUESTED", "STARTED", "SUSPENDED", "COMPLETED", "TERMINATED"} >= states["Transfer"] > {"STARTED"}
    assert sum(LedgerEntry.objects.values_list("amount_minor", flat=True)) == 0
    assert Event.objects.filter(name="exchange.agreement.came_into_force").exists()
    assert len(list((tmp_path / "keys").glob("*.pem"))) == 3
    assert len(CLIENTS) == 14
