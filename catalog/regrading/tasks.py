"""Celery's hand on regrading: listed gradings that were last found high enough under another release of the rules."""

from __future__ import annotations

from celery import shared_task
from django.db.models import F, Q

from catalog.classification.models import RegradeDemand
from catalog.classification.regrading_states import UNMET
from catalog.dataset.classification_states import ClassificationState
from catalog.dataset.models import Classification
from catalog.dataset.states import DatasetState
from catalog.regrading.use_cases import answered, check
from catalog.rules.assessment import RELEASE
from kernel import rounds
from kernel.actor import SYSTEM
from kernel.nudge import begin

TASK, MET = "catalog.regrade", "catalog.regrade.met"


@shared_task(name=TASK)
def check_gradings() -> int:
    """Returns how many were derived anew. A finished scan takes the release off the grading, so that it comes here."""
    begin(TASK)
    later = RegradeDemand.objects.filter(state__in=[str(state) for state in UNMET]).exclude(revision=F("dataset__current"))
    rounds.each(MET, later.order_by("asked"), lambda row: answered(SYSTEM, row.pk))
    listed = Classification.objects.filter(state=ClassificationState.CONFIRMED, revision=F("dataset__current"), dataset__state__in=[DatasetState.LISTED, DatasetState.SUSPENDED])
    return rounds.each(TASK, listed.filter(Q(checked_release__lt=RELEASE) | Q(checked_release__gt=RELEASE)).order_by("proposed"), lambda row: check(SYSTEM, row.pk))
