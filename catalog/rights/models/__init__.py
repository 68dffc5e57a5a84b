"""Tables of the rights register and of what burdens a dataset."""

from __future__ import annotations

from catalog.rights.models.encumbrance import Encumbrance, EncumbranceConsent
from catalog.rights.models.register import RegisterEntry, RegisterRequest, RightObjection, RightPaper
from catalog.rights.models.registration import RightRegistration

__all__ = ["Encumbrance", "EncumbranceConsent", "RegisterEntry", "RegisterRequest", "RightObjection", "RightPaper", "RightRegistration"]
