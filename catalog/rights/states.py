"""The life of a registered right, of a request on the register, of an objection, and of an encumbrance."""

from __future__ import annotations

from enum import StrEnum

from kernel.states import Machine, Transition


class Registration(StrEnum):
    """NOTICE: examined, and told to the public, who may object. A right that was transferred stays registered, for its new holder."""

    DRAFT = "draft"
    APPLIED = "applied"
    NOTICE = "notice"
    REGISTERED = "registered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REVOKED = "revoked"


OPEN = (Registration.DRAFT, Registration.APPLIED, Registration.NOTICE, Registration.REGISTERED)
"""Of one right in one dataset at most one is open."""

_R = Registration
REGISTRATION = Machine(
    "registration of a right",
    _R.DRAFT,
    (
        Transition(_R.DRAFT, _R.APPLIED, "holder", "catalog.registration.applied"),
        Transition(_R.DRAFT, _R.WITHDRAWN, "holder", "catalog.registration.withdrawn"),
        Transition(_R.APPLIED, _R.NOTICE, "operator", "catalog.registration.announced"),
        Transition(_R.APPLIED, _R.REFUSED, "operator", "catalog.registration.refused"),
        Transition(_R.APPLIED, _R.WITHDRAWN, "holder", "catalog.registration.withdrawn"),
        Transition(_R.NOTICE, _R.REGISTERED, "clock, unless an objection is open", "catalog.registration.registered"),
        Transition(_R.NOTICE, _R.REFUSED, "operator, on an objection", "catalog.registration.refused"),
        Transition(_R.NOTICE, _R.WITHDRAWN, "holder", "catalog.registration.withdrawn"),
        Transition(_R.REGISTERED, _R.EXPIRED, "clock", "catalog.registration.expired"),
        Transition(_R.REGISTERED, _R.CANCELLED, "holder", "catalog.registration.cancelled"),
        Transition(_R.REGISTERED, _R.REVOKED, "operator, second person", "catalog.registration.revoked"),
    ),
)


class Wish(StrEnum):
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VOID = "void"


REQUEST = Machine(
    "request on the register",
    Wish.ASKED,
    (
        Transition(Wish.ASKED, Wish.DONE, "operator (change, renewal), recipient (transfer), second operator (revocation)", "catalog.registration.request_done"),
        Transition(Wish.ASKED, Wish.REFUSED, "operator (change, renewal), recipient (transfer), second operator (revocation)", "catalog.registration.request_refused"),
        Transition(Wish.ASKED, Wish.WITHDRAWN, "whoever asked", "catalog.registration.request_withdrawn"),
        Transition(Wish.ASKED, Wish.VOID, "system: the registration ended", "catalog.registration.request_void"),
    ),
)


class Objection(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    VOID = "void"


OBJECTION = Machine(
    "objection",
    Objection.OPEN,
    (
        Transition(Objection.OPEN, Objection.UPHELD, "operator; against a registered right two of them", "catalog.registration.objection_upheld"),
        Transition(Objection.OPEN, Objection.REJECTED, "operator", "catalog.registration.objection_rejected"),
        Transition(Objection.OPEN, Objection.WITHDRAWN, "objector", "catalog.registration.objection_withdrawn"),
        Transition(Objection.OPEN, Objection.VOID, "system: the registration ended", "catalog.registration.objection_void"),
    ),
)


class Burden(StrEnum):
    STANDING = "standing"
    RELEASED = "released"
    EXPIRED = "expired"


ENCUMBRANCE = Machine(
    "encumbrance",
    Burden.STANDING,
    (
        Transition(Burden.STANDING, Burden.RELEASED, "its holder", "catalog.encumbrance.released"),
        Transition(Burden.STANDING, Burden.EXPIRED, "clock", "catalog.encumbrance.expired"),
    ),
)
