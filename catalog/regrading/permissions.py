"""Regrading is the clock's and the rules' act; the provider answers it with a revision, whose permissions are dataset's."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop

from kernel.permissions import Permission

# the exchange's own rule: a month to grade anew before the listing is suspended
WITHIN = timedelta(days=30)

CHECK = Permission("grading:check", frozenset(), system=True, label=gettext_noop("Derive a grading anew and demand a higher one"))
ANSWER = Permission("grading:answer", frozenset(), system=True, label=gettext_noop("Grade this dataset anew: the rules now derive a higher grade"))
LAPSE = Permission("grading:lapse", frozenset(), system=True, label=gettext_noop("Suspend a listing that was not graded anew in time"))

PERMISSIONS = (CHECK, ANSWER, LAPSE)
