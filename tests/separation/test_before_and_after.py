"""What an outsider and a stranger are told before and after others have acted in private: every list, search, count, suggestion,
statement and problem, address by address from the URL table. Not one letter may differ.

And the wrong role: a member of the rightful organization who may only look tries every act of every address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client

from accounts.actors import actor_of
from accounts.models import Membership, User
from catalog.dataset import use_cases as datasets
from catalog.models import Dataset, Offer
from exchange.settlement import use_cases as settlement
from exchange.settlement.models import Institution
from exchange.trade_request import use_cases as requests
from kernel import clock
from kernel.actor import Actor
from kernel.models import Event
from kernel.money import parse
from seeds.sample import people as sample
from tests.cast import joined
from tests.separation.cells import Cell, cells
from tests.separation.test_matrix import Stage, _send, stage

__all__ = ["stage"]

WORD = "紫檀木雕zitan"
QUERIES = ("", f"?q={WORD}", "?q=flight&limit=1")
# a proof and the newest checkpoint speak of the whole log, whose size everybody may know
TELLS_THE_LOG = {"log.checkpoint", "log.tile"}
_DYNAMIC = (
    re.compile(rb"csrfmiddlewaretoken[^>]*>"), re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"), re.compile(rb'nonce="[^"]*"'),
    re.compile(rb'"X-CSRFToken": ?"[^"]*"'), re.compile(rb"X-CSRFToken[^}]*}"), re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}"),
)


def _lists() -> list[Cell]:
    return [
        cell for cell in cells()
        if "get" in cell.methods and set(cell.arguments) <= {"organization"} and cell.name not in TELLS_THE_LOG
    ]


def _told(client: Client, url: str) -> tuple[int, bytes]:
    answer = client.get(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
    for pattern in _DYNAMIC:
        body = pattern.sub(b"", body)
    return answer.status_code, body


def _everything(stage: Stage) -> dict[tuple[str, str, str], tuple[int, bytes]]:
    found = {}
    outsider, nobody = stage.arguments(stage.outsider.pk), stage.nobody
    for cell in _lists():
        for query in QUERIES:
            client = stage.machines["outsider"] if cell.api else stage.people["outsider"]
            url = cell.url(outsider) + query
            found["outsider", cell.name, query] = _told(client, url)
            found["nobody", cell.name, query] = _told(nobody, url)
    return found


def _private_acts(stage: Stage) -> None:
    """A draft with a word of its own, a negotiation, a deposit told of, a person invited: nobody else's business."""
    steward, trader, finance = (_actor(email) for email in ("steward@provider.example", "trader@buyer.example", "finance@buyer.example"))
    texts = {"title_zh": f"{WORD}行情", "title_en": f"Prices of {WORD}", "description_zh": WORD, "description_en": WORD}
    datasets.create(steward, **texts)
    offer = Offer.objects.filter(dataset__provider=stage.provider, dataset__state="listed", state="open", exclusive=False, quantity=None).first()
    assert offer is not None
    requests.submit(trader, offer.pk, _form(offer))
    bank = Institution.objects.first()
    assert bank is not None
    settlement.claim_deposit(finance, institution=bank.pk, reference="PRIVATE-1", amount=parse("77777.00"), value_date=clock.today())


def _actor(email: str) -> Actor:
    user = User.objects.get(email=email)
    membership = Membership.objects.select_related("organization").get(user=user)
    return actor_of(user, membership.organization, fresh=True)


def _form(offer: Offer) -> dict[str, Any]:
    policy = offer.policy
    return {
        "purpose": WORD, "purpose_code": policy["purposes"][0], "legal_basis": "not_personal", "method": "read", "security": "encrypted",
        "recipients": [{"name": WORD, "country": "CN"}], "processing_countries": ["CN"], "storage_countries": ["CN"], "term_days": 30, "count": 1,
    }


def test_nothing_is_told_and_nothing_moved(stage: Stage) -> None:
    """Both on one stage, which takes longer to set than the test takes."""
    _private_acts_change_nothing_for_others(stage)
    wrong = list(_by_a_viewer(stage))
    assert not wrong, "\n".join(wrong)


def _private_acts_change_nothing_for_others(stage: Stage) -> None:
    stage.nobody.get("/log/vkey")  # the log's key is made when first asked for
    with clock.fixed(clock.now()):
        before = _everything(stage)
        drafts, events = Dataset.objects.count(), Event.objects.count()
        _private_acts(stage)
        assert Dataset.objects.count() == drafts + 1 and Event.objects.count() > events
        after = _everything(stage)
    assert len(before) > 200
    changed = [key for key in before if before[key] != after[key]]
    assert not changed, f"others' private acts show in, unless they differ by themselves: {changed}"
    leaked = [key for key, (_, body) in after.items() if WORD.encode() in body and f"q={WORD}" not in key[2]]
    assert not leaked


def _by_a_viewer(stage: Stage) -> Iterator[str]:
    """A viewer of the organization whose object it is: every unsafe method of every page answers no, and nothing moves."""
    clients = {}
    for name, organization in (("provider", stage.provider), ("buyer", stage.buyer)):
        viewer = joined(sample.Party(organization, {"owner": _actor(f"owner@{name}.example")}), f"viewer@{name}.example", "viewer")  # type: ignore[arg-type]
        client = Client()
        client.force_login(User.objects.get(pk=viewer.person))
        clients[name] = (client, organization)
    for cell in cells():
        if cell.api or cell.audience not in ("party", "member", "operator") or "organization" not in cell.arguments:
            continue
        if any(argument != "organization" and argument not in stage.objects for argument in cell.arguments):
            continue
        for client, organization in clients.values():
            for method in (one for one in cell.methods if one != "get"):
                before = Event.objects.exclude(name="kernel.act.refused").count()
                status = _send(client, method, cell.url(stage.arguments(organization.pk)))
                if Event.objects.exclude(name="kernel.act.refused").count() != before:
                    yield f"{cell.name} {method}: a viewer of {organization} acted ({status})"
                if status in (200, 201, 202, 204):
                    yield f"{cell.name} {method}: a viewer of {organization} got {status}"
