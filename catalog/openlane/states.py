"""An opening stands until it is closed; an application to it is admitted or refused, and may end."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class ReleaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


RELEASE = Machine("open release", ReleaseState.OPEN, (Transition(ReleaseState.OPEN, ReleaseState.CLOSED, "provider or operator", "catalog.open_release.closed"),))


class ApplicationState(StrEnum):
    APPLIED = "applied"
    ADMITTED = "admitted"
    REFUSED = "refused"
    ENDED = "ended"


APPLICATION = Machine(
    "open application",
    ApplicationState.APPLIED,
    (
        Transition(ApplicationState.APPLIED, ApplicationState.ADMITTED, "provider or zone operator", "catalog.open_application.admitted"),
        Transition(ApplicationState.APPLIED, ApplicationState.REFUSED, "provider or zone operator", "catalog.open_application.refused"),
        Transition(ApplicationState.APPLIED, ApplicationState.ENDED, "applicant, or the closing", "catalog.open_application.ended"),
        Transition(ApplicationState.ADMITTED, ApplicationState.ENDED, "applicant, provider or zone operator", "catalog.open_application.ended"),
    ),
)
