"""How long the row of a delivery's link stays after it has ended: the grade's column "kept", longer for personal information.

The record that something was delivered is Access and the log, which stay; a link's row says who was given an address."""

from __future__ import annotations

from django.db.models import Q

from catalog.rules.driven import kept
from catalog.rules.grade import Grade
from exchange.transfer.models import DownloadLink
from kernel import clock

MOST = 5_000


def prune_links() -> int:
    """Remove links past their days, some at a time; returns how many."""
    now, over = clock.now(), Q(pk__in=[])
    for grade in Grade:
        for personal in (False, True):
            over |= Q(transfer__agreement__revision__grade=int(grade), transfer__agreement__revision__personal=personal, expires__lt=now - kept(grade, personal=personal))
    removed = 0
    while keys := list(DownloadLink.objects.filter(over).values_list("pk", flat=True)[:MOST]):
        removed += DownloadLink.objects.filter(pk__in=keys).delete()[0]
    return removed
