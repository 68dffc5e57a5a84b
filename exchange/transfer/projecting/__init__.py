"""Cutting files to chosen fields: which files can be cut, the cutting itself as a stream, and the making of a cut file."""

from exchange.transfer.projecting.cutting import CannotCut, Columns, cut, form_of
from exchange.transfer.projecting.making import make

__all__ = ["CannotCut", "Columns", "cut", "form_of", "make"]
