"""A zone is open or closed to new datasets; an organization's admission to it; the authorization of whoever operates it."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class ZoneState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


MACHINE = Machine(
    "zone",
    ZoneState.OPEN,
    (
        Transition(ZoneState.OPEN, ZoneState.CLOSED, "operator", "catalog.zone.closed"),
        Transition(ZoneState.CLOSED, ZoneState.OPEN, "operator", "catalog.zone.reopened"),
    ),
)


class AdmissionState(StrEnum):
    APPLIED = "applied"
    ADMITTED = "admitted"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    ENDED = "ended"


LIVE = (AdmissionState.APPLIED, AdmissionState.ADMITTED, AdmissionState.SUSPENDED)
_ENDED = "catalog.zone_admission.ended"
ADMISSION = Machine(
    "zone admission",
    AdmissionState.APPLIED,
    (
        Transition(AdmissionState.APPLIED, AdmissionState.ADMITTED, "zone operator", "catalog.zone_admission.admitted"),
        Transition(AdmissionState.APPLIED, AdmissionState.REFUSED, "zone operator", "catalog.zone_admission.refused"),
        Transition(AdmissionState.APPLIED, AdmissionState.ENDED, "applicant", _ENDED),
        Transition(AdmissionState.ADMITTED, AdmissionState.SUSPENDED, "zone operator", "catalog.zone_admission.suspended"),
        Transition(AdmissionState.SUSPENDED, AdmissionState.ADMITTED, "zone operator", "catalog.zone_admission.resumed"),
        Transition(AdmissionState.ADMITTED, AdmissionState.ENDED, "zone operator, user or clock", _ENDED),
        Transition(AdmissionState.SUSPENDED, AdmissionState.ENDED, "zone operator, user or clock", _ENDED),
    ),
)


class AuthorizationState(StrEnum):
    IN_FORCE = "in_force"
    ENDED = "ended"


AUTHORIZATION = Machine(
    "zone authorization",
    AuthorizationState.IN_FORCE,
    (Transition(AuthorizationState.IN_FORCE, AuthorizationState.ENDED, "operator or clock", "catalog.zone_authorization.ended"),),
)
