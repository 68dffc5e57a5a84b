"""Size, names, types and what a face may not do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import FLOORS, OURS, ROOT, python_files, short, tree

LONGEST = 300
BANNED = {"util", "utils", "helper", "helpers", "misc", "manager", "managers", "process", "handle", "data2"}
# frameworks choose these names, not we; a class that is a Django manager may say so
FIXED_NAMES = {"handle", "handle_exception", "process_view", "manage"}
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
FACES = {"views", "api", "admin", "tasks"}
# no act of the trade: counts of probes that have grown old
NO_ACTS = {"kernel/tasks.py"}
# real time on purpose: tokens are stamped by their library, and events wait for real workers
REAL_TIME = {"kernel/clock.py", "accounts/client/authentication.py", "web/health/views.py"}
REGISTRY_HOSTS = re.compile(r"https?://[^\s\"')]*(pypi|pythonhosted|npmjs|jsdelivr|unpkg|cdnjs|googleapis|deb\.debian)", re.IGNORECASE)


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)}


def banned(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Vague verbs in functions, vague nouns in both; a key's handle is neither."""
    vague = words(node.name) & BANNED
    if isinstance(node, ast.ClassDef):
        vague -= {"handle", "process"}
        if any("Manager" in ast.unparse(base) for base in node.bases):
            vague.discard("manager")
    return bool(vague) and node.name not in FIXED_NAMES


def definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def test_no_file_is_too_long() -> None:
    wrong = [f"{short(path)}: {count} lines" for path in (*python_files(*OURS), ROOT / "run.py") if (count := len(path.read_text().splitlines())) > LONGEST]
    assert not wrong, "\n".join(wrong)


def test_every_module_says_what_lives_there() -> None:
    wrong = [short(path) for path in python_files(*OURS) if path.read_text().strip() and not ast.get_docstring(tree(path))]
    assert not wrong, "\n".join(wrong)


def test_no_banned_words() -> None:
    wrong = [short(path) for path in python_files(*OURS) if any(words(part) & BANNED for part in path.relative_to(ROOT).with_suffix("").parts)]
    for path in python_files(*FLOORS, "settings", "launch"):
        wrong += [f"{short(path)}:{node.lineno} {node.name}" for node in definitions(path) if banned(node)]
    assert not wrong, "\n".join(wrong)


def test_every_signature_is_typed() -> None:
    wrong = []
    for path in python_files(*OURS):
        for node in definitions(path):
            if isinstance(node, ast.ClassDef):
                continue
            args = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *filter(None, (node.args.vararg, node.args.kwarg))]
            untyped = [arg.arg for arg in args if arg.annotation is None and arg.arg not in {"self", "cls"}]
            if untyped or node.returns is None:
                wrong.append(f"{short(path)}:{node.lineno} {node.name}({', '.join(untyped)}){' -> ?' if node.returns is None else ''}")
    assert not wrong, "\n".join(wrong)


def test_faces_do_not_write() -> None:
    """Writing goes through use cases: no view, API, admin or task saves by itself."""
    wrong = []
    for path in python_files(*FLOORS):
        if not set(path.relative_to(ROOT).with_suffix("").parts) & FACES or short(path) in NO_ACTS:
            continue
        for node in ast.walk(tree(path)):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if called and node.func.attr in WRITES and "objects" in ast.unparse(node.func):
                wrong.append(f"{short(path)}:{node.lineno} {ast.unparse(node.func)}()")
    assert not wrong, "\n".join(wrong)


def test_only_the_clock_knows_now() -> None:
    wrong = []
    for path in python_files(*FLOORS):
        if short(path) in REAL_TIME:
            continue
        for node in ast.walk(tree(path)):
            text = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if text in {"timezone.now", "datetime.now", "date.today", "datetime.today", "datetime.utcnow", "timezone.localdate"}:
                wrong.append(f"{short(path)}:{node.lineno} {text}()")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("pattern", ["style=", "onclick=", "onchange=", "onsubmit=", "javascript:"])
def test_no_inline_script_or_style(pattern: str) -> None:
    """The content security policy would refuse it."""
    attribute = re.compile(rf"[\s\"']{re.escape(pattern)}")
    wrong = [short(path) for floor in FLOORS for path in (ROOT / floor).rglob("*.html") if attribute.search(path.read_text())]
    assert not wrong, "\n".join(wrong)


def test_no_script_without_a_source() -> None:
    wrong = [
        short(path) for floor in FLOORS for path in (ROOT / floor).rglob("*.html")
        if any("src=" not in tag and "json" not in tag for tag in re.findall(r"<script[^>]*>", path.read_text()))
    ]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def test_no_host_of_a_registry_or_cdn() -> None:
    kept = [path for path in ROOT.glob("*") if path.is_file() and not path.name.startswith(".git")]
    for folder in (*OURS, ".ci"):
        kept += [path for path in (ROOT / folder).rglob("*") if path.suffix in {"", ".py", ".html", ".css", ".js", ".md", ".yml", ".yaml", ".json"} and path.is_file()]
    wrong = [short(path) for path in kept if path != Path(__file__) and REGISTRY_HOSTS.search(path.read_text(errors="ignore"))]
    assert not wrong, "\n".join(wrong)
