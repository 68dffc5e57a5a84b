"""The sample exchange loads by real acts and shows every state that its machines have."""

from __future__ import annotations

from pathlib import Path

from accounts.models import Sponsorship
from accounts.organization.models import Organization
from catalog.models import Certificate, Dataset, Encumbrance, GradeLowering, RegisterRequest, RegradeDemand, RightObjection, RightRegistration, Scan
from exchange.clearance.states import State as Cleared
from exchange.determination.models import ControlGroup, ListEdition
from exchange.export_case.states import Path as Path_, State as Case
from exchange.models import Agreement, Clearance, Deposit, Escrow, ExportCase, ExportDeclaration, LedgerEntry, Payout, StopOrder, TradeRequest, Transfer
from kernel import clock
from kernel.events import timestamp
from kernel.models import Event
from seeds.sample.load import CLIENTS


def test_it_loads_and_shows_its_states(sample: Path) -> None:
    states = {model.__name__: set(model.objects.values_list("state", flat=True)) for model in (Organization, Dataset, TradeRequest, Agreement, Escrow, Transfer, Deposit, Payout)}
    assert states["Dataset"] == {"draft", "submitted", "listed", "returned", "refused", "suspended", "withdrawn"}
    assert states["TradeRequest"] == {"REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED", "TERMINATED"}
    assert {"draft", "applied", "returned", "refused", "suspended", "verified"} <= states["Organization"]
    assert {"prepared", "in_force", "completed", "terminated"} <= states["Agreement"]
    assert {"REQUESTED", "STARTED", "SUSPENDED", "COMPLETED", "TERMINATED"} >= states["Transfer"] > {"STARTED"}
    assert set(Scan.objects.values_list("state", flat=True)) == {"queued", "done", "failed", "cancelled"}
    assert list(RegradeDemand.objects.values_list("state", "cause")) == [("open", "content")]
    assert set(GradeLowering.objects.values_list("state", flat=True)) == {"asked", "approved", "refused"}
    for model in (Certificate, Encumbrance, RegisterRequest, RightObjection, RightRegistration, Sponsorship):
        assert set(model.objects.values_list("state", flat=True)) == {str(state) for state in model.machine.states}, model.__name__
    border = {model.__name__: set(model.objects.values_list("state", flat=True)) for model in (ExportCase, Clearance, ExportDeclaration, StopOrder)}
    assert border["ExportCase"] == {state.value for state in Case}
    assert border["Clearance"] == {state.value for state in Cleared}
    assert border["ExportDeclaration"] == {"delivered", "cancelled", "refused", "held"}
    assert border["StopOrder"] == {"standing", "lifted"}
    assert set(ExportCase.objects.values_list("path", flat=True)) == {path.value for path in Path_}
    assert set(ExportDeclaration.objects.values_list("lane", flat=True)) == {"green", "yellow", "red"}
    assert set(Agreement.objects.values_list("crossing", flat=True)) >= {"home", "export", "inbound"}
    assert set(ListEdition.objects.values_list("kind", "state")) == {("negative_list", "in_force"), ("negative_list", "proposed"), ("recipients", "in_force")}
    assert not ListEdition.objects.filter(verified=True).exists() and not ListEdition.objects.exclude(title_zh__contains="示例", title_en__contains="sample", source__contains="示例").exists()
    assert ControlGroup.objects.get().state == "in_force"
    assert not Event.objects.filter(at__gt=timestamp(clock.now())).exists(), "the sample's history does not reach into the future"
    assert sum(LedgerEntry.objects.values_list("amount_minor", flat=True)) == 0
    assert Event.objects.filter(name="exchange.agreement.came_into_force").exists()
    assert len(list(sample.glob("*.pem"))) == 3
    assert len(CLIENTS) == 14
