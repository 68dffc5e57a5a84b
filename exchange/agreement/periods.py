"""How long each wait of an agreement lasts, and what the clock does when it ends."""

from __future__ import annotations

from datetime import timedelta

SIGN_WITHIN = timedelta(days=10)
FUND_WITHIN = timedelta(days=15)
SHOW_WITHIN = timedelta(days=30)

LAPSE = "agreement.lapse"
EXPIRE = "agreement.expire"
