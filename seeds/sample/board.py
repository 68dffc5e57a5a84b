"""Needs and qualities of the sample: a need and an answer in each state, a promise broken, answered and mended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from catalog.dataset import use_cases as datasets
from catalog.dataset.models import Dataset
from catalog.listing import use_cases as listings
from catalog.models import Need, QualityBreach
from catalog.need import use_cases as needs
from catalog.quality import use_cases as quality
from catalog.rules.review import CHECKLIST
from kernel import clock
from kernel.actor import SYSTEM, Actor
from kernel.money import parse
from seeds.sample.catalogue import graded, prepared
from seeds.sample.deals import Calendar
from seeds.sample.people import Party

STEP = {"minutes": 2.0}
SAID: dict[str, tuple[str, str, str]] = {
    "open": ("机场逐小时能见度 Hourly visibility at airports", "示例：各机场逐小时能见度，近五年。 Sample: hourly visibility, last five years.", "transport"),
    "met": ("航班延误明细 Flight delays", "示例：逐航段延误分钟。 Sample: delay in minutes by leg.", "transport"),
    "closed": ("门店客流 Visitors of shops", "示例：按小时汇总。 Sample: totals by the hour.", "retail"),
    "expired": ("台风路径 Typhoon tracks", "示例：历史路径。 Sample: past tracks.", "meteorology"),
    "taken_down": ("个人名单 A list of persons", "示例：不合规的需求。 Sample: a need that breaks the rules.", ""),
}


def needs_board(calendar: Calendar, parties: dict[str, Party], datasets: dict[str, Dataset]) -> None:
    buyer, provider, operator = (parties[name] for name in ("buyer", "provider", "exchange"))
    rows: dict[str, Need] = {}
    for state, (title, what, industry) in SAID.items():
        with calendar.next(**STEP):
            until = clock.today() + timedelta(days=0 if state == "expired" else 300)
            rows[state] = needs.post(
                buyer.trader, title=title, what=what, purpose="示例用途。 A sample purpose.", industry=industry, budget_low=None, budget_high=parse("5000.00").minor,
                budget_shown=state == "open", until=until,
            )  # fmt: skip
    _answered(calendar, rows["open"], buyer.trader, provider.steward)
    with calendar.next(**STEP):
        given = needs.answer(provider.steward, rows["met"].pk, dataset=datasets["flights"].pk, message="示例：已上架。 Sample: listed already.")
        needs.accept(buyer.trader, given.pk)
    with calendar.next(**STEP):
        needs.answer(provider.steward, rows["closed"].pk, message="示例答复。 A sample answer.")
        needs.close(buyer.trader, rows["closed"].pk)
        needs.take_down(operator.operator, rows["taken_down"].pk, reason="示例：涉及个人名单。 Sample: it asks for persons by name.")
    with calendar.next(days=1):
        needs.expire(SYSTEM, rows["expired"].pk)


def _answered(calendar: Calendar, need: Need, buyer: Actor, provider: Actor) -> None:
    """Two answers stand, one is taken back, one declined."""
    with calendar.next(**STEP):
        needs.withdraw_answer(provider, needs.answer(provider, need.pk, message="示例：先前的答复。 Sample: an earlier answer.").pk)
        needs.decline(buyer, needs.answer(provider, need.pk, message="示例：价格过高。 Sample: too dear.").pk)
        needs.answer(provider, need.pk, message="示例：可以按月提供。 Sample: we can deliver monthly.")


def qualities(calendar: Calendar, provider: Party, operator: Actor, said: dict[str, Any]) -> None:
    """Promises that the last update of two listed datasets does not keep: one is answered; one promised no more in a new revision, so mended, and then a new one broken."""
    for words, promises in ((("质量已答复", "quality answered"), ("P1D",)), (("质量待答复", "quality to answer"), ("P1D", "", "P1W"))):
        dataset = prepared(said | {"title_zh": f"{said['title_zh']}（{words[0]}）", "title_en": f"{said['title_en']} ({words[1]})"}, provider)
        for promise in promises:
            with calendar.next(**STEP):
                datasets.promise(provider.steward, dataset.pk, {"update_every": promise} if promise else {})
                graded(dataset, provider)
                listings.submit(provider.steward, dataset.pk)
                listings.list_(operator, dataset.pk, checklist=list(CHECKLIST))
            with calendar.next(**STEP):
                quality.measure(SYSTEM, Dataset.objects.values_list("current", flat=True).get(pk=dataset.pk))
        if len(promises) == 1:
            with calendar.next(**STEP):
                found = QualityBreach.objects.get(dataset=dataset, state="found")
                quality.answer(provider.steward, found.pk, answer="示例：今后按月更新。 Sample: updates come monthly from now on.")
