"""Personal and sensitive personal information as marks beside the grade, and the categories of the sensitive kind.

PIPL 4 says what personal information is, and that anonymised information is none (with 73(4)); PIPL 28 defines the sensitive kind and names
examples: both were read in the text of the law. The seven named categories and "other" follow GB/T
45574-2025, known from summaries: a label to choose from, never a test that lets something pass.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from kernel.decision import Certainty, Citation

PERSONAL = Citation("PIPL", "4")
CATEGORIES_LIST = Citation("GB/T 45574-2025", "annex A", Certainty.SECONDARY)

CATEGORIES: dict[str, str] = {
    "biometric": gettext_noop("Biometric information"),
    "religion": gettext_noop("Religious belief"),
    "specific_identity": gettext_noop("Specific identity"),
    "health": gettext_noop("Medical and health information"),
    "financial_account": gettext_noop("Financial accounts"),
    "whereabouts": gettext_noop("Whereabouts"),
    "under_14": gettext_noop("Minors under 14"),
    "other": gettext_noop("Other sensitive personal information"),
}
