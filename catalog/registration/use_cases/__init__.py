"""The acts on the rights register: applied for, examined, announced, registered; objected to, changed, transferred, ended."""

from __future__ import annotations

from catalog.registration.use_cases.applying import add_paper, apply, draft, open_paper, remove_paper, withdraw
from catalog.registration.use_cases.changing import accept, ask_change, ask_transfer, decline, make_change, refuse_change, withdraw_request
from catalog.registration.use_cases.ending import cancel, confirm_revocation, drop_revocation, expire, propose_revocation
from catalog.registration.use_cases.examining import announce, refuse, register
from catalog.registration.use_cases.objecting import object_, reject, uphold, withdraw_objection
from catalog.registration.use_cases.renewing import ask_renewal, refuse_renewal, remind, renew

__all__ = [
    "accept", "add_paper", "announce", "apply", "ask_change", "ask_renewal", "ask_transfer", "cancel", "confirm_revocation", "decline", "draft", "drop_revocation", "expire", "make_change",
    "object_", "open_paper", "propose_revocation", "refuse", "refuse_change", "refuse_renewal", "register", "reject", "remind", "remove_paper", "renew", "uphold", "withdraw", "withdraw_objection", "withdraw_request",
]  # fmt: skip
