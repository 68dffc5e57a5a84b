"""All permissions of all slices in one place: what roles and API clients can be given.

Every slice names its own in a `permissions.py` as the tuple PERMISSIONS; they are found by walking the floors, so a slice
cannot be forgotten here. Nothing is decided in this file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from kernel.permissions import READ_SCOPE, Permission

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("web", "accounts", "catalog", "exchange")


@cache
def permissions() -> dict[str, Permission]:
    """Every permission by its name; a name declared twice stops the start."""
    found: dict[str, Permission] = {}
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("permissions.py")):
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for permission in module.PERMISSIONS:
                if permission.name in found:
                    raise SystemExit(f"settings: the permission {permission.name} is declared twice.")
                found[permission.name] = permission
    return found


def scopes() -> dict[str, str]:
    """OAuth scopes: reading, and one per permission, under the same name."""
    return {READ_SCOPE: "read"} | {name: permission.label or name for name, permission in sorted(permissions().items())}
