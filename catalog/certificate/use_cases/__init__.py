"""The acts around a certificate: asked for, issued, refused, revoked, ended by the clock; and a right that falls takes all with it."""

from __future__ import annotations

from catalog.certificate.use_cases.asking import request, withdraw
from catalog.certificate.use_cases.deciding import issue, refuse, revoke
from catalog.certificate.use_cases.falling import end_right, expire, fall

__all__ = ["end_right", "expire", "fall", "issue", "refuse", "request", "revoke", "withdraw"]
