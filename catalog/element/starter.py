"""The register's first definitions: facts of public standards in our own words. Loading them again changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

from catalog.element.models import Element
from catalog.element.use_cases import register
from kernel.actor import SYSTEM

FILE = Path(__file__).parent / "starter.json"


def load_starter() -> int:
    """Registers the definitions whose code is not there yet; answers how many. Errors: WrongState (no exchange yet)."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    known = set(Element.objects.filter(code__in=[row["code"] for row in rows]).values_list("code", flat=True))
    missing = [row for row in rows if row["code"] not in known]
    for row in missing:
        register(SYSTEM, **row)
    return len(missing)
