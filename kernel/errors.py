"""The few ways an act can fail. Each face (page, API, console, protocol) maps each of them once.

`status` and `code` are the API's; `detail` says what is wrong, `remedy` how to mend it. A plain Python error stays a bug.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop

from kernel.decision import Decision, Say

Text = Say | str


class ActError(Exception):
    """An act that did not happen, for a reason its caller can understand."""

    status = 400
    code = "error"
    title = gettext_noop("This did not work")

    def __init__(self, detail: Text, *, remedy: Text | None = None, decision: Decision | None = None, code: str | None = None) -> None:
        super().__init__(str(detail))
        self.detail = detail
        self.remedy = remedy
        self.decision = decision
        if code:
            self.code = code


class NotFound(ActError):
    """There is no such thing, or it is out of the actor's sight: the two cannot be told apart."""

    status, code, title = 404, "not_found", gettext_noop("Not found")

    def __init__(self, detail: Text | None = None) -> None:
        super().__init__(detail or Say(gettext_noop("There is nothing here that you can see. Check the address and the organization you act for.")))


class Forbidden(ActError):
    """The actor sees the thing but may not do this with it."""

    status, code, title = 403, "forbidden", gettext_noop("You may not do this")


class FreshAuthenticationNeeded(Forbidden):
    """A page asks for the password (or second factor) again; a client cannot give it."""

    code, title = "fresh_authentication_needed", gettext_noop("Confirm that it is you")


class WrongState(ActError):
    """The thing is not in a state from which this is possible."""

    status, code, title = 409, "wrong_state", gettext_noop("Not possible at this stage")


class Refused(ActError):
    """A rule says no, or cannot say yes; `decision` carries the rule, the facts and the remedy."""

    status, code, title = 409, "refused", gettext_noop("Refused by rule")

    def __init__(self, decision: Decision, detail: Text | None = None) -> None:
        first = decision.reasons[0].finding if decision.reasons else Say(gettext_noop("The rules do not permit this."))
        super().__init__(detail or first, decision=decision, remedy=decision.remedies[0] if decision.remedies else None)


class Conflict(ActError):
    """Someone else was first: taken, in flight, changed since it was read."""

    status, code, title = 409, "conflict", gettext_noop("Someone else was first")


class Changed(Conflict):
    """The thing was changed since the caller read it: If-Match, or a form that has grown old."""

    status, code, title = 412, "changed", gettext_noop("Changed meanwhile")


class Invalid(ActError):
    """The input's shape or meaning is wrong; `fields` says where (field name -> messages)."""

    status, code, title = 422, "invalid", gettext_noop("The input needs correction")

    def __init__(self, detail: Text | None = None, *, fields: Mapping[str, Sequence[Text]] | None = None, **more: Any) -> None:
        self.fields = dict(fields or {})
        if detail is None:
            first = next((messages[0] for messages in self.fields.values() if messages), None)
            detail = first or Say(gettext_noop("The input needs correction."))
        super().__init__(detail, **more)


class TooMany(ActError):
    """A limit of rate or size; try again after `retry_after` seconds."""

    status, code, title = 429, "too_many", gettext_noop("Too many at once")

    def __init__(self, detail: Text, *, retry_after: int = 1) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(ActError):
    """Something the act needs does not answer now (storage full, another server away); nothing was changed."""

    status, code, title = 503, "unavailable", gettext_noop("Not possible right now")


class DoorError(RuntimeError):
    """A use case that broke the house rules (unauthorised, unrecorded, inside a foreign transaction): a bug, never shown."""
