"""Tables of the agreement: the frozen agreement, its signatures and keys, its conditions and their evidence."""

from __future__ import annotations

from exchange.agreement.models.agreement import Agreement, AgreementQuerySet
from exchange.agreement.models.condition import Condition, Evidence
from exchange.agreement.models.signature import Signature, SigningKey

__all__ = ["Agreement", "AgreementQuerySet", "Condition", "Evidence", "Signature", "SigningKey"]
