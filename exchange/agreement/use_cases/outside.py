"""An exporter's signed statement of what it sent abroad outside the exchange: the key is checked here, the count is determination's."""

from __future__ import annotations

import base64
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.agreement.models import SigningKey
from exchange.agreement.models.signature import HOSTED, OWN
from exchange.agreement.use_cases.sign import PURPOSE, decoded
from exchange.determination import permissions, use_cases as determination
from exchange.determination.models import OutsideStatement
from exchange.determination.statement import text
from exchange.trade_request.permissions import acting
from kernel import keys
from kernel.actor import ActorKind
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Forbidden, Invalid
from kernel.use_case import Act, use_case


@use_case
def state_outside(act: Act, *, ordinary: int, sensitive: int, as_of: date | None = None, key: UUID | None = None, signature: str | None = None) -> OutsideStatement:
    """Sign how many persons' data the organization sent abroad outside the exchange since 1 January: on the page with the hosted key, or
    with a registered one over exchange.determination.statement.text. It stands for today; `as_of` says which day the signer meant.

    Errors: Forbidden, Invalid."""
    act.authorise(permissions.STATE_OUTSIDE)
    organization = acting(act.actor)
    as_of = as_of or act.now.astimezone(LOCAL_ZONE).date()
    said = text(str(organization), as_of.year, as_of, ordinary, sensitive).encode()
    signed = _signed(act, organization, said, key, signature)
    row = determination.keep_statement(act, organization, as_of=as_of, ordinary=ordinary, sensitive=sensitive, signed=signed)
    act.created(row)
    act.record("exchange.agreement.outside_stated", row, {"year": row.year})
    return row


def _signed(act: Act, organization: UUID, said: bytes, key: UUID | None, signature: str | None) -> determination.Signed:
    if key is None and signature is None:
        if act.actor.kind is not ActorKind.PERSON:
            raise Forbidden(
                Say(gettext_noop("The hosted key is released to a person on the page only.")),
                remedy=Say(gettext_noop("Sign with a registered key of your own: give its id and the detached signature.")),
            )
        hosted = keys.current(PURPOSE, organization)
        return determination.Signed(HOSTED, hosted.id, base64.b64encode(hosted.public).decode(), base64.b64encode(hosted.sign(said)).decode())
    found = SigningKey.objects.visible_to(act.actor).filter(pk=key, organization_id=organization, retired=None).first() if key else None
    if found is None:
        raise Invalid(fields={"key": [Say(gettext_noop("Your organization has no such signing key in use."))]})
    raw = decoded(signature or "")
    if not keys.verify(found.public, raw, said):
        raise Invalid(fields={"signature": [Say(gettext_noop("This is not the key's signature over the text to be signed."))]})
    return determination.Signed(OWN, found.pk, base64.b64encode(found.public).decode(), base64.b64encode(raw).decode())
