"""Whether the grading under which a dataset is listed still stands up to the rules."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from catalog.classification.models import RegradeDemand
from catalog.classification.regrading_states import DemandState
from catalog.dataset.models import Dataset
from catalog.rules.sources import CHOOSE_THE_HIGHER, GRADED_PROTECTION, RELEASE, platform
from kernel.decision import PERMITTED, Decision, Reason, Say, refuse


def grading_stands(dataset: Dataset) -> Decision:
    """May the listed revision be offered, as far as its grading goes? Not while a demand to grade it anew has lapsed."""
    found = RegradeDemand.objects.filter(dataset=dataset, revision=dataset.current_id, state=DemandState.LAPSED).first()
    return refuse(overdue(found)) if found else PERMITTED


def overdue(demand: RegradeDemand) -> Reason:
    return Reason(
        "grade.regrading_overdue", RELEASE,
        Say(gettext_noop("The rules derive a higher grade than the one confirmed, and the dataset was not graded anew in time. Fields: %(fields)s."), {"fields": ", ".join(demand.fields[:10])}),
        (GRADED_PROTECTION, CHOOSE_THE_HIGHER, platform("grades")),
        Say(gettext_noop("Open a new revision, raise the fields, have the grading confirmed and the revision listed.")),
    )
