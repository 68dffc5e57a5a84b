"""The acts of the agreement. Slices above call satisfy, complete and terminate, and the clock lapse and expire."""

from __future__ import annotations

from exchange.agreement.use_cases.conditions import come_into_force, satisfy, show_basis
from exchange.agreement.use_cases.ending import complete, expire, lapse, terminate
from exchange.agreement.use_cases.keys import register_key, retire_key
from exchange.agreement.use_cases.outside import state_outside
from exchange.agreement.use_cases.prepare import accept
from exchange.agreement.use_cases.sign import sign

__all__ = ["accept", "come_into_force", "complete", "expire", "lapse", "register_key", "retire_key", "satisfy", "show_basis", "sign", "state_outside", "terminate"]
