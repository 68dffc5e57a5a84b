"""The demo's roles: which sample login each button of the strip signs in. Pages exist only where settings.DEMO is on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class DemoRole:
    key: str
    label: str | Promise
    email: str


ROLES = (
    DemoRole("provider", _("Provider"), "owner@provider.example"),
    DemoRole("buyer", _("Buyer"), "owner@buyer.example"),
    DemoRole("overseas", _("Overseas buyer"), "owner@overseas.example"),
    DemoRole("operator", _("Operator"), "operator@exchange.example"),
    DemoRole("reviewer", _("Reviewer"), "reviewer@regulator.example"),
    DemoRole("supervisor", _("Supervisor"), "supervisor@regulator.example"),
    DemoRole("auditor", _("Auditor"), "auditor@regulator.example"),
)
