"""What the values and the header of a column show: personal numbers, names, places, and what marks and grade follow. Pure functions.

`detect` looks at the columns of one table and answers findings with their evidence; `suggest` turns them into marks and grades. A
person decides: nothing here changes a field. How well it sees is measured on tables of another generator (tests/catalog/scan).
"""

from __future__ import annotations

from catalog.rules.detectors.detecting import Column, Finding, detect
from catalog.rules.detectors.kinds import KINDS, Kind
from catalog.rules.detectors.suggesting import Suggestion, suggest

__all__ = ["KINDS", "Column", "Finding", "Kind", "Suggestion", "detect", "suggest"]
