"""Saved searches: kept for oneself, told once of what one may see, ended by oneself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.notice.models import Notice
from catalog.models import Dataset
from catalog.search.query import newly_listed
from catalog.watch import tasks, use_cases
from catalog.watch.models import SavedSearch, SearchAlert
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.models import Event
from tests.cast import Api, Party, signed_in
from tests.factories.catalog import FIELDS, dataset_listed

pytestmark = pytest.mark.django_db
FLIGHTS: dict[str, Any] = {"q": ["航班"], "industry": ["transport"]}


def notices() -> int:
    return Notice.objects.filter(cause__startswith="search:").count()


def later() -> Any:
    return clock.fixed(clock.now() + timedelta(minutes=10))


def test_a_newly_listed_match_is_told_once(provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
    saved = use_cases.save(consumer.trader, name="Flights", asked=FLIGHTS)
    with later():
        assert tasks.tell_searches() == 0
        dataset = dataset_listed(provider, operator)
        dataset_listed(provider, operator, industry="energy")
    for hours in (1, 2):  # again, also over the same time, tells nothing twice
        with clock.fixed(clock.now() + timedelta(hours=hours)):
            tasks.tell_searches()
            SavedSearch.objects.filter(pk=saved.pk).update(looked=saved.created)
            tasks.tell_searches()
            assert use_cases.tell(SYSTEM, saved.pk) == 0
    notice = Notice.objects.get(cause__startswith="search:")
    assert (notice.user_id, notice.organization_id, notice.values) == (consumer.trader.person, consumer.id, {"search": "Flights", "count": "1"})
    assert [alert.dataset_id for alert in SearchAlert.objects.all()] == [dataset.pk]
    assert Event.objects.filter(name="catalog.search.told").count() == 1


def test_nobody_is_told_of_what_they_may_not_see(provider: Party, operator: Party, consumer: Party) -> None:
    use_cases.save(consumer.trader, name="Flights", asked=FLIGHTS)
    organization = consumer.again()
    with later():
        type(organization).objects.filter(pk=organization.pk).update(verified_until=clock.now() - timedelta(seconds=1))
        dataset_listed(provider, operator, fields=[{**FIELDS[0], "grade": 5}])
    with clock.fixed(clock.now() + timedelta(hours=1)):
        assert tasks.tell_searches() == 0
    assert notices() == 0


def test_who_left_or_wants_no_more_is_not_told(provider: Party, operator: Party, consumer: Party) -> None:
    gone = use_cases.save(consumer.trader, name="Flights", asked=FLIGHTS)
    quiet = use_cases.save(consumer.owner, name="Flights", asked=FLIGHTS)
    use_cases.set_alerts(consumer.owner, quiet.pk, alerts=False)
    Membership.objects.filter(user=consumer.trader.person).update(ended=clock.now())
    with later():
        dataset_listed(provider, operator)
    with clock.fixed(clock.now() + timedelta(hours=1)):
        assert tasks.tell_searches() == 0
    assert notices() == 0
    assert not SavedSearch.objects.get(pk=gone.pk).alerts


def test_a_search_is_its_owners_alone(consumer: Party, provider: Party, operator: Party) -> None:
    saved = use_cases.save(consumer.trader, name="Flights", asked=FLIGHTS)
    for other in (consumer.owner, provider.steward, operator.one):
        with pytest.raises(NotFound):
            use_cases.set_alerts(other, saved.pk, alerts=False)
        assert not SavedSearch.objects.visible_to(other).exists()
    assert "航班" not in str(Event.objects.get(name="catalog.search.saved").payload)
    with pytest.raises(Conflict):
        use_cases.save(consumer.trader, name="Flights", asked=FLIGHTS)
    for wrong in ({}, {"industry": ["x"]}):
        with pytest.raises(Invalid):
            use_cases.save(consumer.trader, name="Other", asked=wrong)
    with pytest.raises(Forbidden):
        use_cases.tell(consumer.trader, saved.pk)
    use_cases.forget(consumer.trader, saved.pk)
    assert not SavedSearch.objects.exists()


def test_pages_and_api(provider: Party, operator: Party, consumer: Party, listed: Dataset) -> None:
    reader, home = signed_in(consumer.trader), reverse("watch.list", args=[consumer.id])
    reader.get(home)
    page = reader.get("/catalog/?q=航班&industry=transport").content.decode()
    assert f"{home}?q=" in page
    form = reader.get(home, {"q": "航班", "industry": "transport"}).content.decode()
    assert "Save this search" in form and "Transport" in form
    assert reader.post(f"{home}?q=航班&industry=transport", {"organization": consumer.id, "name": "Flights", "alerts": "on"}).status_code == 302
    row = SavedSearch.objects.get()
    assert row.asked == FLIGHTS
    assert "Flights" in reader.get(home).content.decode()
    assert reader.post(reverse("watch.alerts", args=[consumer.id, row.pk]), {"organization": consumer.id, "alerts": "off"}).status_code == 302
    assert reader.post(reverse("watch.forget", args=[consumer.id, row.pk]), {"organization": consumer.id}).status_code == 302
    api = Api(consumer.trader)
    made = api.post("/api/v1/saved-searches", {"name": "Flights", "asked": {"q": ["flight"]}})
    assert made.status_code == 201, made.content
    one = f"/api/v1/saved-searches/{made.json()['id']}"
    assert api.patch(one, {"alerts": False}).json()["alerts"] is False
    assert len(api.get("/api/v1/saved-searches").json()["items"]) == 1
    assert Api(provider.steward).get(one).status_code == 404
    assert api.delete(one).status_code == 204
    assert newly_listed(consumer.trader, use_cases.wish(FLIGHTS), after=clock.now(), most=5) == []
