"""Negotiations and agreements in any state up to force, played by both parties' people through the real acts."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from catalog.models import Dataset
from exchange.agreement import use_cases as agreements
from exchange.agreement.models import Agreement, Condition, SigningKey
from exchange.agreement.permissions import SHOW_BASIS
from exchange.rules import signing
from exchange.trade_request import border, use_cases as requests
from exchange.trade_request.gather import latest
from exchange.trade_request.models import TradeRequest
from exchange.trade_request.states import State
from kernel.actor import Actor
from tests.cast import Party
from tests.factories.catalog import FIELDS, PERSONAL_FIELD, POLICY, dataset_listed, offer_of

FORM: dict[str, Any] = {
    "purpose": "Forecast delays for our own crews",
    "purpose_code": "analysis",
    "legal_basis": "not_personal",
    "method": "Read-only analysis on our own servers",
    "security": "Encrypted at rest; access by named staff only",
    "recipients": [{"name": "北京示例买方有限公司", "country": "CN"}],
    "processing_countries": ["CN"],
    "storage_countries": ["CN"],
    "term_days": 180,
    "count": 2,
}
ABROAD: dict[str, Any] = {
    "recipients": [{"name": "Overseas Buyer Pte. Ltd.", "country": "SG"}],
    "processing_countries": ["SG"],
    "storage_countries": ["SG"],
}
# what an exporter says of an export, so that nothing is unknown but the persons
EXPORT_FACTS: dict[str, Any] = {
    "important_data_status": "none", "treatment": "none", "origin": "domestic", "purpose": "data_product_sale", "exemption_condition_met": False, "subject_role": "customer",
    "data_subject_age_min": 18, "data_subject_age_max": 90, "modality": "table", "elected_route": "standard_contract", "legal_basis": "consent",
    "separate_consent": True, "guardian_consent": True, "pia_done": True, "important_data_risk_assessment_done": True, "contract_conflicts_with_model": False,
    "legal_document_clauses_missing": [], "flags": [],
}
PERSONAL: dict[str, Any] = {"legal_basis": "consent"}
ANYWHERE: dict[str, Any] = POLICY | {"countries": ["*"]}


def personal_dataset(provider: Party, operator: Party, **over: Any) -> Dataset:
    """A listed dataset one of whose fields is personal information."""
    return dataset_listed(provider, operator, **({"fields": [*FIELDS, PERSONAL_FIELD]} | over))


def trade_request_in(
    state: State | str, provider: Party, consumer: Party, operator: Party, *, dataset: Dataset | None = None, form: dict[str, Any] | None = None,
    changes: dict[str, Any] | None = None, persons: tuple[int, int] = (1_000, 0), outside: tuple[int, int] | None = (0, 0), facts: dict[str, Any] | None = None,
) -> TradeRequest:
    """A negotiation in `state` (of exchange.trade_request.states). `form` changes the request form, `changes` the provider's offer.

    An export gets its facts before the provider signs: EXPORT_FACTS changed by `facts`, `persons` (ordinary, sensitive), and a signed
    statement of `outside`, none where that is None.

    FINALIZED needs a dataset that is free of charge and holds no personal data: everything else comes from the slices above."""
    state = State(state)
    if dataset is None:
        dataset = dataset_listed(provider, operator, **({"price_minor": 0} if state is State.FINALIZED else {}))
    request = requests.submit(consumer.trader, offer_of(dataset).pk, FORM | (form or {}))
    if state is State.REQUESTED:
        return request
    if state is State.TERMINATED:
        return requests.decline(provider.steward, request.pk, reason="Not for this purpose.")
    request = requests.propose(provider.steward, request.pk, changes or {})
    if state is State.OFFERED:
        return request
    request = agreements.accept(consumer.trader, request.pk)
    if state is State.ACCEPTED:
        return request
    if border.crosses(request, latest(request).value) in ("export", "undetermined"):
        export_described(provider, request, persons, outside, facts or {})
    agreements.sign(provider.owner, request.pk)
    if state is not State.AGREED:
        agreements.sign(consumer.owner, request.pk)
    found = TradeRequest.objects.get(pk=request.pk)
    assert found.state == state.value, f"{found.state}: the deal needs acts of the slices above to come to {state}"
    return found


def export_described(provider: Party, request: TradeRequest, persons: tuple[int, int] = (1_000, 0), outside: tuple[int, int] | None = (0, 0), facts: dict[str, Any] | None = None) -> None:
    """The provider says the facts of this export and signs what it sent abroad elsewhere."""
    requests.describe_export(provider.steward, request.pk, EXPORT_FACTS | (facts or {}), ordinary=persons[0], sensitive=persons[1])
    if outside is not None:
        agreements.state_outside(provider.owner, ordinary=outside[0], sensitive=outside[1])


def agreement_in(state: State | str, provider: Party, consumer: Party, operator: Party, **over: Any) -> Agreement:
    """The agreement of a negotiation in `state`: ACCEPTED (prepared), AGREED, VERIFIED (both signed) or FINALIZED (in force)."""
    request = trade_request_in(state, provider, consumer, operator, **over)
    return agreement_again(request.pk)


def agreement_again(pk: Any) -> Agreement:
    """The row as it stands now."""
    return Agreement.objects.select_related("request", "consumer", "provider", "revision").get(pk=pk)


def basis_shown(provider: Party, agreement: Agreement) -> Agreement:
    """Every open lawful-basis duty is shown."""
    for kind in Condition.objects.filter(agreement=agreement, act=SHOW_BASIS.name, met_at=None).values_list("kind", flat=True):
        agreements.show_basis(provider.steward, agreement.pk, kind, answer="yes", reference="File 2026-17, compliance office", done_on=date(2026, 1, 5))
    return agreement_again(agreement.pk)


def signing_key(owner: Actor) -> tuple[SigningKey, Ed25519PrivateKey]:
    """A registered key of the organization's own, and its secret half."""
    private = Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    proof = base64.b64encode(private.sign(signing.possession(str(owner.organization), public))).decode()
    return agreements.register_key(owner, name="Own key", public_key=public, signature=proof), private


def detached(private: Ed25519PrivateKey, agreement: Agreement, side: str) -> str:
    """The detached signature of one side, in base64."""
    return base64.b64encode(private.sign(signing.statement(str(agreement.pk), side, agreement.digest))).decode()
