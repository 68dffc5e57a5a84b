"""Which files the house style is asked of."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = ("kernel", "web", "accounts", "catalog", "exchange")
OURS = (*FLOORS, "settings", "launch", "seeds", "benchmarks", "tests")


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Python files below the folders, without migrations, which Django writes."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    return tuple(sorted(found))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
