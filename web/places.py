"""Names of countries and regions in the reader's language, for whoever shows where data goes.

The names are those of Unicode CLDR 47 (`places.tsv`: ISO 3166-1 code, English, Simplified Chinese; Copyright © 1991-2025 Unicode, Inc.,
Unicode License v3), with the forms used in mainland China for Hong Kong, Macao and Taiwan, and a few shortened. Which codes name a place at
all, and what is abroad, is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language, gettext as _

FILE = Path(__file__).with_name("places.tsv")


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, str]]:
    lines = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return {code: (english, chinese) for code, english, chinese in lines}


def place(code: str) -> str:
    """"SG" as Singapore or 新加坡. A code without a name stands for itself."""
    found = _names().get(code)
    if found is None:
        return code
    return found[0] if (get_language() or "").startswith("en") else found[1]


def places(codes: Iterable[str]) -> str:
    """Several in one line, a dash where there is none."""
    return _("; ").join(place(code) for code in codes) or "–"
