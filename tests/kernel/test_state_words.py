"""Every state of every machine has a word that translators know."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kernel.state_words import WORDS, state_word
from kernel.states import Machine

ROOT = Path(__file__).resolve().parents[2]


def test_no_message_shows_a_code() -> None:
    missing = {
        str(state)
        for floor in ("accounts", "catalog", "exchange")
        for file in (ROOT / floor).rglob("*states.py")
        for machine in vars(import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))).values()
        if isinstance(machine, Machine)
        for state in machine.states
        if state_word(state).msgid not in WORDS
    }
    assert not missing, f"name them in kernel/state_words.py: {sorted(missing)}"
