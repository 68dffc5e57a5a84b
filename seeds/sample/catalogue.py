"""The sample's datasets: described, uploaded, graded by two persons, reviewed and listed, and one in each other state."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from catalog.classification import use_cases as classification
from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Dataset
from catalog.listing import use_cases as listings
from catalog.offer import use_cases as offers
from catalog.rights import use_cases as rights
from catalog.rules.review import CHECKLIST
from kernel.actor import Actor
from kernel.money import parse
from seeds.sample.files import content
from seeds.sample.people import Party

HERE = Path(__file__).parent / "datasets"
SYNTHETIC = ("members", "outpatient", "travelers", "checkups")
EXTENSIONS = {"text/csv": "csv", "application/json": "json"}


class Reading(io.RawIOBase):
    """Generated pieces as a stream that can be read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self.rest) < size:
            piece = next(self.pieces, None)
            if piece is None:
                break
            self.rest += piece
        size = len(self.rest) if size < 0 else size
        given, self.rest = self.rest[:size], self.rest[size:]
        return given


def specifications() -> dict[str, dict[str, Any]]:
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.json")))
    return {specification["key"]: specification for specification in found}


def second(party: Party) -> Actor:
    return party.actors["owner"]


def prepared(said: dict[str, Any], party: Party, *, files: bool = True) -> Dataset:
    """A draft with everything that a submission needs; the grading is proposed by the steward and confirmed by the owner."""
    steward = party.steward
    begin, end = said["temporal"]
    dataset = datasets.create(
        steward,
        **{name: said[name] for name in ("title_zh", "title_en", "description_zh", "description_en", "keywords", "industry", "frequency")},
        coverage_zh=f"{begin} 至 {end}", coverage_en=f"{begin} to {end}", places=[said["spatial"]] if said["spatial"] != "world" else [],
        covers_from=date.fromisoformat(begin), covers_until=date.fromisoformat(end), updated_on=min(date.fromisoformat(end), date(2026, 1, 1)),
        zone=said["zone"], synthetic=said["source"].get("generate") in SYNTHETIC,
    )
    datasets.set_fields(steward, dataset.pk, said["fields"])
    stated = said["rights"]
    licence = f" ({stated['licence']})" if stated["licence"] else ""
    rights.state(steward, dataset.pk, basis=stated["basis"], statement_zh=stated["statement_zh"] + licence, statement_en=stated["statement_en"] + licence)
    evidence = f"{stated['statement_zh']}\n{stated['statement_en']}{licence}\n".encode()
    rights.add_evidence(steward, dataset.pk, name="source.txt", media_type="text/plain", stream=io.BytesIO(evidence), size=len(evidence))
    if files:
        uploaded(steward, dataset, said)
    for offer in said["offers"]:
        policy = {name: offer[name] for name in ("purposes", "countries", "term_days", "count", "redistribution")}
        offers.add(
            steward, dataset.pk, name_zh=offer["title_zh"], name_en=offer["title_en"], price_minor=parse(offer["price"]).minor, quantity=offer["quantity"],
            exclusive=offer["exclusive"], policy=policy,
        )
    return dataset


def uploaded(steward: Actor, dataset: Dataset, said: dict[str, Any]) -> None:
    extension = EXTENSIONS[said["media_type"]]
    begun = datasets.begin_upload(steward, dataset.pk, name=f"{said['key']}.{extension}", media_type=said["media_type"])
    datasets.append_bytes(steward, begun.pk, 0, Reading(content(said["source"])))
    datasets.complete_upload(steward, begun.pk)


def graded(dataset: Dataset, party: Party) -> None:
    proposed = classification.propose(party.steward, dataset.pk, grounds="依据数据分类分级规则逐字段判定。 Graded field by field under the classification rules.")
    classification.confirm(second(party), proposed.pk)


def listed(said: dict[str, Any], party: Party, operator: Actor) -> Dataset:
    dataset = prepared(said, party)
    graded(dataset, party)
    listings.submit(party.steward, dataset.pk)
    listings.list_(operator, dataset.pk, checklist=list(CHECKLIST))
    return Dataset.objects.get(pk=dataset.pk)


def in_other_states(said: dict[str, Any], party: Party, operator: Actor) -> None:
    """One dataset each: draft, grading to confirm, submitted, returned, refused, suspended, withdrawn; and one whose revision was revoked."""

    def variant(zh: str, en: str) -> Dataset:
        return prepared(said | {"title_zh": f"{said['title_zh']}（{zh}）", "title_en": f"{said['title_en']} ({en})"}, party)

    variant("草稿", "draft")
    waiting = variant("待确认分级", "grading to confirm")
    classification.propose(party.steward, waiting.pk, grounds="第二人待确认。 A second person has to confirm.")
    others = {
        "submitted": ("待审", "submitted"), "returned": ("已退回", "returned"), "refused": ("已拒绝", "refused"), "suspended": ("已暂停", "suspended"), "withdrawn": ("已撤回", "withdrawn"),
        "revoked": ("版本已撤销", "revision revoked"),
    }  # fmt: skip
    for state, words in others.items():
        dataset = variant(*words)
        graded(dataset, party)
        listings.submit(party.steward, dataset.pk)
        if state == "returned":
            listings.return_(operator, dataset.pk, remarks={"describe": "请补充更新频率的说明。 Please say how often it is updated."})
        if state == "refused":
            listings.refuse(operator, dataset.pk, point="rights", remark="证据不支持所述权利。 The evidence does not bear the right that is stated.", remedy="取得授权后另行挂牌。 Obtain a licence, then list it anew.")
        if state in ("suspended", "withdrawn", "revoked"):
            listings.list_(operator, dataset.pk, checklist=list(CHECKLIST))
        if state == "suspended":
            listings.suspend(operator, dataset.pk, remark="来源待核实。 The source is being checked.")
        if state == "revoked":
            listings.revoke(party.steward, dataset.pk, Dataset.objects.get(pk=dataset.pk, current__isnull=False).current_id, reason="坐标有误。 The coordinates are wrong.")
        if state == "withdrawn":
            listings.withdraw(party.steward, dataset.pk)


