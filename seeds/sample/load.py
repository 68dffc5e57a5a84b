"""Brings the sample exchange to life: people, rules, money, datasets, deals. Each step is an act in the log, dated in the past."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from accounts.admission import use_cases as admission
from catalog.models import Dataset
from catalog.zone import use_cases as zones
from exchange.agreement import use_cases as agreements
from exchange.rules import signing
from seeds.sample import board, catalogue, deals, definitions, exports, foreign, lists, people, rights, scanned, searches, sponsored, zones as zone_life
from seeds.sample.people import HERE, Party

DAYS_BACK = 105  # when the sample's history begins; exports of which a part is over by now take most of it
LATELY = 37  # days that what follows takes, so that the last of it happened just now
CLIENTS: dict[str, tuple[str, str]] = {
    "demo-provider": ("provider", "steward"),
    "demo-provider-owner": ("provider", "owner"),
    "demo-buyer": ("buyer", "owner"),
    "demo-overseas": ("overseas", "owner"),
    "demo-overseas-provider": ("overseas-provider", "owner"),
    "demo-zone": ("zone", "owner"),
    "demo-outsider": ("outsider", "outsider"),
    "demo-operator": ("exchange", "operator"),
    "demo-operator2": ("exchange", "operator2"),
    "demo-intake": ("regulator", "intake"),
    "demo-reviewer": ("regulator", "reviewer"),
    "demo-approver": ("regulator", "approver"),
    "demo-supervisor": ("regulator", "supervisor"),
    "demo-auditor": ("regulator", "auditor"),
}
WITH_KEYS = {"demo-provider": ("provider", "owner"), "demo-buyer": ("buyer", "owner"), "demo-overseas": ("overseas", "owner")}


@dataclass(slots=True)
class Sample:
    """The organizations and their datasets on a stage, before they trade; `began` is where their history begins, `keys` the folder of
    their clients' private keys."""

    parties: dict[str, Party]
    stage: deals.Stage
    began: datetime
    keys: Path


def load(keys: Path, *, say: Callable[[str], Any] = print, now: datetime | None = None) -> dict[str, Party]:
    """Load everything into an empty exchange, as it stands `now`. `keys` receives the private signing keys of the sample's clients."""
    found = peopled(keys, say=say, now=now)
    played(found, say=say)
    return found.parties


def peopled(keys: Path, *, say: Callable[[str], Any] = print, now: datetime | None = None) -> Sample:
    """The first half of `load`: people and datasets, and no deal."""
    began = (now or datetime.now(UTC)) - timedelta(days=DAYS_BACK)
    calendar = deals.Calendar(began)
    parties = _people(calendar)
    say("organizations, people and clients are there")
    datasets = _listed(calendar, parties)
    _around(calendar, parties, datasets)
    say(f"{len(datasets)} datasets are listed")
    zone_life.play(calendar, parties)
    zone_life.opined(calendar, parties, datasets)
    zone_life.opened(calendar, parties, datasets)
    _keys(keys, parties)
    return Sample(parties, deals.Stage.of(parties, datasets, calendar), began, keys)


def few(*keys: str, now: datetime) -> dict[str, Party]:
    """The people, and of the datasets these alone, as it stands `now`."""
    calendar = deals.Calendar(now - timedelta(days=DAYS_BACK))
    parties = _people(calendar)
    _listed(calendar, parties, keys)
    return parties


def played(sample: Sample, *, say: Callable[[str], Any] = print) -> None:
    """The second half: deals and exports in every state."""
    parties, stage, calendar = sample.parties, sample.stage, sample.stage.calendar
    lists.in_force(calendar, parties)
    registered = rights.early(calendar, parties)
    exports.earlier(stage)
    calendar.reach(sample.began + timedelta(days=DAYS_BACK - LATELY))
    rights.later(registered)
    deals.play(stage)
    say("deals in every state are there")
    exports.lately(stage)
    lists.proposed(calendar, parties)
    rights.lately(registered)
    sponsored.lately(calendar, parties)
    scanned.outgrown(calendar, parties)
    say("exports on every path are there")


def _people(calendar: deals.Calendar) -> dict[str, Party]:
    said = json.loads((HERE / "organizations.json").read_text(encoding="utf-8"))
    with calendar.next(hours=1):
        exchange, regulator = people.exchange_and_regulator()
    parties = {"exchange": exchange, "regulator": regulator}
    operator = exchange.operator
    for name in ("provider", "buyer", "overseas", "overseas-provider", "zone", "outsider"):
        with calendar.next(hours=2):
            parties[name] = people.admitted(said[name], operator)
    parties |= _in_other_states(calendar, said, operator, parties)
    sponsored.play(calendar, parties)
    for client_id, (party, name) in CLIENTS.items():
        with calendar.next(minutes=3):
            people.client(parties[party].actors[name], client_id)
    return parties


def _in_other_states(calendar: deals.Calendar, said: dict[str, Any], operator: Any, members: dict[str, Party]) -> dict[str, Party]:
    """The applicants, by the state they are in."""
    with calendar.next(hours=3):
        draft, applied = people.registered(said["draft"]), people.applied(said["applied"])
        returned, refused = people.applied(said["returned"]), people.applied(said["refused"])
        word = sponsored.vouched(members, returned)
    with calendar.next(hours=20):
        admission.return_(operator, returned.id, {"paper.license": "请核对统一社会信用代码。 Please check the credit code."})
        sponsored.mended(members, word)
        admission.refuse(operator, refused.id, "所交材料与登记信息不符。 The papers do not match the register.")
        suspended = people.admitted(said["suspended"], operator)
        admission.suspend(operator, suspended.id, "等待补充说明。 An explanation is awaited.")
    return {"draft": draft, "applied": applied, "returned": returned}


def _listed(calendar: deals.Calendar, parties: dict[str, Party], keys: Collection[str] | None = None) -> dict[str, Dataset]:
    """The datasets by their keys: all, or these."""
    operator = parties["exchange"].operator
    with calendar.next(hours=1):
        zones.open_zone(
            operator, code="public-service", name_zh="公共服务数据专区", name_en="Public service data zone", operator=parties["zone"].id,
            about_zh="公共数据授权运营，面向社会提供基础数据。", about_en="Public data under authorized operation, offered as reference data.",
        )
    found: dict[str, Dataset] = {}
    for key, one in catalogue.specifications().items():
        if keys is None or key in keys:
            with calendar.next(hours=5):
                found[key] = catalogue.listed(one, parties[one["provider"]], operator)
    return found


def _around(calendar: deals.Calendar, parties: dict[str, Party], found: dict[str, Dataset]) -> None:
    """What else is said of datasets: other states, scans, searches, needs, definitions, foreign catalogues."""
    operator, said = parties["exchange"].operator, catalogue.specifications()
    with calendar.next(hours=5):
        catalogue.in_other_states(said["airports"], parties["provider"], operator)
    scanned.play(calendar, parties, said["members"])
    searches.play(calendar, parties)
    foreign.play(calendar, parties)
    board.qualities(calendar, parties["provider"], operator, said["airports"])
    board.needs_board(calendar, parties, found)
    definitions.play(calendar, parties, found)


def _keys(folder: Path, parties: dict[str, Party]) -> None:
    """A signing key of its own for three parties; the private halves go to the state folder, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for client_id, (party, name) in WITH_KEYS.items():
        private = Ed25519PrivateKey.generate()
        public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
        actor = parties[party].actors[name]
        proof = base64.b64encode(private.sign(signing.possession(str(actor.organization), public))).decode()
        row = agreements.register_key(actor, name=client_id, public_key=public, signature=proof)
        file = folder / f"{client_id}.pem"
        file.touch(mode=0o600)
        file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (folder / f"{client_id}.id").write_text(f"{row.pk}\n")
