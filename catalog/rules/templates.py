"""Terms that providers often begin from: policies by name, each a start that the form lets them change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from catalog.rules.policy import ANYWHERE, Policy


@dataclass(frozen=True, slots=True)
class Template:
    label: str
    name_zh: str
    name_en: str
    policy: Policy


TEMPLATES: dict[str, Template] = {
    "internal": Template(gettext_noop("Use inside the buyer's organization"), "内部使用", "Internal use", Policy(("analysis", "statistics"), ("CN",), 365)),
    "product": Template(gettext_noop("Use in the buyer's product"), "产品使用", "Use in a product", Policy(("analysis", "model_training", "product"), ("CN",), 365)),
    "research": Template(gettext_noop("Scientific research, one delivery"), "科学研究", "Research", Policy(("research", "statistics"), ("CN",), 180, 1)),
    "open": Template(
        gettext_noop("Open: any purpose, any place, may be passed on"), "开放使用", "Open use",
        Policy(("analysis", "model_training", "product", "public_service", "research", "risk_control", "statistics"), (ANYWHERE,), 3_650, None, True),
    ),
}  # fmt: skip
