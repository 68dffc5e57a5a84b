"""The one act of price facts: a period that is over is counted, once."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from exchange.price import permissions
from exchange.price.gather import groups
from exchange.price.models import PriceFact, PricePeriod
from exchange.rules.prices import RELEASE, Period, told
from kernel.clock import LOCAL_ZONE
from kernel.decision import Say
from kernel.errors import Conflict, WrongState
from kernel.use_case import Act, use_case


@use_case
def count(act: Act, year: int, quarter: int) -> PricePeriod:
    """Tell what may be told of a period; its quarters come before a year. Errors: WrongState (not over), Conflict (counted)."""
    act.authorise(permissions.COUNT)
    period = Period(year, quarter)
    if period.until > act.now.astimezone(LOCAL_ZONE).date():
        raise WrongState(Say(gettext_noop("Its period is not over.")))
    row = PricePeriod(name=period.name, year=year, quarter=quarter, at=act.now, release=RELEASE)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("This period was counted already."))) from error
    act.created(row)
    rest = {} if quarter else groups(period, beyond_quarters=True)
    facts = [(key, shown) for key, group in sorted(groups(period).items()) if (shown := told(group, rest.get(key)))]
    PriceFact.objects.bulk_create(
        PriceFact(
            period=row, since=period.since, quarterly=bool(quarter), industry=industry, currency=currency, deals=shown.deals, median_minor=shown.median, low_minor=shown.low,
            high_minor=shown.high,
        )
        for (industry, currency), shown in facts
    )  # fmt: skip
    act.record("exchange.price.counted", row, {"period": row.name, "groups": len(facts), "release": RELEASE})
    return row
