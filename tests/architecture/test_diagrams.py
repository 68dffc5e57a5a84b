"""The diagrams in the READMEs are those of the tables."""

from __future__ import annotations

from django.core.management import call_command


def test_the_state_diagrams_are_fresh() -> None:
    call_command("diagrams", "--check")
