"""Words for accounts, movements and their states, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

ACCOUNTS: dict[str, str] = {
    "deposit": gettext_noop("Deposit"),
    "payable": gettext_noop("Payable to you"),
    "escrow": gettext_noop("Escrow"),
    "fee": gettext_noop("Platform fees"),
    "cash": gettext_noop("At the institution"),
}
TRANSACTIONS: dict[str, str] = {
    "deposit": gettext_noop("Deposit confirmed"),
    "payout": gettext_noop("Paid out"),
    "funding": gettext_noop("Price into escrow"),
    "fund": gettext_noop("Price into escrow"),
    "release": gettext_noop("Escrow released"),
    "refund": gettext_noop("Escrow refunded"),
    "reversal": gettext_noop("Reversal"),
}
DEPOSITS: dict[str, tuple[str, str]] = {
    "claimed": ("wait", gettext_noop("Waits for confirmation")),
    "confirmed": ("done", gettext_noop("Confirmed")),
    "refused": ("stop", gettext_noop("Refused")),
    "withdrawn": ("idle", gettext_noop("Taken back")),
    "reversal_proposed": ("wait", gettext_noop("Reversal proposed")),
    "reversed": ("stop", gettext_noop("Reversed")),
}
PAYOUTS: dict[str, tuple[str, str]] = {
    "proposed": ("wait", gettext_noop("Waits for confirmation")),
    "paid": ("done", gettext_noop("Paid")),
    "refused": ("stop", gettext_noop("Refused")),
    "withdrawn": ("idle", gettext_noop("Taken back")),
    "reversal_proposed": ("wait", gettext_noop("Reversal proposed")),
    "reversed": ("stop", gettext_noop("Reversed")),
}
ESCROWS: dict[str, tuple[str, str]] = {
    "held": ("now", gettext_noop("Held")),
    "contested": ("wait", gettext_noop("To be decided")),
    "decision_proposed": ("wait", gettext_noop("Decision proposed")),
    "released": ("done", gettext_noop("Released")),
    "refunded": ("stop", gettext_noop("Refunded")),
}


def state(names: Mapping[str, tuple[str, str]], value: str) -> tuple[str, str]:
    look, words = names[value]
    return look, gettext(words)
