"""The ways to deliver: one file each, all under one suite. A further method is a file and a line here."""

from __future__ import annotations

from exchange.transfer.methods.base import Method
from exchange.transfer.methods.download import Download
from exchange.transfer.methods.projection import Projection

METHODS: dict[str, Method] = {method.name: method for method in (Download(), Projection())}
