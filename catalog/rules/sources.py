"""What the catalogue's rules cite, and how sure each source is.

`STATUTE` was read in the text of the law; `SECONDARY` rests on published summaries of a standard; `PLATFORM` is the
exchange's own rule, which no law demands.
"""

from __future__ import annotations

from kernel.decision import Certainty, Citation

RELEASE = "2026.1"

GRADED_PROTECTION = Citation("DSL", "21(1)")
CORE_DATA = Citation("DSL", "21(2)")
INTERMEDIARY = Citation("DSL", "33")
IMPORTANT_DEFINED = Citation("NDSR", "62(4)")
IMPORTANT_DECLARED = Citation("NDSR", "29")
IMPORTANT_PROVIDED = Citation("NDSR", "12")
PROVIDING_PERSONAL = Citation("PIPL", "23")
SENSITIVE_PERSONAL = Citation("PIPL", "28")
CHOOSE_THE_HIGHER = Citation("GB/T 43697-2024", "6.6", Certainty.SECONDARY)
THREE_GRADES = Citation("GB/T 43697-2024", "6.5", Certainty.SECONDARY)


def platform(article: str) -> Citation:
    return Citation("platform rules", article, Certainty.PLATFORM)
