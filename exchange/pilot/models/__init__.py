"""Models of pilot programmes."""

from exchange.pilot.models.parts import PilotDeviation, PilotParticipant, PilotUse
from exchange.pilot.models.pilot import Pilot

__all__ = ["Pilot", "PilotDeviation", "PilotParticipant", "PilotUse"]
