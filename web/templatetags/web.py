"""The template library `{% load web %}`: an index of the components, nothing else."""

from web.components import (  # noqa: F401  (importing registers the tags)
    decisions,
    formats,
    forms,
    icons,
    lists,
    marks,
    pictures,
    records,
    waits,
)
from web.components.library import register

__all__ = ["register"]
