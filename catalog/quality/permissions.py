"""Who promises quality and answers for a broken promise. Measuring is the system's."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.permissions import Permission

PROMISE = Permission("quality:promise", PREPARERS, side=of_provider, label=gettext_noop("Promise the quality of a dataset"))
ANSWER = Permission("quality:answer", PREPARERS, side=of_provider, label=gettext_noop("Answer for a broken promise of quality"))
MEASURE = Permission("quality:measure", frozenset(), system=True)

PERMISSIONS = (PROMISE, ANSWER, MEASURE)
