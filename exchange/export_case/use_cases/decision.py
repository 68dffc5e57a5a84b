"""The decision and its re-evaluation: approve, with conditions, give back to the reviewer, refuse; a letter says which, why and what then."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from exchange.export_case import clocks, gather, letters, permissions
from exchange.export_case.models import ExportCase, Opinion
from exchange.export_case.states import REEVALUATION, REEVALUATION_DAYS, ROUTES, Kind, Path, State, Whose
from exchange.export_case.use_cases import going
from exchange.rules import casework
from exchange.rules.border import calendar
from exchange.rules.border.law import INSTRUMENTS
from kernel.decision import Certainty, Citation, Reason, Say, refuse
from kernel.errors import Conflict, Invalid, WrongState
from kernel.use_case import Act, use_case

VERDICTS = ("approve", "conditions", "return", "refuse")


@use_case
def decide(
    act: Act, case_id: UUID, *, verdict: str, text: str = "", conditions: Sequence[str] = (), article: str = "", remedy: str = "", number: str = "", version: int | None = None
) -> ExportCase:
    """Decide what the reviewer has written about, as another person than intake and reviewer.

    `verdict` is approve, conditions (then at least one), return (to the reviewer, with a remark) or refuse (then `article`, `text` for
    the facts and `remedy`). `number` is a filing number on the contract path, made from the case's when none is given.
    Errors: NotFound, Forbidden, WrongState, Refused (persons), Invalid."""
    case = going.found(act, case_id)
    act.authorise(permissions.DECIDE, case)
    going.expect(case, State.TO_DECIDE, version=version)
    act.require(casework.person(gather.person(act.actor, case, "intake", "reviewer")))
    found = going.lines(conditions, "conditions")
    _check(verdict, text, found, article, remedy)
    if verdict == "return":
        return _given_back(act, case, going.text(text, "text"))
    if verdict == "refuse":
        return _refused(act, case, text.strip(), article, remedy.strip())
    act.require(casework.approvable(case.path))
    today = clocks.day_of(act.now)
    begins, ends = gather.validity(case, today)
    going.close(
        act, case, State.APPROVED, decided_by=act.actor.person, decided=act.now, conditions=found if verdict == "conditions" else [], reason=text.strip() or case.reason,
        valid_from=begins, valid_until=ends, code=number.strip()[:100] if case.path == Path.CONTRACT.value else "",
    )  # fmt: skip
    letter = letters.write(act, case, "approved")
    data = {"letter": letter.number, "digest": letter.digest, "conditions": len(case.conditions), "whose": case.whose, "valid_until": ends.isoformat() if ends else None}
    act.record("exchange.export_case.approved", case, data, parties=case.parties)
    going.replaces(act, case)
    return case


def _check(verdict: str, text: str, conditions: list[str], article: str, remedy: str) -> None:
    wrong: dict[str, list[Say]] = {}
    if verdict not in VERDICTS:
        wrong["verdict"] = [Say("Approve, approve with conditions, give back to the reviewer, or refuse.")]
    if verdict == "conditions" and not conditions:
        wrong["conditions"] = [Say("Name at least one condition.")]
    if verdict in ("return", "refuse") and not text.strip():
        wrong["text"] = [Say("Say why.")]
    if verdict == "refuse" and not article.strip():
        wrong["article"] = [Say("Name the article on which a refusal rests.")]
    if verdict == "refuse" and not remedy.strip():
        wrong["remedy"] = [Say("Say what the exporter can do.")]
    if len(text) > going.TEXT_LENGTH or len(remedy) > going.TEXT_LENGTH:
        wrong["text"] = [Say("At most %(most)s characters.", {"most": going.TEXT_LENGTH})]
    if wrong:
        raise Invalid(fields=wrong)


def _given_back(act: Act, case: ExportCase, remark: str) -> ExportCase:
    number = Opinion.objects.filter(case=case).count() + 1
    Opinion(case=case, number=number, kind="returned", text=remark, person=act.actor.person, at=act.now).save(force_insert=True)
    going.proceed(act, case, State.UNDER_REVIEW)
    act.record("exchange.export_case.returned_to_reviewer", case, {"opinion": number}, parties=[case.desk_id])
    return case


def _refused(act: Act, case: ExportCase, facts: str, article: str, remedy: str) -> ExportCase:
    instrument, _, place = " ".join(article.split())[:200].partition(" ")
    known = INSTRUMENTS.get(instrument)
    certainty = known.certainty if known else Certainty.PLATFORM
    reason = Reason("export_case.refused", casework.RELEASE, Say("%(text)s", {"text": facts}), (Citation(instrument, place, certainty),), Say("%(text)s", {"text": remedy}))
    ruling = refuse(reason, facts={"case": case.number, "path": case.path}).as_json()
    going.close(act, case, State.REFUSED, decided_by=act.actor.person, decided=act.now, code="refused", reason=facts, ruling=ruling)
    letter = letters.write(act, case, "refused")
    act.record("exchange.export_case.refused", case, {"letter": letter.number, "digest": letter.digest, "whose": case.whose}, parties=[*case.parties, case.desk_id])
    going.replaces(act, case)
    return case


@use_case
def ask_reevaluation(act: Act, case_id: UUID, *, grounds: str) -> ExportCase:
    """Ask for re-evaluation of an assessment's result within 15 working days (M11 13): a case of its own that others review and
    decide, on the same dossier. Its result is final. Errors: NotFound, Forbidden, WrongState, Refused (too late), Conflict."""
    former = going.found(act, case_id)
    act.authorise(permissions.REEVALUATE, former)
    decided = former.state == State.REFUSED.value or (former.state == State.APPROVED.value and former.conditions)
    if former.path != Path.ASSESSMENT.value or not decided or former.decided is None or former.decided_by is None:
        raise WrongState(Say("Only the result of an assessment is evaluated again: a refusal, or conditions."))
    if former.kind == Kind.REEVALUATION.value:
        raise WrongState(Say("The result of a re-evaluation is final."))
    if former.whose == Whose.AUTHORITY.value:
        raise WrongState(
            Say("The real authority decided this: only it can evaluate its result again."), remedy=Say("Ask the authority, then open a case and record its own result there.")
        )
    last = calendar.after(clocks.day_of(former.decided), REEVALUATION_DAYS)
    act.require(casework.within(last, clocks.day_of(act.now), REEVALUATION))
    case = ExportCase(
        number=gather.next_number(clocks.day_of(act.now).year), agreement_id=former.agreement_id, exporter=former.exporter, consumer=former.consumer,
        determination_id=former.determination_id, predecessor=former, kind=Kind.REEVALUATION.value, path=former.path, desk=former.desk, whose=ROUTES[former.path].whose.value,
        destinations=former.destinations, ordinary=former.ordinary, sensitive=former.sensitive, state_since=act.now, created=act.now, submitted=act.now, round=1,
        extension_reason="", reason=going.text(grounds, "grounds"),
    )  # fmt: skip
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say("A case of this deal is open already, or this result was evaluated again before.")) from error
    act.created(case)
    going.proceed(act, case, State.UNDER_REVIEW)
    act.record("exchange.export_case.reevaluation_asked", case, {"case": case.number, "of": former.number}, parties=[*case.parties, case.desk_id])
    return case
