"""Testing the connection to a service before its address is kept. The call is made outside the act, with few seconds and few bytes."""

from __future__ import annotations

from uuid import UUID

from catalog.dataset import permissions
from catalog.dataset.models import Dataset
from catalog.dataset.use_cases import keep_service
from kernel import outbound
from kernel.actor import Actor
from kernel.errors import NotFound
from kernel.permissions import authorise

SECONDS = 5.0
MOST_BYTES = 64 * 1024
# a service that asks who is calling is there
ASKS_WHO = {401, 403, 405}


def probe(url: str) -> tuple[str, int | None]:
    """One GET: a key of choices.SERVICE_OUTCOMES, and the answer's status. Redirects are not followed."""
    try:
        outbound.check(url)
    except outbound.OutboundRefused:
        return "refused", None
    except outbound.OutboundError:
        return "silent", None
    try:
        reply = outbound.call("GET", url, most=MOST_BYTES, seconds=SECONDS)
    except outbound.OutboundRefused:
        return "refused", None
    except outbound.OutboundError:
        return "silent", None
    return ("answered" if reply.status < 400 or reply.status in ASKS_WHO else "error"), reply.status


def connect(actor: Actor, dataset_id: UUID, url: str, *, expected: str | None = None) -> Dataset:
    """Test the address and keep it with what came of it; an empty one takes the service away. Errors: NotFound and the act's."""
    dataset = Dataset.objects.visible_to(actor).filter(pk=dataset_id).first()
    if dataset is None:
        raise NotFound
    authorise(actor, permissions.EDIT, dataset)
    address = url.strip()
    outcome, status = probe(address) if address else ("", None)
    return keep_service(actor, dataset_id, url=address, outcome=outcome, status=status, expected=expected)
