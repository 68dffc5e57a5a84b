"""Imports run downward; law knows only itself; nobody imports the composition root."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT, python_files, short, tree

# what law may lean on beside the standard library: pure shapes and forms, the published calendar, and a marker for translators
RULES_MAY_IMPORT = (
    "kernel.actor", "kernel.decision", "kernel.errors", "kernel.canonical", "kernel.money", "stdnum", "phonenumbers", "chinese_calendar", "accounts.rules", "catalog.rules", "exchange.rules",
)  # fmt: skip


def test_contracts_hold() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


def test_rules_are_pure() -> None:
    wrong = []
    for path in python_files("accounts/rules", "catalog/rules", "exchange/rules"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
                if node.module == "django.utils.translation" and {alias.name for alias in node.names} <= {"gettext_noop"}:
                    continue
            else:
                continue
            wrong += [
                f"{short(path)}:{node.lineno} imports {module}"
                for module in modules
                if module.partition(".")[0] not in sys.stdlib_module_names and not module.startswith(RULES_MAY_IMPORT)
            ]
    assert not wrong, "\n".join(wrong)


def test_rules_read_no_clock() -> None:
    readers = {"now", "today", "utcnow", "time", "monotonic"}
    wrong = [
        f"{short(path)}:{node.lineno} calls {node.func.attr}()"
        for path in python_files("accounts/rules", "catalog/rules", "exchange/rules")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in readers and not node.args
    ]
    assert not wrong, "\n".join(wrong)
