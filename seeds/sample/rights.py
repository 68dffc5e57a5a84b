"""The sample's rights register, encumbrances and certificates: each machine shows every state that it has.

Played in three parts: applications, certificates and contracts early; what takes a notice, a term or an objection to come to later; what waits now."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from catalog.certificate import use_cases as certificates
from catalog.dataset.models import Dataset
from catalog.encumbrance import use_cases as encumbrances
from catalog.offer.models import Offer
from catalog.registration import use_cases as register
from catalog.registration.use_cases.applying import Sent
from catalog.rights.models import RegisterRequest, RightRegistration
from catalog.rules.certificate import RIGHTS
from catalog.rules.policy import PURPOSES
from catalog.rules.visibility import PUBLIC_LIMIT
from kernel import clock
from kernel.actor import SYSTEM
from seeds.sample.deals import Calendar
from seeds.sample.people import PAPER, Party

STEP = {"minutes": 3.0}
SHORT = timedelta(days=30)
ENDING = timedelta(days=150)  # not over when the sample ends, but near enough to be renewed
TEXTS = {
    "scope_zh": "全部字段，用于本单位业务和对外提供。", "scope_en": "All fields, for our own business and for others.", "source_zh": "业务系统自行采集，方法见所附说明。",
    "source_en": "Collected by our own systems; the method is attached.",
}  # fmt: skip
NARROWER = {"scope_zh": "仅限统计用途。", "scope_en": "For statistics only.", "reason": "更正范围。 A correction of the scope."}
HOLDING, USING, OPERATING = RIGHTS
SCAN = PAPER.encode()
CERTIFIED: list[dict[str, Any]] = [{"kind": HOLDING, "scope_zh": "全部字段", "scope_en": "All fields"}]


@dataclass
class Played:
    """Who plays, on what, and which rows the later part comes back to: registrations by (dataset, right)."""

    calendar: Calendar
    provider: Party
    buyer: Party
    outsider: Party
    first: Any
    second: Any
    listed: list[Dataset]
    draft: Dataset
    rows: dict[tuple[int, str], RightRegistration] = field(default_factory=dict)
    burdens: list[Any] = field(default_factory=list)
    certificates: list[Any] = field(default_factory=list)

    def act(self, use_case: Any, who: Any, *args: Any, **kwargs: Any) -> Any:
        with self.calendar.next(**STEP):
            return use_case(who, *args, **kwargs)

    def drafted(self, number: int, kind: str, **more: Any) -> RightRegistration:
        dataset = self.draft if number == len(self.listed) else self.listed[number]
        row: RightRegistration = self.act(register.draft, self.provider.steward, dataset.pk, kind=kind, source="own", **TEXTS, **more)
        paper = {"kind": "collection_method", "name": "method.pdf", "media_type": "application/pdf", "size": len(SCAN)}
        self.act(register.add_paper, self.provider.steward, row.pk, **paper, stream=io.BytesIO(SCAN))
        self.rows[number, kind] = row
        return row

    def applied(self, number: int, kind: str, **more: Any) -> RightRegistration:
        row: RightRegistration = self.act(register.apply, self.provider.steward, self.drafted(number, kind, **more).pk)
        return row

    def announced(self, number: int, kind: str, **more: Any) -> RightRegistration:
        row: RightRegistration = self.act(register.announce, self.first, self.applied(number, kind, **more).pk)
        return row

    def objection(self, who: Party, number: int, kind: str) -> Any:
        reasons = "该数据由我方采集，见所附合同。 We collected these data; see the contract."
        return self.act(register.object_, who.actors.get("owner") or who.actors["outsider"], self.rows[number, kind].pk, reasons=reasons)


def early(calendar: Calendar, parties: dict[str, Party]) -> Played:
    """Applications, and what has a short term."""
    provider, operators = parties["provider"], parties["exchange"]
    listed = list(Dataset.objects.filter(provider=provider.id, state="listed", grade__lte=PUBLIC_LIMIT).order_by("created", "id")[:5])
    draft = Dataset.objects.filter(provider=provider.id, state="draft").order_by("created", "id")[0]
    played = Played(calendar, provider, parties["buyer"], parties["outsider"], operators.operator, operators.actors["operator2"], listed, draft)
    for number in (0, 1, 2):
        for kind in RIGHTS:
            until = {"until": clock_day(calendar) + SHORT} if (number, kind) == (1, USING) else {}
            played.announced(number, kind, **until)
    for kind in (HOLDING, USING):
        played.announced(4, kind, until=clock_day(calendar) + ENDING)
    for who in (played.buyer, played.outsider):
        played.objection(who, 2, OPERATING)
    _burdens(played)
    _certificates(played)
    return played


def clock_day(calendar: Calendar) -> Any:
    with clock.fixed(calendar.now):
        return clock.today()


def _burdens(played: Played) -> None:
    """One that expires, one that is released, one that stands; and a license of a field that nothing is offered for."""
    today = clock_day(played.calendar)
    offered = {purpose for offer in Offer.objects.filter(dataset=played.listed[1]) for purpose in offer.terms.purposes}
    free = [purpose for purpose in PURPOSES if purpose not in offered][:1] or ["public_service"]
    for number, kind, days, purposes in ((0, "pledge", 30, []), (1, "exclusive_licence", 300, free), (3, "pledge", 300, []), (3, "pledge", 200, [])):
        paper = encumbrances.Paper("contract.pdf", "application/pdf", io.BytesIO(SCAN), len(SCAN))
        given = {"kind": kind, "holder": played.buyer.id, "since": today, "until": today + timedelta(days=days), "purposes": purposes, "paper": paper}
        played.burdens.append(played.act(encumbrances.record, played.provider.steward, played.listed[number].pk, **given))
    played.act(encumbrances.consent, played.buyer.actors["owner"], played.burdens[2].pk, to="transfer")
    played.act(encumbrances.release, played.buyer.actors["owner"], played.burdens[3].pk)


def _certificates(played: Played) -> None:
    steward, first = played.provider.steward, played.first

    def asked(number: int, **more: Any) -> Any:
        return played.act(certificates.request, steward, played.listed[number].pk, rights=[CERTIFIED[0] | more])

    for number in (0, 0, 1, 2):
        until = {"until": clock_day(played.calendar) + SHORT} if number == 1 else {}
        played.certificates.append(played.act(certificates.issue, first, asked(number, **until).pk))
    played.act(certificates.revoke, first, played.certificates[3].pk, reason="证明材料有误。 The evidence was wrong.")
    played.act(certificates.withdraw, steward, asked(3).pk)
    played.act(certificates.refuse, first, asked(3).pk, reason="范围过宽。 The scope is too wide.")
    asked(3)


def later(played: Played) -> None:
    """The notices are over, the short terms too; objections are decided, and something is asked of what is registered."""
    act, rows, owner, first, second = played.act, played.rows, played.provider.actors["owner"], played.first, played.second
    for (number, kind), row in rows.items():
        if (number, kind) != (2, OPERATING):
            act(register.register, SYSTEM, row.pk)
    reason = {"reason": "经核对，异议成立。 The objection is right."}
    objections = list(rows[2, OPERATING].objections.order_by("created"))
    act(register.withdraw_objection, played.outsider.actors.get("owner") or played.outsider.actors["outsider"], objections[1].pk)
    act(register.uphold, first, objections[0].pk, **reason)
    act(encumbrances.expire, SYSTEM, played.burdens[0].pk)
    act(certificates.expire, SYSTEM, played.certificates[2].pk)
    act(register.reject, first, played.objection(played.buyer, 0, HOLDING).pk, reason="材料未能证明。 The papers do not show it.")
    played.objection(played.outsider, 2, HOLDING)
    act(register.uphold, first, played.objection(played.buyer, 2, HOLDING).pk, **reason)
    act(register.confirm_revocation, second, RegisterRequest.objects.get(registration=rows[2, HOLDING], state="asked").pk)
    act(register.propose_revocation, first, rows[2, USING].pk, reason="来源存疑。 The source is in doubt.")
    played.objection(played.buyer, 0, OPERATING)
    to, buyer = {"to": played.buyer.id, "reason": "已签订转让合同。 Under a contract of transfer."}, played.buyer.actors["owner"]
    act(register.decline, buyer, act(register.ask_transfer, owner, rows[0, HOLDING].pk, **to).pk, reason="暂不受让。 Not now.")
    act(register.accept, buyer, act(register.ask_transfer, owner, rows[0, USING].pk, **to).pk)
    act(register.ask_transfer, owner, rows[0, HOLDING].pk, **to)
    act(register.withdraw_request, owner, act(register.ask_change, owner, rows[1, HOLDING].pk, **NARROWER).pk)
    act(register.ask_change, owner, rows[1, HOLDING].pk, **NARROWER)
    act(register.ask_change, owner, rows[1, OPERATING].pk, **NARROWER)
    act(register.cancel, owner, rows[1, OPERATING].pk, reason="不再使用。 No longer used.")


def lately(played: Played) -> None:
    """What waits now: on notice, objected to, to be examined; a draft, and what was taken back and refused."""
    played.announced(3, HOLDING)
    played.announced(3, USING)
    played.objection(played.outsider, 3, USING)
    played.applied(3, OPERATING)
    played.drafted(5, HOLDING)
    played.act(register.withdraw, played.provider.steward, played.drafted(5, USING).pk)
    played.act(register.refuse, played.first, played.applied(5, OPERATING).pk, reason="材料不全。 The papers are not complete.")
    paper = Sent("authorization", "authorization.pdf", "application/pdf", io.BytesIO(SCAN), len(SCAN))
    longer = clock_day(played.calendar) + timedelta(days=400)
    played.act(register.ask_renewal, played.provider.steward, played.rows[4, HOLDING].pk, reason="授权已续期。 The authorization was prolonged.", until=longer, paper=paper)
