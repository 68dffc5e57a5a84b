"""The life of a case, one table for all paths, and what each path's steps are called in law: days, article, how sure.

A path decides where a case goes first, which clock runs in which state and whose desk decides. Nothing here knows Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kernel.decision import Certainty, Citation
from kernel.states import Machine, Transition


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTANCE = "acceptance"
    UNDER_REVIEW = "under_review"
    SUPPLEMENT = "supplement"
    TO_DECIDE = "to_decide"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ENDED = "ended"


class Path(StrEnum):
    ASSESSMENT = "security_assessment"
    CONTRACT = "standard_contract"
    CERTIFICATION = "certification"
    EXEMPT = "exempt"


class Kind(StrEnum):
    FIRST = "first"
    CHANGE = "change"
    EXTENSION = "extension"
    REEVALUATION = "reevaluation"


class Whose(StrEnum):
    """Whose word a decision is: the exchange's own rule, the simulated desk's, or the real authority's, as recorded here."""

    EXCHANGE = "exchange"
    SIMULATED = "simulated_desk"
    AUTHORITY = "authority"


class Holder(StrEnum):
    """With whom a case lies: the queues are drawn by this."""

    DRAFT = "draft"
    DESK = "desk"
    EXPORTER = "exporter"
    CLOSED = "closed"


_S = State
AT_DESK = (_S.SUBMITTED, _S.ACCEPTANCE, _S.UNDER_REVIEW, _S.TO_DECIDE)
AT_EXPORTER = (_S.RETURNED, _S.SUPPLEMENT)
OPEN = (_S.DRAFT, *AT_DESK, *AT_EXPORTER)
HOLDERS: Mapping[State, Holder] = {
    _S.DRAFT: Holder.DRAFT, **dict.fromkeys(AT_DESK, Holder.DESK), **dict.fromkeys(AT_EXPORTER, Holder.EXPORTER),
    **dict.fromkeys((_S.APPROVED, _S.REFUSED, _S.WITHDRAWN, _S.LAPSED, _S.ENDED), Holder.CLOSED),
}  # fmt: skip
DESK_ROLES: Mapping[State, str] = {_S.SUBMITTED: "intake", _S.ACCEPTANCE: "intake", _S.UNDER_REVIEW: "reviewer", _S.TO_DECIDE: "approver"}

ANEW: Mapping[State, str] = {_S.UNDER_REVIEW: "intake", _S.TO_DECIDE: "supervisor"}
"""Who else may take a re-evaluation that lies there: other persons than those of the first round are needed."""


def _event(verb: str) -> str:
    return f"exchange.export_case.{verb}"


MACHINE = Machine(
    "export_case",
    _S.DRAFT,
    (
        Transition(_S.DRAFT, _S.SUBMITTED, "exporter", _event("submitted")),
        Transition(_S.DRAFT, _S.UNDER_REVIEW, "exporter", _event("submitted")),
        Transition(_S.SUBMITTED, _S.RETURNED, "intake", _event("returned")),
        Transition(_S.SUBMITTED, _S.ACCEPTANCE, "intake", _event("complete")),
        Transition(_S.SUBMITTED, _S.UNDER_REVIEW, "intake", _event("complete")),
        Transition(_S.SUBMITTED, _S.LAPSED, "intake", _event("lapsed")),
        Transition(_S.RETURNED, _S.SUBMITTED, "exporter", _event("submitted")),
        Transition(_S.ACCEPTANCE, _S.UNDER_REVIEW, "intake", _event("accepted")),
        Transition(_S.ACCEPTANCE, _S.REFUSED, "intake", _event("not_accepted")),
        Transition(_S.UNDER_REVIEW, _S.SUPPLEMENT, "reviewer", _event("papers_asked")),
        Transition(_S.SUPPLEMENT, _S.UNDER_REVIEW, "exporter", _event("supplied")),
        Transition(_S.UNDER_REVIEW, _S.TO_DECIDE, "reviewer", _event("opined")),
        Transition(_S.TO_DECIDE, _S.UNDER_REVIEW, "approver", _event("returned_to_reviewer")),
        Transition(_S.TO_DECIDE, _S.APPROVED, "approver", _event("approved")),
        Transition(_S.TO_DECIDE, _S.REFUSED, "approver", _event("refused")),
        *(Transition(state, _S.WITHDRAWN, "exporter", _event("withdrawn")) for state in OPEN),
        *(Transition(state, _S.LAPSED, "clock", _event("lapsed")) for state in AT_EXPORTER),
        *(Transition(state, _S.APPROVED, "second operator", _event("outcome_confirmed")) for state in OPEN if state is not _S.TO_DECIDE),
        *(Transition(state, _S.REFUSED, "second operator", _event("outcome_confirmed")) for state in OPEN if state not in (_S.TO_DECIDE, _S.ACCEPTANCE)),
        Transition(_S.APPROVED, _S.ENDED, "clock", _event("ended")),
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """What one state is on one path: who acts, within how many working days, after which article.

    `goes_on` says that the clock of the step before simply runs on."""

    days: int
    cite: Citation
    goes_on: bool = False


def _law(instrument: str, article: str, certainty: Certainty = Certainty.STATUTE) -> Citation:
    return Citation(instrument, article, certainty)


_POLICY = Citation("platform rules", "border desk", Certainty.PLATFORM)
# the law sets no day for what the exporter is asked for during an assessment: ours is longer than the filing's
_ANSWER = Step(20, _POLICY)


@dataclass(frozen=True, slots=True)
class Route:
    """One path: its first state after submission, its steps, whose desk it is, and for how many years a result holds."""

    first: State
    steps: Mapping[State, Step]
    whose: Whose
    years: int | None
    validity: Citation | None


ROUTES: Mapping[str, Route] = {
    Path.ASSESSMENT: Route(
        _S.SUBMITTED,
        {
            _S.SUBMITTED: Step(5, _law("M11", "7(1)")),
            _S.RETURNED: _ANSWER,
            _S.ACCEPTANCE: Step(7, _law("M11", "7(2)")),
            _S.UNDER_REVIEW: Step(45, _law("M11", "12")),
            _S.SUPPLEMENT: Step(20, _law("M11", "11", Certainty.PLATFORM)),
            _S.TO_DECIDE: Step(45, _law("M11", "12"), goes_on=True),
        },
        Whose.SIMULATED, 3, _law("P16", "9"),
    ),
    Path.CONTRACT: Route(
        _S.SUBMITTED,
        {
            _S.SUBMITTED: Step(15, _law("GSC2", "3(2)")),
            _S.RETURNED: Step(10, _law("GSC2", "3(2)")),
            _S.UNDER_REVIEW: Step(15, _law("GSC2", "3(2)"), goes_on=True),
            _S.SUPPLEMENT: Step(10, _law("GSC2", "3(2)")),
            _S.TO_DECIDE: Step(15, _law("GSC2", "3(2)"), goes_on=True),
        },
        Whose.SIMULATED, None, None,
    ),
    Path.CERTIFICATION: Route(
        _S.UNDER_REVIEW,
        {_S.UNDER_REVIEW: Step(5, _POLICY), _S.SUPPLEMENT: Step(10, _POLICY), _S.TO_DECIDE: Step(5, _POLICY, goes_on=True)},
        Whose.EXCHANGE, 3, _law("M20", "8"),
    ),
    Path.EXEMPT: Route(
        _S.UNDER_REVIEW,
        {_S.UNDER_REVIEW: Step(3, _POLICY), _S.SUPPLEMENT: Step(10, _POLICY), _S.TO_DECIDE: Step(3, _POLICY, goes_on=True)},
        Whose.EXCHANGE, None, None,
    ),
}  # fmt: skip

REEVALUATION_DAYS = 15
REEVALUATION = _law("M11", "13")
EXTENSION = _law("M11", "12")
"""The assessment may take longer when it is complex or papers are supplemented; the exporter is told."""


_AGAIN: Mapping[State, Step] = {_S.UNDER_REVIEW: Step(45, _POLICY), _S.SUPPLEMENT: _ANSWER, _S.TO_DECIDE: Step(45, _POLICY, goes_on=True)}
"""The law sets no day for a re-evaluation's own result: ours is the assessment's length."""


def step(path: str, state: str, kind: str = Kind.FIRST.value) -> Step | None:
    """What the state is on this path in a case of this kind; None where no clock runs."""
    steps = _AGAIN if kind == Kind.REEVALUATION.value else ROUTES[path].steps
    return steps.get(State(state))
