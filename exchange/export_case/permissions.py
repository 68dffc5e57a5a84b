"""Who may act on a case: the exporter's people for the dossier, the desk's for its steps, two persons for a recorded outcome.

On the exempt path and for certificates the exchange is the desk, and its operators hold every role of it. A re-evaluation is
reviewed and decided by others than the first decision: intake may review it, the supervisor decide it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from exchange.export_case.states import Kind
from exchange.trade_request.permissions import PROVIDERS
from kernel.actor import Actor
from kernel.permissions import Permission

NO_ROLE: frozenset[str] = frozenset()
INTAKE = frozenset({"intake", "operator"})
REVIEWERS = frozenset({"reviewer", "operator", "intake"})
APPROVERS = frozenset({"approver", "operator", "supervisor"})
DESK = frozenset({"intake", "reviewer", "approver", "supervisor", "auditor", "operator"})
BUYERS = frozenset({"trader", "owner"})


def is_exporter(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.provider_id == actor.organization


def at_desk(actor: Actor, on: Any) -> bool:
    return actor.organization is not None and on.desk_id == actor.organization


def _reviews(actor: Actor, on: Any) -> bool:
    wanted = {"reviewer", "operator"} | ({"intake"} if on.kind == Kind.REEVALUATION.value else set())
    return at_desk(actor, on) and bool(actor.roles & wanted)


def _decides(actor: Actor, on: Any) -> bool:
    wanted = {"approver", "operator"} | ({"supervisor"} if on.kind == Kind.REEVALUATION.value else set())
    return at_desk(actor, on) and bool(actor.roles & wanted)


def _party(actor: Actor, on: Any) -> bool:
    """The exporter's people; the buyer's for the papers it brings (the act looks at the paper)."""
    mine = actor.organization is not None
    return mine and ((on.exporter_id == actor.organization and bool(actor.roles & PROVIDERS)) or (on.consumer_id == actor.organization and bool(actor.roles & BUYERS)))


def _records(actor: Actor, on: Any) -> bool:
    return is_exporter(actor, on) or at_desk(actor, on) or actor.jurisdiction == "operator"


OPEN = Permission("export_case:open", PROVIDERS, side=is_exporter, label=gettext_noop("Open the case of an export"))
FILL = Permission("export_case:fill", PROVIDERS | BUYERS, side=_party, label=gettext_noop("Add papers to a case and fill them in"))
SUBMIT = Permission("export_case:submit", PROVIDERS, side=is_exporter, label=gettext_noop("Hand a case in, and supply what was asked for"))
WITHDRAW = Permission("export_case:withdraw", PROVIDERS, side=is_exporter, label=gettext_noop("Withdraw a case"))
REEVALUATE = Permission("export_case:reevaluate", PROVIDERS, side=is_exporter, label=gettext_noop("Ask for re-evaluation of a decision"))
READ_PAPER = Permission("export_case:read_paper", PROVIDERS | BUYERS | DESK, label=gettext_noop("Read papers of a case"))
LOOK = Permission("export_case:look", DESK, label=gettext_noop("Open a case that is not one's own"))
TAKE_IN = Permission("export_case:take_in", INTAKE, side=at_desk, sensitive=True, label=gettext_noop("Check a case for completeness and accept it"))
REVIEW = Permission("export_case:review", REVIEWERS, side=_reviews, sensitive=True, label=gettext_noop("Review a case and write an opinion"))
DECIDE = Permission("export_case:decide", APPROVERS, side=_decides, sensitive=True, label=gettext_noop("Decide a case"))
RECORD = Permission("export_case:record_outcome", PROVIDERS | DESK, side=_records, sensitive=True, label=gettext_noop("Record an authority's outcome"))
CONFIRM = Permission("export_case:confirm_outcome", frozenset({"operator"}), sensitive=True, label=gettext_noop("Confirm an authority's recorded outcome"))
LAPSE = Permission("export_case:lapse", NO_ROLE, system=True, label=gettext_noop("End a case that was not completed in time"))
REMIND = Permission("export_case:remind", NO_ROLE, system=True, label=gettext_noop("Remind of a day that comes near"))
SUPERVISE = Permission("export_case:supervise", frozenset({"supervisor", "operator"}), side=at_desk, label=gettext_noop("Look after a case that is overdue"))
END = Permission("export_case:end", NO_ROLE, system=True, label=gettext_noop("End a decision whose validity is over"))

PERMISSIONS = (OPEN, FILL, SUBMIT, WITHDRAW, REEVALUATE, READ_PAPER, LOOK, TAKE_IN, REVIEW, DECIDE, RECORD, CONFIRM, LAPSE, REMIND, SUPERVISE, END)
