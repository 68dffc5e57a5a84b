"""The kinds of data the detectors know, with the marks and the least grade that each suggests, and the sources.

PIPL 28 names sensitive personal information; its categories follow GB/T 45574-2025, which is known from summaries. The number of an
identity document alone is not in that list, so it is personal, not sensitive. The grades are the exchange's own table.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from catalog.rules.personal import CATEGORIES, CATEGORIES_LIST, PERSONAL
from catalog.rules.sources import CHOOSE_THE_HIGHER, SENSITIVE_PERSONAL, platform
from kernel.decision import Citation

__all__ = ["CATEGORIES", "KINDS", "Kind"]
_SENSITIVE = (SENSITIVE_PERSONAL, CATEGORIES_LIST, platform("grades"))
_PERSONAL = (PERSONAL, CHOOSE_THE_HIGHER, platform("grades"))


@dataclass(frozen=True, slots=True)
class Kind:
    """`among_persons`: personal only beside another personal column, because things have it, too."""

    code: str
    label: str
    personal: bool
    grade: int
    category: str = ""
    among_persons: bool = False

    @property
    def sensitive(self) -> bool:
        return bool(self.category)

    @property
    def cites(self) -> tuple[Citation, ...]:
        return _SENSITIVE if self.sensitive else _PERSONAL if self.personal else (platform("grades"),)


KINDS: dict[str, Kind] = {kind.code: kind for kind in (
    Kind("resident_id", gettext_noop("Resident identity number"), True, 3),
    Kind("passport", gettext_noop("Passport number"), True, 3),
    Kind("bank_card", gettext_noop("Bank card number"), True, 4, "financial_account"),
    Kind("mobile", gettext_noop("Mobile number"), True, 3),
    Kind("landline", gettext_noop("Landline number"), True, 2),
    Kind("email", gettext_noop("E-mail address"), True, 3),
    Kind("ip", gettext_noop("IP address"), True, 2),
    Kind("plate", gettext_noop("Vehicle plate"), True, 3),
    Kind("credit_code", gettext_noop("Unified social credit code"), False, 1),
    Kind("location", gettext_noop("Precise location"), True, 4, "whereabouts", among_persons=True),
    Kind("name", gettext_noop("Personal name"), True, 3),
    Kind("address", gettext_noop("Address"), True, 3),
    Kind("birth_date", gettext_noop("Date of birth"), True, 3),
    Kind("face", gettext_noop("Picture of a face"), True, 4, "biometric"),
    Kind("voice", gettext_noop("Recording of a voice"), True, 4, "biometric"),
    Kind("health", gettext_noop("Health"), True, 4, "health"),
    Kind("account", gettext_noop("Account"), True, 3),
    Kind("financial_account", gettext_noop("Financial account"), True, 4, "financial_account"),
)}  # fmt: skip
