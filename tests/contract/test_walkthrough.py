"""The walk-through of the documentation does what it says: the very script that is shown is run, from a search to a proof."""

from __future__ import annotations

import os
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.test import Client

from exchange.audit.sealer import seal
from exchange.models import Agreement
from seeds.sample import deals
from seeds.sample.load import load
from tests.services import ROOT

SCRIPT = ROOT / "web" / "problem" / "walkthrough.sh"
STEPS = ["token", "search", "request", "propose", "accept", "sign", "sign", "fund", "agreement", "content", "accept", "statement", "proof"]


def test_the_documentation_shows_it(db: None, client: Client) -> None:
    page = client.get("/api/v1/docs/walkthrough").content.decode()
    assert "A whole deal by API" in page
    assert "/api/v1/transfers/$transfer/content" in page
    schema: Any = client.get("/api/v1/schema", headers={"Accept": "application/json"}).json()
    assert schema["externalDocs"]["url"] == "/api/v1/docs/walkthrough"


def test_it_runs(transactional_db: Any, live_server: Any, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    parties = load(keys, say=lambda line: None, deal=False)
    stage = deals.Stage.of(parties, {}, deals.Calendar(datetime.now(UTC) - timedelta(hours=12)))
    deals.money_in(stage, stage.buyer, "50000.00")
    out, errors = tmp_path / "out", tmp_path / "errors"
    with out.open("wb") as said, errors.open("wb") as wrong:
        running = subprocess.Popen(["bash", str(SCRIPT)], env={**os.environ, "BASE": live_server.url, "KEYS": str(keys)}, stdout=said, stderr=wrong)  # noqa: S607
        end = time.monotonic() + 120
        while running.poll() is None:
            seal()
            if time.monotonic() > end:
                running.kill()
            time.sleep(0.3)
    told = out.read_text()
    assert running.returncode == 0, told + errors.read_text()
    assert [line.split()[0] for line in told.splitlines()] == STEPS, told
    assert Agreement.objects.get().state == "completed"
