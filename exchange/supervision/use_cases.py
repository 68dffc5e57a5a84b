"""A stop order is placed with cause and legal basis, and lifted by another person; the hold it sets ends running deliveries."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.organization.models import Organization
from catalog.models import Dataset
from exchange.agreement.models import Agreement
from exchange.clearance.gather import day
from exchange.clearance.models import Clearance
from exchange.clearance.use_cases.common import digest
from exchange.supervision import permissions
from exchange.supervision.models import StopOrder
from exchange.supervision.states import Scope, State
from kernel import holds
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound
from kernel.use_case import Act, use_case

LONGEST = 2_000
BASES = ("M11 17", "M20 10", "PIPL 42", "PIPL 66", "DSL 36", "NDSR 38", "platform rules")
"""Articles an order may rest on; the last is no law."""
SUBJECTS: dict[str, type[Any]] = {Scope.DEAL.value: Agreement, Scope.CLEARANCE.value: Clearance, Scope.EXPORTER.value: Organization, Scope.DATASET.value: Dataset}
# an exporter's deliveries at home are no matter of an export order; the other subjects are stopped wherever they go
HOLDS = {Scope.EXPORTER.value: holds.EXPORT, Scope.CLEARANCE.value: holds.EXPORT}


@use_case
def place(act: Act, *, scope: str, subject: UUID, cause: str, basis: str) -> StopOrder:
    """Stop it at once: what runs ends within two seconds, and nothing new begins. Errors: Invalid, NotFound, Conflict (one stands)."""
    act.authorise(permissions.PLACE)
    cause = " ".join(cause.split())
    wrong: dict[str, list[Say]] = {}
    if scope not in SUBJECTS:
        wrong["scope"] = [Say(gettext_noop("Choose what the order stops."))]
    if not 1 <= len(cause) <= LONGEST:
        wrong["cause"] = [Say(gettext_noop("Say why, in 1 to %(most)s characters."), {"most": LONGEST})]
    if basis not in BASES:
        wrong["basis"] = [Say(gettext_noop("Choose the article on which the order rests."))]
    if wrong:
        raise Invalid(fields=wrong)
    stopped = act.find(SUBJECTS[scope], subject)
    key = uuid4()
    order = StopOrder(
        id=key, number=f"SO-{day(act.now).year}-{key.hex[:8].upper()}", scope=scope, subject=subject, exporter_id=_concerned(stopped), cause=cause, basis=basis,
        placed_by=act.person(), placed=act.now, state_since=act.now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("A stop order on this stands already."))) from error
    act.created(order)
    holds.place(stopped, scope=HOLDS.get(scope, holds.DELIVERY), cause=_cause(order), at=act.now, by=act.actor.person)
    act.record("exchange.stop_order.placed", order, _facts(order), parties=[order.exporter_id])
    return order


@use_case
def lift(act: Act, order_id: UUID, *, remark: str) -> StopOrder:
    """Another person than the one who placed it lets it go on. Errors: Forbidden, WrongState, Invalid."""
    order = act.find(StopOrder, order_id)
    act.authorise(permissions.LIFT, order)
    remark = " ".join(remark.split())
    if not 1 <= len(remark) <= LONGEST:
        raise Invalid(fields={"remark": [Say(gettext_noop("Say why, in 1 to %(most)s characters."), {"most": LONGEST})]})
    stopped = SUBJECTS[order.scope]._default_manager.filter(pk=order.subject).first()
    if stopped is None:
        raise NotFound
    deal = stopped.agreement if isinstance(stopped, Clearance) else stopped
    act.require(not_their_own(act.actor, order.exporter_id, *getattr(deal, "parties", ())))
    done = act.move(order, State.LIFTED, lifted=act.now, lifted_by=act.person(), remark=remark)
    holds.lift(stopped, cause=_cause(order), at=act.now, by=act.actor.person)
    act.record(done.event, order, _facts(order, remark_sha256=digest(remark)), parties=[order.exporter_id])
    return order


def _cause(order: StopOrder) -> str:
    """The hold's cause: it names the order, so that lifting one never lifts another."""
    return f"{order.number} ({order.basis}): {order.cause}"


def _concerned(stopped: Any) -> UUID:
    """The organization whose exports stop."""
    found: UUID = stopped.pk if isinstance(stopped, Organization) else stopped.provider_id
    return found


def _facts(order: StopOrder, **more: str) -> dict[str, str]:
    return {"number": order.number, "scope": order.scope, "subject": str(order.subject), "cause_sha256": digest(order.cause), "basis": order.basis, "state": order.state, **more}
