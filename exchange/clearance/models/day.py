"""A day of exports in figures, so that no page counts over all that was ever exported."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class ExportDay(models.Model):
    """One day in Asia/Shanghai. `flows` has, by destination, six numbers of what was delivered on it: exports without persons, with ordinary
    and with sensitive data, ordinary and sensitive persons counted once, bytes. `lanes` has the exports declared on it, by lane, and `deliveries`
    those of a cleared deal whose first byte went out on it, told by the deliveries themselves. `standing` is how cases, clearances and
    orders stood when it was counted.

    A day is counted anew until it is `final`, an hour after its end; `counted` says when it was counted last."""

    day = models.DateField(primary_key=True)
    counted = models.DateTimeField()
    final = models.BooleanField(default=False)
    flows = models.JSONField(default=dict)
    lanes = models.JSONField(default=dict)
    deliveries = models.PositiveIntegerField(default=0)
    standing = models.JSONField(default=dict)

    class Meta:
        app_label = "exchange"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["day"], condition=models.Q(final=False), name="export_day_open")]

    def __str__(self) -> str:
        return self.day.isoformat()
