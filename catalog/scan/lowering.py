"""The acts on lowerings: the provider writes why a column may stand below its suggestion, a person of the exchange decides."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.member.own_case import not_their_own
from accounts.organization.models import Kind, Organization
from catalog.dataset.models import Dataset
from catalog.dataset.use_cases.working import JOINED
from catalog.rules.grade import Grade
from catalog.scan import permissions
from catalog.scan.assessing import derived_for
from catalog.scan.models import FieldSuggestion, GradeLowering, Scan
from catalog.scan.states import LoweringState
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound
from kernel.use_case import Act, use_case

SHORTEST_REASON, LONGEST_REASON = 10, 2_000


@use_case
def ask_lowering(act: Act, dataset_id: UUID, *, column: str, grade: int, personal: bool, sensitive: bool, reason: str) -> GradeLowering:
    """Ask to let a column (or a file that cannot be scanned, by its name) stand at `grade` with these marks. Errors: Invalid, Conflict."""
    dataset = act.find(Dataset, dataset_id, join=JOINED)
    act.authorise(permissions.ASK, dataset)
    if act.actor.person is None:
        raise NotFound
    wrong: dict[str, list[Say]] = {}
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        wrong["reason"] = [Say(gettext_noop("Write why it may stand lower, in %(least)s to %(most)s characters."), {"least": SHORTEST_REASON, "most": LONGEST_REASON})]
    if grade not in set(Grade) or (sensitive and not personal):
        wrong["grade"] = [Say(gettext_noop("Choose one of the list."))]
    derived = _derived(dataset, column)
    if derived <= 1 and not _is_known(dataset, column):
        wrong["column"] = [Say(gettext_noop("No scan suggests anything for this column, and nothing is derived for it."))]
    if wrong:
        raise Invalid(fields=wrong)
    if GradeLowering.objects.filter(dataset=dataset, column=column, state=LoweringState.ASKED).exists():
        raise Conflict(Say(gettext_noop("This is asked already.")), code="already_asked", remedy=Say(gettext_noop("Wait for the exchange to decide.")))
    found = GradeLowering(
        dataset=dataset, column=column, grade=grade, personal=personal, sensitive=sensitive, reason=reason.strip(), derived=derived, state_since=act.now, asked=act.now,
        asked_by=act.actor.person,
    )  # fmt: skip
    found.save(force_insert=True)
    act.created(found)
    desk = Organization.objects.filter(kind=Kind.EXCHANGE).order_by("created").values_list("pk", flat=True).first()
    if desk:
        act.wait(found, organization=desk, act=permissions.DECIDE, role="operator", within=permissions.DECIDE_WITHIN)
    act.record("catalog.lowering.asked", dataset, _facts(found))
    return found


@use_case
def decide_lowering(act: Act, lowering_id: UUID, *, approve: bool, remark: str = "") -> GradeLowering:
    """A person of the exchange decides. Errors: Invalid (a refusal without words), WrongState (decided)."""
    known = GradeLowering.objects.visible_to(act.actor).filter(pk=lowering_id).values_list("dataset", flat=True).first()
    if known is None:
        raise NotFound
    found = act.find(GradeLowering, lowering_id)
    act.authorise(permissions.DECIDE, found)
    provider = Dataset.objects.filter(pk=known).values_list("provider", flat=True).get()
    act.require(not_their_own(act.actor, provider))
    if len(remark) > LONGEST_REASON or (not approve and not remark.strip()):
        raise Invalid(fields={"remark": [Say(gettext_noop("Write why it is refused."))]})
    act.move(found, LoweringState.APPROVED if approve else LoweringState.REFUSED, decided=act.now, decided_by=act.actor.person, remark=remark.strip())
    act.done_waiting(found)
    act.record(f"catalog.lowering.{found.state}", found, _facts(found), parties=[provider])
    return found


def _derived(dataset: Dataset, column: str) -> int:
    """What marks, volume and combination derive for a field of this name in the revision in work, or in the listed one."""
    revision = dataset.working or dataset.current
    return derived_for(revision, column) if revision is not None else 0


def _is_known(dataset: Dataset, column: str) -> bool:
    """A column of a suggestion, or a file of the revision in work while a scan has suggested something."""
    found = FieldSuggestion.objects.filter(dataset=dataset)
    if found.filter(column=column).exists():
        return True
    revision = dataset.working or dataset.current
    files = revision is not None and revision.distributions.filter(name=column).exists()
    return files and found.exists() and not Scan.objects.filter(dataset=dataset, name=column, state="done").exists()


def _facts(found: GradeLowering) -> dict[str, str | int]:
    return {"lowering": str(found.pk), "dataset": str(found.dataset_id), "grade": found.grade}
