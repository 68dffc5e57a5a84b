"""The walk-throughs of the documentation do what they say: the very scripts that are shown are run, a trade at home and an export."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.test import Client

from exchange.audit.sealer import seal
from exchange.models import Agreement, ExportDeclaration
from exchange.transfer.tasks import go_on
from seeds.sample import deals
from seeds.sample.load import Sample
from tests.services import ROOT

SCRIPTS = ROOT / "web" / "problem"
STEPS = ["token", "search", "request", "propose", "accept", "sign", "sign", "fund", "agreement", "content", "accept", "statement", "proof"]
EXPORT_STEPS = ["what-if", "accept", "forecast", "sign", "conditions", "submit", "decide", "clearance", "lane", "content", "accept", "register"]


def test_the_documentation_shows_it(db: None, client: Client) -> None:
    page = client.get("/api/v1/docs/walkthrough").content.decode()
    assert "A whole deal by API" in page
    assert "/api/v1/transfers/$transfer/content" in page
    assert "/api/v1/export-cases/$case/clearance" in page
    schema: Any = client.get("/api/v1/schema", headers={"Accept": "application/json"}).json()
    assert schema["externalDocs"]["url"] == "/api/v1/docs/walkthrough"


def test_it_runs(peopled: Sample, live_server: Any, tmp_path: Path) -> None:
    stage = deals.Stage.of(peopled.parties, {}, deals.Calendar(datetime.now(UTC) - timedelta(hours=12)))
    deals.money_in(stage, stage.buyer, "50000.00")
    assert _run("walkthrough.sh", live_server.url, peopled.keys, tmp_path, seal) == STEPS
    assert Agreement.objects.get().state == "completed"
    assert _run("export.sh", live_server.url, peopled.keys, tmp_path, go_on) == EXPORT_STEPS
    declaration = ExportDeclaration.objects.get()
    assert (declaration.state, declaration.lane, declaration.sensitive) == ("delivered", "red", 2_000)


def _run(name: str, base: str, keys: Path, folder: Path, meanwhile: Callable[[], Any]) -> list[str]:
    """The first word of each line that the script says; `meanwhile` is what the exchange's own hands do."""
    out, errors = folder / "out", folder / "errors"
    with out.open("wb") as said, errors.open("wb") as wrong:
        running = subprocess.Popen(["bash", str(SCRIPTS / name)], env={**os.environ, "BASE": base, "KEYS": str(keys)}, stdout=said, stderr=wrong)  # noqa: S607
        end = time.monotonic() + 120
        while running.poll() is None:
            meanwhile()
            if time.monotonic() > end:
                running.kill()
            time.sleep(0.3)
    told = out.read_text()
    assert running.returncode == 0, told + errors.read_text()
    return [line.split()[0] for line in told.splitlines()]
