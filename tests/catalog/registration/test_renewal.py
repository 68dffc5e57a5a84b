"""A registration is renewed before its end, with a paper that shows that the right runs on; the operator decides, and the certificate follows."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from catalog.certificate import use_cases as certificates
from catalog.certificate.models import Certificate
from catalog.listing import use_cases as listings
from catalog.registration import use_cases as register
from catalog.registration.use_cases import applying
from catalog.registration.use_cases.applying import Sent
from catalog.rights import use_cases as rights
from catalog.rights.lasting import after_day
from catalog.rights.models import RegisterRequest, RightRegistration
from catalog.rules.registration import RENEWAL_OPENS, RenewalFacts, last_day, renewing
from catalog.rules.review import CHECKLIST
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, NotFound, Refused, WrongState
from kernel.models import Event, Turn
from tests.cast import Api, Party, signed_in
from tests.factories.catalog import again, dataset_ready
from tests.factories.certificate import RIGHTS, issued
from tests.factories.registration import again as row_again, registered

DAYS = st.dates(date(2026, 1, 1), date(2040, 1, 1))


@given(valid_until=DAYS, until=st.none() | DAYS, wanted=st.none() | DAYS, on=DAYS)
def test_a_renewal_is_in_time_longer_and_bounded(valid_until: date, until: date | None, wanted: date | None, on: date) -> None:
    if renewing(RenewalFacts(valid_until, until, wanted, on)).permitted:
        renewed = last_day(wanted, valid_until)
        assert valid_until - RENEWAL_OPENS <= on <= valid_until < renewed <= valid_until + timedelta(days=3 * 366)
        assert wanted is None or renewed <= wanted


def sent() -> Sent:
    return Sent("authorization", "longer.txt", "text/plain", io.BytesIO(b"prolonged"), 9)


def ask(party: Party, row: RightRegistration, days: int = 400) -> RegisterRequest:
    return register.ask_renewal(party.steward, row.pk, reason="Prolonged.", paper=sent(), until=clock.today() + timedelta(days=days))


@pytest.mark.django_db
def test_the_certificate_follows(provider: Party, operator: Party, outsider: Party) -> None:
    dataset, end = dataset_ready(provider), clock.today() + timedelta(days=60)
    row = registered(provider, operator, dataset, until=end)
    rights.state(provider.steward, dataset.pk, basis="own", statement_zh="已登记。", statement_en="Registered.", registration=row.pk)
    listings.submit(provider.steward, dataset.pk)
    listings.list_(operator.one, dataset.pk, checklist=list(CHECKLIST))
    former = issued(provider, operator, again(dataset), [RIGHTS[0] | {"until": end}, RIGHTS[1]])
    assert former.valid_until == end
    with pytest.raises(Refused):
        ask(provider, row, days=60)
    with pytest.raises(Forbidden):
        register.ask_renewal(outsider.steward, row.pk, reason="Ours.", paper=sent())
    request = ask(provider, row)
    with pytest.raises(Conflict):
        ask(provider, row)
    with pytest.raises(NotFound):
        register.renew(outsider.owner, request.pk)
    with pytest.raises(Forbidden):
        register.renew(provider.owner, request.pk)
    register.renew(operator.one, request.pk)
    row = row_again(row)
    assert (row.until, row.valid_until, row.state) == (clock.today() + timedelta(days=400), clock.today() + timedelta(days=400), "registered")
    assert sorted(Turn.objects.filter(subject_id=row.pk, ended=None).values_list("on_expiry", flat=True)) == ["registration.expire", "registration.remind"]
    assert Turn.objects.get(subject_id=again(dataset).current_id, on_expiry="rights.fall", ended=None).until == after_day(row.valid_until)
    following = Certificate.objects.get(dataset=dataset, state="requested")
    assert [one["until"] for one in following.rights] == [row.valid_until.isoformat(), None]
    assert certificates.issue(operator.one, following.pk).valid_until == row.valid_until
    former.refresh_from_db()
    assert former.state == "replaced"
    with clock.fixed(clock.now() + timedelta(days=61)):
        with pytest.raises(WrongState):
            register.expire(SYSTEM, row.pk)
        assert again(dataset).state == "listed"


@pytest.mark.django_db
def test_it_is_asked_for_in_time_and_may_be_refused(provider: Party, operator: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    row = registered(provider, operator, until=clock.today() + timedelta(days=200))
    monkeypatch.setattr(applying, "MOST_EVIDENCE", max(2, row.papers.count()))  # the application's papers leave room for a renewal's
    with pytest.raises(Refused):
        ask(provider, row)
    with clock.fixed(clock.now() + timedelta(days=150)):
        register.remind(SYSTEM, row.pk)
        assert Event.objects.filter(name="catalog.registration.renewal_opens").count() == 1
        register.withdraw_request(provider.steward, ask(provider, row).pk)
        request = ask(provider, row)
        register.refuse_renewal(operator.one, request.pk, reason="The paper does not show it.")
        assert row_again(row).valid_until == row.valid_until
        with pytest.raises(WrongState):
            register.renew(operator.one, request.pk)


@pytest.mark.django_db
def test_faces(provider: Party, operator: Party, outsider: Party, django_assert_max_num_queries: Any) -> None:
    row = registered(provider, operator, until=clock.today() + timedelta(days=60))
    owner, desk, longer = signed_in(provider.owner), signed_in(operator.one), clock.today() + timedelta(days=100)
    page = reverse("registration.renew", args=[provider.id, row.pk])
    assert page in owner.get(reverse("registration.one", args=[provider.id, row.pk])).content.decode()
    assert 'enctype="multipart/form-data"' in owner.get(page).content.decode()
    assert owner.post(page, {"reason": "Prolonged."}).status_code == 422
    file = SimpleUploadedFile("longer.txt", b"prolonged", "text/plain")
    assert owner.post(page, {"reason": "Prolonged.", "until": longer.isoformat(), "kind": "contract", "paper": file}).status_code == 302
    asked = RegisterRequest.objects.get(kind="renewal")
    assert str(asked.pk) in desk.get(reverse("registration.queue", args=[operator.id]) + "?queue=requests").content.decode()
    with django_assert_max_num_queries(12):
        shown = desk.get(reverse("registration.request", args=[operator.id, asked.pk])).content.decode()
    assert "Renew the registration" in shown and asked.content["paper"] in shown
    assert desk.post(reverse("registration.request_no", args=[operator.id, asked.pk]), {"reason": "Not shown."}).status_code == 302
    query = f"kind=contract&name=longer.txt&until={longer.isoformat()}"
    made = Client(headers=Api(provider.steward).headers | {"X-Reason": "%E5%BB%B6%E9%95%BF%E3%80%82"}).post(f"/api/v1/right-registrations/{row.pk}/renew?{query}", b"prolonged", content_type="text/plain")
    assert made.status_code == 201 and RegisterRequest.objects.get(pk=made.json()["id"]).reason == "延长。", made.content
    assert Api(outsider.owner).post(f"/api/v1/register-requests/{made.json()['id']}/renew").status_code in (403, 404)
    assert Api(operator.one).post(f"/api/v1/register-requests/{made.json()['id']}/renew").json()["state"] == "done"
    public = Client().get(reverse("registration.public", args=[row.number]), headers={"Accept-Language": "en"}).content.decode()
    assert "The registration was renewed" in public
