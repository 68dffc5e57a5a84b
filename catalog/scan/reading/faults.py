"""Why a file cannot be read, as a code with values; the words belong to catalog.scan.words."""

from __future__ import annotations


class Unreadable(Exception):
    """`values` hold names and numbers, never content of the file."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
