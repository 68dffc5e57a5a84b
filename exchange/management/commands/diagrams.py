"""`manage.py diagrams`: redraws the state diagrams in the READMEs of the floors from the tables in `states.py`; `--check` only tells."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel.states import Machine

FLOORS = ("accounts", "catalog", "exchange")
BEGIN, END = "<!-- diagrams: redrawn by manage.py diagrams -->", "<!-- /diagrams -->"


class Command(BaseCommand):
    help = "Redraw the state diagrams in the READMEs."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a diagram is stale, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = []
        for floor in FLOORS:
            path = Path(settings.BASE_DIR) / floor / "README.md"
            before = path.read_text(encoding="utf-8") if path.exists() else f"# {floor}\n"
            after = _with(before, drawn(floor))
            if after != before:
                stale.append(path.name if options["check"] else str(path.relative_to(settings.BASE_DIR)))
                if not options["check"]:
                    path.write_text(after, encoding="utf-8")
        if stale and options["check"]:
            raise CommandError("The state diagrams are stale: run manage.py diagrams.")
        self.stdout.write(f"{len(stale)} READMEs redrawn")


def machines(floor: str) -> Iterator[tuple[str, Machine]]:
    """Every machine of a floor's states files, by the file that holds it."""
    root = Path(settings.BASE_DIR)
    for path in sorted((root / floor).rglob("*states.py")):
        module = import_module(".".join(path.relative_to(root).with_suffix("").parts))
        for value in vars(module).values():
            if isinstance(value, Machine):
                yield path.relative_to(root).as_posix(), value


def drawn(floor: str) -> str:
    parts = []
    for file, machine in machines(floor):
        lines = [f"### {machine.name}", "", f"`{file}`", "", "```mermaid", "stateDiagram-v2", f"  [*] --> {_id(machine.initial)}"]
        lines += [f"  {_id(t.source)} --> {_id(t.target)}: {t.pen}" for t in machine.transitions]
        lines += [f"  {_id(state)} --> [*]" for state in machine.states if machine.is_final(state)]
        parts.append("\n".join([*lines, "```"]))
    return "\n\n".join(parts)


def _id(state: str) -> str:
    return str(state).replace("-", "_")


def _with(text: str, diagrams: str) -> str:
    """The README with its diagrams between the two marks, added at the end where there were none."""
    block = f"{BEGIN}\n\n{diagrams}\n\n{END}"
    if BEGIN in text and END in text:
        head, rest = text.split(BEGIN, 1)
        return head + block + rest.split(END, 1)[1]
    return f"{text.rstrip()}\n\n## State diagrams\n\n{block}\n"
