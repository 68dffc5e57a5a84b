"""Other ends of a case, by API clients: refused and evaluated again, returned and completed, lapsed over the Spring Festival, withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from exchange.export_case.clocks import day_of
from exchange.export_case.models import ExportCase
from exchange.export_case.use_cases import going, lapse
from kernel import clock, turns
from kernel.actor import SYSTEM
from kernel.clock import LOCAL_ZONE
from tests.cast import Api, Party
from tests.factories.export_case import SCAN, again, case_in, export_deal

CASES = "/api/v1/export-cases"
World = dict[str, Party]


@pytest.fixture
def world(provider: Party, overseas: Party, operator: Party, regulator: Party) -> World:
    return {"provider": provider, "consumer": overseas, "operator": operator, "regulator": regulator}


def _act(api: Api, case: ExportCase | str, step: str, **given: Any) -> Any:
    return api.post(f"{CASES}/{case if isinstance(case, str) else case.pk}/{step}", given)


def test_refused_and_evaluated_again_by_others(world: World) -> None:
    case = case_in("to_decide", **world)
    steward, desk = Api(world["provider"].steward), {name: Api(world["regulator"].actors[name]) for name in ("intake", "reviewer", "approver", "supervisor")}
    given = {"verdict": "refuse", "article": "M11 8", "text": "Nothing limits onward transfer there.", "remedy": "Agree that nothing is passed on, then declare again."}
    refused = _act(desk["approver"], case, "decide", **given).json()
    assert refused["state"] == "refused" and refused["decision"]["remedy"]
    [letter] = [one for one in steward.get(f"{CASES}/{case.pk}/letters").json()["items"] if one["kind"] == "refused"]
    assert "M11 8" in str(letter), letter
    anew = _act(steward, case, "reevaluate", grounds="The recipient has bound itself.")
    assert anew.status_code in (200, 201), anew.content
    second = anew.json()["id"]
    twice = _act(desk["reviewer"], second, "opinions", kind="approve", text="Again I.")
    assert (twice.status_code, [rule["id"] for rule in twice.json()["decision"]["rules"]]) == (409, ["export_case.other_persons_evaluate_again"])
    assert _act(desk["intake"], second, "opinions", kind="approve", text="The new commitment removes the risk.").json()["state"] == "to_decide"
    assert _act(desk["approver"], second, "decide", verdict="approve").status_code == 409
    assert _act(desk["supervisor"], second, "decide", verdict="approve").json()["state"] == "approved"


def test_returned_with_all_gaps_and_completed(world: World) -> None:
    case = case_in("submitted", **world, path="standard_contract")
    steward, intake = Api(world["provider"].steward), Api(world["regulator"].intake)
    gaps = [{"code": "usci_copy", "what": "The copy cannot be read."}, {"code": "power_of_attorney", "what": "The seal is missing."}]
    returned = _act(intake, case, "decide", verdict="return", items=gaps)
    assert returned.json()["state"] == "returned", returned.content
    still = _act(steward, case, "submit")
    assert [rule["id"] for rule in still.json()["decision"]["rules"]] == ["export_case.dossier_is_whole"]
    for gap in gaps:
        sent = Client().generic("POST", f"{CASES}/{case.pk}/documents/{gap['code']}?name=new.pdf", SCAN, content_type="application/pdf", headers=steward.headers)
        assert sent.status_code == 201, sent.content
    assert _act(steward, case, "submit").json()["state"] == "submitted"
    assert _act(intake, case, "decide", verdict="return", items=gaps).status_code == 409, "a dossier is returned only once"
    assert _act(intake, case, "decide", verdict="accept").json()["state"] == "under_review"


def test_lapsed_when_nobody_answers_over_the_spring_festival(provider: Party, overseas: Party, operator: Party, regulator: Party) -> None:
    """Returned on Tuesday 10 February 2026: ten working days, with 14 and 28 February worked and 15 to 23 free, end on Monday 2 March."""
    with clock.fixed(datetime(2026, 2, 10, 10, tzinfo=LOCAL_ZONE)):
        case = case_in("returned", provider, overseas, operator, regulator, path="standard_contract")
    case = again(case)
    assert case.due is not None
    assert day_of(case.due) == date(2026, 3, 2)
    assert turns.waits_on(case).filter(on_expiry=going.LAPSE).exists()
    with clock.fixed(case.due):
        lapse(SYSTEM, case.pk)
        read = Api(provider.steward).get(f"{CASES}/{case.pk}").json()
        assert read["state"] == "lapsed"
        assert _act(Api(provider.steward), case, "submit").status_code == 409


def test_withdrawn_and_opened_anew(world: World) -> None:
    case = case_in("under_review", **world)
    steward = Api(world["provider"].steward)
    assert _act(Api(world["regulator"].reviewer), case, "withdraw").status_code == 403
    assert _act(steward, case, "withdraw", reason="Fewer fields will do.").json()["state"] == "withdrawn"
    assert _act(Api(world["regulator"].reviewer), case, "opinions", kind="approve", text="Late.").status_code == 409
    second = steward.post(CASES, {"agreement": str(case.agreement_id)})
    assert (second.status_code, second.json()["state"]) == (201, "draft")


def test_one_operator_cannot_take_two_steps(world: World) -> None:
    case = case_in("under_review", **world, path="exempt", agreement=export_deal(world["provider"], world["consumer"], world["operator"]))
    one, two = Api(world["operator"].one), Api(world["operator"].two)
    assert _act(one, case, "opinions", kind="approve", text="Nothing stands against it.").json()["state"] == "to_decide"
    twice = _act(one, case, "decide", verdict="approve")
    assert (twice.status_code, [rule["id"] for rule in twice.json()["decision"]["rules"]]) == (409, ["export_case.distinct_persons"])
    assert twice.json()["decision"]["remedy"]
    assert _act(two, case, "decide", verdict="approve").json()["state"] == "approved"
