"""Celery's hand on determination: digests of persons whose stated time is over are erased. The judgement is the act's."""

from __future__ import annotations

import logging

from celery import shared_task

from exchange.determination.models import SubjectSet
from exchange.determination.use_cases import erase_subjects
from kernel import clock
from kernel.actor import SYSTEM

log = logging.getLogger(__name__)
AT_ONCE = 100


@shared_task(name="determination.erase_subjects")
def erase() -> int:
    """Returns how many sets were erased."""
    done = 0
    for pk in SubjectSet.objects.filter(erased=None, kept_until__lt=clock.today()).values_list("pk", flat=True)[:AT_ONCE]:
        try:
            erase_subjects(SYSTEM, pk)
            done += 1
        except Exception:
            log.exception("the set %s could not be erased", pk)
    return done
