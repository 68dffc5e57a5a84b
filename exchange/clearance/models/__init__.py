"""Models of clearance."""

from exchange.clearance.models.clearance import Clearance, ClearanceAlert
from exchange.clearance.models.day import ExportDay
from exchange.clearance.models.declaration import ExportDeclaration

__all__ = ["Clearance", "ClearanceAlert", "ExportDay", "ExportDeclaration"]
