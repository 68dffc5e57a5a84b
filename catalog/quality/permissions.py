"""Who answers for a broken promise. Promising is editing; measuring is the system's."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from catalog.dataset.permissions import PREPARERS, of_provider
from kernel.permissions import Permission

ANSWER = Permission("quality:answer", PREPARERS, side=of_provider, label=gettext_noop("Answer for a broken promise of quality"))
MEASURE = Permission("quality:measure", frozenset(), system=True)

PERMISSIONS = (ANSWER, MEASURE)
