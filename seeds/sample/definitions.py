"""Shared definitions in the sample: the starter set, versions and mappings of dictionaries in each state, fields that follow definitions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from catalog.dataset.models import Dataset
from catalog.dictionary import use_cases as dictionaries
from catalog.dictionary.matching import lines
from catalog.dictionary.models import Dictionary, DictionaryMapping
from catalog.element import mapping, use_cases as elements
from catalog.element.models import Element
from catalog.element.starter import load_starter
from kernel.actor import Actor
from seeds.sample.deals import Calendar
from seeds.sample.people import Party

SURE = 50
"""From this score on a steward of the sample follows a suggestion."""
AIRLINE: list[dict[str, Any]] = [
    {"code": "HBH", "name_zh": "航班号", "name_en": "Flight number", "type": "code"}, {"code": "QFJC", "name_zh": "起飞机场三字码", "name_en": "IATA airport code of departure", "type": "code"},
    {"code": "JWH", "name_zh": "机尾号", "name_en": "Tail number", "type": "code"}, {"code": "YWFZ", "name_zh": "延误分钟", "name_en": "Delay", "type": "integer", "unit": "min"},
    {"code": "JHQF", "name_zh": "计划起飞时间", "name_en": "Scheduled departure time", "type": "timestamp"},
]  # fmt: skip
PUBLIC: list[dict[str, Any]] = [
    {"code": "XZQHDM", "name_zh": "行政区划代码", "name_en": "Division code", "type": "code"}, {"code": "TYSHXYDM", "name_zh": "统一社会信用代码", "name_en": "Credit code", "type": "code"},
    {"code": "HBBH", "name_zh": "航班号", "name_en": "Flight number", "type": "code"}, {"code": "HKQDJH", "name_zh": "机尾号（航空器登记号）", "name_en": "Aircraft registration", "type": "code"},
]  # fmt: skip


def play(calendar: Calendar, parties: dict[str, Party], datasets: dict[str, Dataset]) -> None:
    provider, zone, buyer, operator = (parties[name] for name in ("provider", "zone", "buyer", "exchange"))
    with calendar.next(hours=1):
        load_starter()
    with calendar.next(hours=1):
        _versions(provider.steward, operator.operator)
    for key in ("flights", "aircraft", "airports", "weather", "cities", "divisions", "population"):
        if key in datasets:
            with calendar.next(minutes=10):
                _follow(datasets[key], next(party for party in parties.values() if party.id == datasets[key].provider_id))
    with calendar.next(hours=1):
        _dictionaries(provider.steward, zone.actors["owner"], buyer.actors["owner"], operator.operator)


def _versions(steward: Actor, operator: Actor) -> None:
    """A definition in its second version, one retired, one refused, two that wait."""
    said: dict[str, Any] = {"type": "decimal", "unit": "kt", "source": "", "kind": "", "code_list": []}
    first = _said("阵风风速", "Gust speed", "短时最大风速。", "The highest wind speed over a short time.") | said
    elements.accept(operator, elements.propose(steward, code="wind-gust-speed", **first).pk)
    elements.accept(operator, elements.propose(steward, code="wind-gust-speed", **first | {"unit": "m/s"}).pk)
    retired = _said("能见度等级", "Visibility class", "旧的能见度分级。", "A former classification of visibility.") | said | {"type": "code", "unit": ""}
    elements.accept(operator, elements.propose(steward, code="visibility-class", **retired).pk)
    elements.retire(operator, Element.objects.get(code="visibility-class").pk, remark="改用能见度数值。 Replaced by the visibility itself.")
    refused = elements.propose(steward, code="flight-mood", **_said("航班印象", "Flight mood", "旅客印象。", "How a flight felt.") | said | {"type": "text", "unit": ""})
    elements.refuse(operator, refused.pk, remark="定义不可检验。 The definition cannot be tested.")
    elements.propose(steward, code="visibility", **_said("能见度", "Visibility", "可辨认目标的最大水平距离。", "The greatest horizontal distance at which an object is recognized.") | said | {"unit": "km"})
    elements.propose(steward, code="wind-gust-speed", **first | {"unit": "m/s", "source": "WMO No. 8"})


def _said(zh: str, en: str, definition_zh: str, definition_en: str) -> dict[str, str]:
    return {"name_zh": zh, "name_en": en, "definition_zh": definition_zh, "definition_en": definition_en}


def _follow(dataset: Dataset, party: Party) -> None:
    """What a steward would do on the page: keep the suggestions that are sure."""
    dataset = Dataset.objects.select_related("current", "working").get(pk=dataset.pk)
    revision = mapping.revision_of(dataset, None)
    offered = mapping.suggestions(dataset, revision, list(revision.fields.all()), [], mapping.candidates())
    chosen: dict[str, UUID | None] = {name: found[0].key.element_id for name, found in offered.items() if found and found[0].score >= SURE}
    if chosen:
        mapping.map_fields(party.actors.get("steward", party.actors["owner"]), dataset.pk, chosen)


def _dictionaries(provider: Actor, zone: Actor, buyer: Actor, operator: Actor) -> None:
    """Mappings in each state: superseded, recognized, draft; proposed; refused; ended."""
    airline = _uploaded(provider, "airline", "航空数据字典", "Airline dictionary", AIRLINE)
    public = _uploaded(zone, "public-data", "公共数据字典", "Public data dictionary", PUBLIC)
    buyers = _uploaded(buyer, "travel", "出行数据字典", "Travel dictionary", AIRLINE[:3])
    first = _proposed(provider, airline, None)
    dictionaries.recognize(operator, first.pk)
    second = dictionaries.revise(provider, first.pk)
    dictionaries.propose(provider, second.pk)
    dictionaries.recognize(operator, second.pk)
    dictionaries.revise(provider, second.pk)
    _proposed(provider, airline, public)
    dictionaries.refuse(buyer, _proposed(provider, airline, buyers).pk, remark="机尾号的定义不同。 The tail number means another thing here.")
    ended = _proposed(zone, public, None)
    dictionaries.recognize(operator, ended.pk)
    dictionaries.end(zone, ended.pk, remark="字典将整体换版。 The dictionary will be replaced as a whole.")
    dictionaries.recognize(provider, _proposed(buyer, buyers, airline).pk)


def _uploaded(actor: Actor, code: str, zh: str, en: str, terms: list[dict[str, Any]]) -> Dictionary:
    return dictionaries.upload(actor, code=code, name_zh=zh, name_en=en, terms=terms, published=True)


def _proposed(actor: Actor, source: Dictionary, target: Dictionary | None) -> DictionaryMapping:
    found = dictionaries.begin(actor, source.pk, target_id=target.pk if target else None)
    chosen = []
    for line in lines(found, None)[0]:
        if line.suggested:
            best = line.suggested[0]
            chosen.append({"term": line.term.pk, "target": best.key.pk if target else best.key.element_id, "relation": "exact" if best.score >= SURE else "close"})
    dictionaries.match(actor, found.pk, chosen)
    return dictionaries.propose(actor, found.pk)
