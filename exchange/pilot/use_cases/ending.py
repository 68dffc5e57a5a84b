"""A pilot ends: by a person's decision with a reason, or by the clock after its last day. Reaching a cap ends it where exports are counted."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from exchange.pilot import permissions
from exchange.pilot.models import Pilot
from exchange.pilot.states import DAY_OVER, State
from exchange.pilot.use_cases.common import closed, said
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import WrongState
from kernel.use_case import Act, use_case


@use_case
def stop(act: Act, pilot_id: UUID, *, cause: str) -> Pilot:
    """The platform's ordinary rules hold again from this moment on; a draft or proposal is given up. Errors: NotFound, Forbidden, WrongState, Invalid."""
    pilot = act.find(Pilot, pilot_id)
    act.authorise(permissions.STOP, pilot)
    return closed(act, pilot, State.STOPPED, said(cause, "cause"), stopped_by=act.person())


@use_case
def end(act: Act, pilot_id: UUID) -> Pilot:
    """The clock: its last day in Asia/Shanghai is over. Errors: WrongState."""
    pilot = act.find(Pilot, pilot_id)
    act.authorise(permissions.END, pilot)
    if act.now.astimezone(LOCAL_ZONE).date() <= pilot.until:
        raise WrongState(Say(gettext_noop("Its last day is not over.")))
    return closed(act, pilot, State.ENDED, DAY_OVER)
