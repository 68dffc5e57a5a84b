"""An organization's own signing keys: registered with a proof that the organization holds them, retired for good."""

from __future__ import annotations

import base64
from uuid import UUID

from django.db import IntegrityError, transaction

from exchange.agreement import permissions
from exchange.agreement.models import SigningKey
from exchange.agreement.use_cases.sign import decoded
from exchange.rules.signing import possession
from exchange.trade_request.permissions import acting
from kernel import keys
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, WrongState
from kernel.use_case import Act, use_case

NAME_LENGTH = 100
MOST_KEYS = 20


@use_case
def register_key(act: Act, *, name: str, public_key: str, signature: str) -> SigningKey:
    """Register an Ed25519 public key (32 bytes, base64) with its signature over exchange.rules.signing.possession.

    Errors: Invalid, Conflict (the key was registered before)."""
    act.authorise(permissions.REGISTER_KEY)
    organization = acting(act.actor)
    name = " ".join(name.split())
    raw = decoded(public_key)
    wrong: dict[str, list[Say]] = {}
    if not 1 <= len(name) <= NAME_LENGTH:
        wrong["name"] = [Say("Write 1 to %(most)s characters.", {"most": NAME_LENGTH})]
    if len(raw) != 32:
        wrong["public_key"] = [Say("An Ed25519 public key has 32 bytes, written in base64.")]
    canonical = base64.b64encode(raw).decode()
    if not wrong and not keys.verify(raw, decoded(signature), possession(str(organization), canonical)):
        wrong["signature"] = [Say("This is not the key's signature over the registration text.")]
    if wrong:
        raise Invalid(fields=wrong)
    if SigningKey.objects.filter(organization_id=organization, retired=None).count() >= MOST_KEYS:
        raise WrongState(Say("Your organization has %(most)s keys in use.", {"most": MOST_KEYS}), remedy=Say("Retire a key that is no longer needed."))
    key = SigningKey(organization_id=organization, name=name, public_key=canonical, possession=signature, person=act.actor.person, created=act.now)
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say("This key was registered before."), remedy=Say("Make a new key pair and register that one.")) from error
    act.created(key)
    act.record("exchange.signing_key.registered", key, {"public_key": canonical})
    return key


@use_case
def retire_key(act: Act, key_id: UUID) -> SigningKey:
    """From now on it signs nothing; what it signed stays valid. Errors: NotFound, Forbidden, WrongState."""
    key = act.find(SigningKey, key_id)
    act.authorise(permissions.RETIRE_KEY, key)
    if key.retired is not None:
        raise WrongState(Say("This key is retired already."))
    key.retired = act.now
    key.save(update_fields=["retired"])
    act.record("exchange.signing_key.retired", key, {})
    return key
