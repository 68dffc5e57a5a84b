"""Errors of an act that a manifest called, told at the place in the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kernel.errors import Invalid


@contextmanager
def at(place: str) -> Iterator[None]:
    """Put `place` before each path of an Invalid. An error about the whole act becomes one about the place."""
    try:
        yield
    except Invalid as error:
        fields = {f"{place}.{name}": texts for name, texts in error.fields.items()} or {place: [error.detail]}
        raise Invalid(fields=fields, remedy=error.remedy) from error
