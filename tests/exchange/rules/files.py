"""Files of cases, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def load(path: Path) -> dict[str, Any]:
    """Empty where there is no such file."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {"cases": [], "deadline_cases": [], "default_facts": {}}
