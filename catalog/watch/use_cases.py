"""Keeping a search, being told of what is newly listed, being told no more, forgetting it. The words of a search stand in no event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from accounts.actors import actor_of
from accounts.notice.models import Notice
from accounts.notice.reader import SEND_TASK
from catalog.search.filters import Wish, wish
from catalog.search.query import newly_listed
from catalog.watch.models import SavedSearch, SearchAlert
from catalog.watch.permissions import SAVE, TELL
from kernel.decision import Say
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.nudge import nudge
from kernel.use_case import Act, use_case

TASK = "catalog.tell_searches"
MOST_SAVED = 50
LONGEST_NAME = 80
MOST_TOLD = 100
# a listing's time is its act's, which may be committed later than one that was looked through meanwhile
OVERLAP = timedelta(minutes=15)
SUBJECT = gettext_noop("Newly listed: %(search)s")
BODY = gettext_noop("New in the catalog for your saved search “%(search)s”: %(count)s. The list of your searches leads there; it also ends these messages.")


@use_case
def save(act: Act, *, name: str, asked: Mapping[str, Sequence[str]], alerts: bool = True) -> SavedSearch:
    """Errors: Invalid (name, filters, too many), Conflict (a search of this name)."""
    act.authorise(SAVE)
    person, organization = act.person(), act.actor.organization
    if organization is None:
        raise Forbidden(Say(gettext_noop("Searches are saved in an organization.")))
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid(fields={"name": [Say(gettext_noop("Write a name of up to 80 characters."))]})
    kept = as_asked(wish(asked))
    if not kept:
        raise Invalid(fields={"q": [Say(gettext_noop("Write words or choose a filter; the whole catalog cannot be saved as a search."))]})
    own = SavedSearch.objects.filter(user=person, organization=organization)
    if own.count() >= MOST_SAVED:
        raise Invalid(Say(gettext_noop("You keep 50 searches already. Remove one first.")))
    row = SavedSearch(organization_id=organization, user_id=person, name=name, asked=kept, alerts=alerts, looked=act.now, created=act.now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(Say(gettext_noop("You keep a search with this name already."))) from error
    act.created(row)
    act.record("catalog.search.saved", row, {"alerts": alerts})
    return row


@use_case
def set_alerts(act: Act, search_id: UUID, *, alerts: bool) -> SavedSearch:
    """Be told from now on, or no more."""
    row = act.find(SavedSearch, search_id)
    act.authorise(SAVE, row)
    if alerts and not row.alerts:
        row.looked = act.now
    row.alerts = alerts
    row.save(update_fields=["alerts", "looked"])
    act.record("catalog.search.alerts_set", row, {"alerts": alerts})
    return row


@use_case
def forget(act: Act, search_id: UUID) -> None:
    row = act.find(SavedSearch, search_id)
    act.authorise(SAVE, row)
    act.record("catalog.search.forgotten", row)
    row.delete()


@use_case
def tell(act: Act, search_id: UUID) -> int:
    """One notice for what is new and the owner may see now; answers how many datasets. Again finds nothing new and says nothing."""
    row = act.find(SavedSearch, search_id, join=("user",))
    act.authorise(TELL, row)
    found = new_for(row)
    if found is None:
        row.alerts = False
    elif found:
        SearchAlert.objects.bulk_create([SearchAlert(search=row, dataset_id=dataset, told=act.now) for dataset in found], ignore_conflicts=True)
        Notice.objects.create(
            organization_id=row.organization_id, user_id=row.user_id, cause=f"search:{row.pk}:{act.now.isoformat()}", subject=SUBJECT, body=BODY,
            values={"search": row.name, "count": f"{MOST_TOLD}+" if len(found) > MOST_TOLD else str(len(found))}, path=f"/workspace/{row.organization_id}/saved-searches/",
            created=act.now,
        )  # fmt: skip
        row.told_at = act.now
        act.after_commit(lambda: nudge(SEND_TASK))
    row.looked = act.now
    row.save(update_fields=["alerts", "looked", "told_at"])
    act.record("catalog.search.told" if found else "catalog.search.looked", row, {"count": len(found or ())})
    return len(found or ())


def new_for(row: SavedSearch) -> list[UUID] | None:
    """Datasets listed since the last look that match, that the owner may see, and was not told of; None when the owner works there no more."""
    try:
        actor = actor_of(row.user, row.organization_id)
    except NotFound:
        return None
    found = newly_listed(actor, wish_of(row), after=_begin(row), most=MOST_TOLD + 1)
    told = set(SearchAlert.objects.filter(search=row, dataset__in=found).values_list("dataset_id", flat=True))
    return [dataset for dataset in found if dataset not in told]


def _begin(row: SavedSearch) -> datetime:
    return max(row.created, row.looked - OVERLAP)


def as_asked(asked: Wish) -> dict[str, Any]:
    """A wish as lists by name, without what says nothing."""
    return {**({"q": [asked.q]} if asked.q else {}), **{name: list(values) for name, values in asked.chosen.items()}}


def wish_of(row: SavedSearch) -> Wish:
    """What is looked for. A filter that was taken out of the catalogue since finds nothing: Errors: Invalid."""
    return wish({**row.asked, "order": ["newest"]})
