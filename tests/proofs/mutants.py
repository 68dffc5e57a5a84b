"""How many wrong versions of the border's rules the law tests notice.

Each mutant changes one spot of one file of exchange/rules/border: a comparison, and/or, a not, a number, a true or false, a returned value, or a
condition that no longer holds. It is imported in a forked process in place of the real file, and judged by the cases, the tests of deadlines, lists
and vocabulary, and the laws over a few fact sets. `size` caps the number of mutants, drawn by the seed. Data (dates of instruments, words) is not mutated.
"""

from __future__ import annotations

import ast
import copy
import importlib
import importlib.abc
import importlib.util
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from django.utils.translation import override

from tests.exchange.rules.border import cases
from tests.exchange.rules.files import load

FULL_SIZE = 100_000
WANTED = 0.90
PACKAGE = "exchange.rules.border"
FILES = ("bars", "paths", "blockers", "contexts", "reviews", "obligations", "clocks", "papers", "note", "rule", "search", "engine", "changes", "facts", "deadlines", "calendar", "lists", "plain")
JUDGES = ("test_cases", "test_details", "test_deadlines", "test_lists_and_plain", "test_vocabulary")
LAW_SETS = 40
SECONDS = 30
ROOT = Path(__file__).resolve().parents[2]
SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}
EQUIVALENT: dict[str, str] = {}
"""Survivors held for equivalent, by `file:line what`, and why."""


def run(seed: int, size: int, services: Any) -> int:
    began = time.perf_counter()
    mutants = [(name, number, said) for name in FILES for number, said in enumerate(spots(name))]
    chosen = sorted(random.Random(seed).sample(mutants, min(size, len(mutants))), key=lambda each: (FILES.index(each[0]), each[1]))
    for file in (cases.SHARED, cases.OWN):  # read once, before the forks
        load(file)
    with override("en"):  # the language of the judging tests
        if not _judged(None):
            print("mutants: the unchanged rules do not pass their own judge")
            return 1
        killed = sum(_all(chosen))
    share = killed / max(1, len(chosen))
    print(f"mutants: {killed}/{len(chosen)} killed ({share:.1%}), wanted {WANTED:.0%} ({time.perf_counter() - began:.0f} s)")
    return int(share < WANTED)


def _said(mutant: tuple[str, int, str]) -> str:
    spot = f"{mutant[0]}:{mutant[2]}"
    return spot + (f" (held for equivalent: {EQUIVALENT[spot]})" if spot in EQUIVALENT else "")


def spots(name: str) -> list[str]:
    """What can be changed in the file, in order."""
    return [said for said, _ in _changes(_tree(name))]


def _tree(name: str) -> ast.Module:
    return ast.parse((ROOT / PACKAGE.replace(".", "/") / f"{name}.py").read_text(encoding="utf-8"))


def _changes(tree: ast.Module) -> Iterator[tuple[str, Callable[[], None]]]:
    """Each change with a function that makes it, in place."""
    for node in _judging(tree):
        where = f"{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Compare):
            for place, op in enumerate(node.ops):
                swapped = SWAPS[type(op)]
                yield f"{where} {type(op).__name__} -> {swapped.__name__}", _set(node.ops, place, swapped())
        elif isinstance(node, ast.BoolOp):
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"{where} {type(node.op).__name__} -> {type(other).__name__}", _put(node, "op", other)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield f"{where} not dropped", _replace(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield f"{where} {node.value} flipped", _put(node, "value", not node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int):
            yield f"{where} {node.value} + 1", _put(node, "value", node.value + 1)
        elif isinstance(node, ast.Return) and not (node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None)):
            yield f"{where} returns nothing", _put(node, "value", ast.Constant(None))
        elif isinstance(node, (ast.If, ast.IfExp)):
            yield f"{where} condition never holds", _put(node, "test", ast.Constant(False))


def _judging(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes but decorators, annotations and what makes texts."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop(0)
        yield node
        for name, value in ast.iter_fields(node):
            if name in ("decorator_list", "annotation", "returns"):
                continue
            waiting += [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ast.AST)]


def _set(into: list[Any], place: int, value: Any) -> Callable[[], None]:
    return lambda: into.__setitem__(place, value)


def _put(node: ast.AST, name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _replace(node: ast.UnaryOp) -> Callable[[], None]:
    """`not x` becomes `not not x`: the truth of x."""
    return _put(node, "operand", ast.UnaryOp(ast.Not(), node.operand))


def _mutant(name: str, number: int) -> CodeType:
    tree = copy.deepcopy(_tree(name))
    list(_changes(tree))[number][1]()
    return compile(ast.fix_missing_locations(tree), f"{name}.py", "exec")


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant where the real file is imported."""

    def __init__(self, module: str, code: CodeType) -> None:
        self._module, self._code = module, code

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)  # noqa: S102 - our own file with one spot changed


def _all(chosen: list[tuple[str, int, str]]) -> list[bool]:
    """Killed or not, as many at a time as there are processors."""
    verdicts: dict[int, bool] = {}
    running: dict[int, int] = {}
    waiting = list(enumerate(chosen))
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            place, (name, number, _) = waiting.pop(0)
            running[_child((name, number))] = place
        child, status = os.wait()
        if child in running:
            place = running.pop(child)
            verdicts[place] = status != 0
            if not status:
                print(f"mutants: survived {_said(chosen[place])}", flush=True)
    return [verdicts[place] for place in range(len(chosen))]


def _judged(mutant: tuple[str, int] | None) -> bool:
    return os.waitpid(_child(mutant), 0)[1] == 0


def _child(mutant: tuple[str, int] | None) -> int:
    """A process that ends with 0 where the judge saw nothing wrong."""
    child = os.fork()
    if child:
        return child
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # a mutant that never ends is noticed too
    try:
        for module in [name for name in sys.modules if name.startswith((PACKAGE, "tests.exchange.rules.border"))]:
            del sys.modules[module]
        if mutant is not None:
            sys.meta_path.insert(0, _Instead(f"{PACKAGE}.{mutant[0]}", _mutant(*mutant)))
        _judge()
    except BaseException:  # noqa: BLE001 - whatever is raised, the mutant was noticed
        os._exit(1)
    os._exit(0)


def _judge() -> None:
    """Every test function of the judging files with each of its parameters, then the laws."""
    for name in JUDGES:
        module = importlib.import_module(f"tests.exchange.rules.border.{name}")
        for function in [value for key, value in vars(module).items() if key.startswith("test_")]:
            for arguments in _parameters(function):
                function(**arguments)
    generated = importlib.import_module("tests.exchange.rules.border.generated")
    laws = importlib.import_module("tests.exchange.rules.border.laws")
    rng = random.Random(1)
    for _ in range(LAW_SETS):
        laws.hold(rng, generated.some_facts(rng))


def _parameters(function: Callable[..., None]) -> list[dict[str, Any]]:
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    if not marks:
        return [{}]
    names = [marks[0].args[0]] if isinstance(marks[0].args[0], str) else list(marks[0].args[0])
    return [dict(zip(names, values if len(names) > 1 else (values,), strict=True)) for values in marks[0].args[1]]
