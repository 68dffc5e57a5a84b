"""What the acts on a certificate share: how they come by its rows in the one order of locks, and how it ends early."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.certificate.models import Certificate
from catalog.certificate.states import State
from catalog.dataset.models import Dataset
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.use_case import Act

LONGEST_REASON = 1_000


def found(act: Act, certificate_id: UUID) -> Certificate:
    """The certificate with holder, dataset and revision, both rows locked, the dataset's first. Errors: NotFound."""
    key = Certificate.objects.visible_to(act.actor).filter(pk=certificate_id).values_list("dataset", flat=True).first()
    if key is None:
        raise NotFound
    dataset = act.find(Dataset, key, join=("current", "provider"))
    certificate = act.find(Certificate, certificate_id, join=("holder", "revision"))
    certificate.dataset = dataset
    return certificate


def told(reason: str) -> str:
    """Errors: Invalid."""
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid(fields={"reason": [Say(gettext_noop("Write the reason in 1 to %(most)s characters: everyone who checks the certificate reads it."), {"most": LONGEST_REASON})]})
    return reason.strip()


def ended(act: Act, certificate: Certificate, to: State, *, parties: Iterable[UUID | None], **fields: str) -> None:
    """The certificate in force ends now, and its mark in the status list with it."""
    done = act.move(certificate, to, **fields)
    act.done_waiting(certificate)
    act.record(done.event, certificate, {"number": certificate.number, "dataset": str(certificate.dataset_id)}, parties=[certificate.holder_id, *parties])
