"""A member brings in an organization: proposed, accepted, papers added, vouched for, ended. It never sees more than how the application stands."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from accounts.admission import use_cases as admission
from accounts.models import Organization, Paper, Sponsorship
from accounts.rules.admission import Particulars
from accounts.rules.sponsorship import ANSWER
from accounts.sponsoring import use_cases as sponsoring
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused, WrongState
from kernel.models import Event, Turn
from tests.cast import PAPER, Api, Party, paper, registered, signed_in

pytestmark = pytest.mark.django_db
NEWCOMER = Particulars("", "Newcomer Pte. Ltd.", "SG", foreign_register="ACRA", foreign_number="202600077Z", ciio="no", roles_wanted=("provider",))
REASON = {"reason": "Other plans."}


def proposed(sponsor: Party, applicant: Party) -> Sponsorship:
    return sponsoring.propose(sponsor.owner, applicant=applicant.id, message="We would bring you in.")


def added(sponsor: Party, row: Sponsorship, kind: str) -> Paper:
    return sponsoring.add_paper(sponsor.steward, row.pk, kind, name="x.pdf", media_type="application/pdf", stream=io.BytesIO(PAPER), size=len(PAPER))


def acts(row: Any) -> set[str]:
    return set(Turn.objects.filter(subject_id=row.pk, ended=None).values_list("act", flat=True))


def test_a_newcomer_is_brought_in(provider: Party, operator: Party, outsider: Party) -> None:
    newcomer = registered(NEWCOMER, "owner@newcomer.example")
    row = proposed(provider, newcomer)
    assert acts(row) == {"sponsorship:answer"}
    with pytest.raises(Conflict):
        proposed(outsider, newcomer)
    told = Api(provider.owner).get(f"/api/v1/sponsorships/{row.pk}").json()
    assert (told["name_en"], told["application"]) == ("", None), "nothing is told of it before its owner accepts"
    with pytest.raises(Forbidden):
        sponsoring.accept(provider.owner, row.pk)
    with pytest.raises(WrongState):
        added(provider, row, "mandate")
    sponsoring.accept(newcomer.owner, row.pk)
    assert acts(row) == {"sponsorship:vouch"}
    added(provider, row, "register_extract")
    paper(newcomer.owner, newcomer.organization, "mandate")
    with pytest.raises(Conflict):
        added(provider, row, "mandate")
    told = Api(provider.owner).get(f"/api/v1/sponsorships/{row.pk}").json()
    assert (told["name_en"], told["application"]["state"]) == ("Newcomer Pte. Ltd.", "draft")
    assert all(line["done"] for line in told["application"]["items"])
    assert "ciio" not in {line["key"] for line in told["application"]["items"]}
    for refused, act in ((Invalid, lambda: added(provider, row, "ciio_notice")), (Refused, lambda: sponsoring.vouch(provider.owner, row.pk, statement="Too early."))):
        with pytest.raises(refused):
            act()
    admission.apply(newcomer.owner, newcomer.id)
    with pytest.raises(Refused):
        added(provider, row, "other")
    sponsoring.vouch(provider.owner, row.pk, statement="We have seen the originals.")
    page = signed_in(operator.one).get(reverse("verification.decide", args=[operator.id, newcomer.id])).content.decode()
    assert "We have seen the originals." in page
    assert "Added by the sponsor" in page
    admission.verify(operator.one, newcomer.id)
    assert not acts(row)
    told = Api(provider.owner).get(f"/api/v1/sponsorships/{row.pk}").json()
    assert told["application"] == {"state": "verified", "items": []}
    sponsoring.end(newcomer.owner, row.pk, reason="We stand on our own.")
    assert (row.__class__.objects.get(pk=row.pk).ended_by, Paper.objects.filter(sponsorship=row, removed=None).count()) == ("applicant", 1)
    assert list(Event.objects.filter(subject_id=str(row.pk), name__startswith="accounts.").order_by("id").values_list("name", flat=True)) == [
        f"accounts.sponsorship.{name}" for name in ("proposed", "accepted", "paper_added", "vouched", "ended")
    ]  # fmt: skip


def test_a_sponsor_sees_no_paper_and_nothing_else(provider: Party, operator: Party, outsider: Party) -> None:
    newcomer = registered(NEWCOMER, "owner@newcomer.example")
    row = sponsoring.accept(newcomer.owner, proposed(provider, newcomer).pk)
    one = added(provider, row, "register_extract")
    api, stranger = Api(provider.owner), Api(outsider.owner)
    assert api.get(f"/api/v1/organizations/{newcomer.id}").status_code == 404
    assert api.get(f"/api/v1/organizations/{newcomer.id}/papers/{one.pk}/content").status_code == 404
    for act in (admission.apply, admission.close):
        with pytest.raises(NotFound):
            act(provider.owner, newcomer.id)
    assert stranger.get(f"/api/v1/sponsorships/{row.pk}").status_code == 404
    assert stranger.get("/api/v1/sponsorships").json()["items"] == []
    with pytest.raises(NotFound):
        sponsoring.vouch(outsider.owner, row.pk, statement="We, too.")
    with pytest.raises(Forbidden):
        sponsoring.vouch(provider.steward, row.pk, statement="By a steward.")


def test_who_is_no_application_answers_as_who_is_not_there(provider: Party, outsider: Party) -> None:
    newcomer = registered(NEWCOMER, "owner@newcomer.example")
    answers = []
    for number in (outsider.id, provider.id, UUID(int=7)):
        with pytest.raises(Invalid) as wrong:
            sponsoring.propose(provider.owner, applicant=number, message="We know you.")
        answers.append(str(wrong.value.fields["applicant"][0]))
    assert len(set(answers)) == 1
    with pytest.raises(Refused):
        sponsoring.propose(newcomer.owner, applicant=registered(NEWCOMER, "owner@second.example").id, message="We know you.")


def test_it_ends_with_the_application_the_sponsor_or_the_clock(provider: Party, operator: Party) -> None:
    newcomer = registered(NEWCOMER, "owner@newcomer.example")
    row = proposed(provider, newcomer)
    with pytest.raises(WrongState):
        sponsoring.lapse(SYSTEM, row.pk)
    with pytest.raises(WrongState):
        sponsoring.end(newcomer.owner, row.pk, **REASON)
    Sponsorship.objects.filter(pk=row.pk).update(created=clock.now() - ANSWER)
    assert sponsoring.lapse(SYSTEM, row.pk).ended_by == "system"
    assert sponsoring.decline(newcomer.owner, proposed(provider, newcomer).pk).state == "declined"
    assert sponsoring.end(operator.one, proposed(provider, newcomer).pk, **REASON).ended_by == "exchange"
    last = proposed(provider, newcomer)
    admission.close(newcomer.owner, newcomer.id)
    last.refresh_from_db()
    assert (last.state, last.ended_by, acts(last)) == ("ended", "system", set())
    with pytest.raises(Refused):
        sponsoring.accept(newcomer.owner, last.pk)


def test_pages(provider: Party, operator: Party) -> None:
    newcomer = registered(NEWCOMER, "owner@newcomer.example")
    mine, theirs = signed_in(provider.owner), signed_in(newcomer.owner)
    listed, own = reverse("sponsorship.list", args=[provider.id]), reverse("organization.detail", args=[newcomer.id])
    assert str(newcomer.id) in theirs.get(own).content.decode()
    assert mine.post(listed, {"applicant": "no", "message": ""}).status_code == 422
    assert mine.post(listed, {"organization": provider.id, "applicant": newcomer.id, "message": "We know you."}).status_code == 302
    row = Sponsorship.objects.get()
    here, there = reverse("sponsorship.one", args=[provider.id, row.pk]), reverse("sponsorship.one", args=[newcomer.id, row.pk])
    assert "Newcomer" not in mine.get(listed).content.decode() + mine.get(here).content.decode()
    assert "Accept the sponsor" in theirs.get(there).content.decode()
    assert theirs.post(there, {"organization": newcomer.id, "accept": "1"}).status_code == 302
    assert "Newcomer" in mine.get(here).content.decode()
    assert mine.post(here, {"paper": "1", "kind": "mandate", "file": io.BytesIO(b"x")}).status_code == 422
    file = io.BytesIO(PAPER)
    file.name = "mandate.pdf"
    assert mine.post(here, {"organization": provider.id, "paper": "1", "kind": "mandate", "file": file}).status_code == 302
    assert "Vouch for it" not in mine.get(here).content.decode(), "nothing is before the exchange yet"
    added(provider, row, "register_extract")
    admission.apply(newcomer.owner, newcomer.id)
    assert mine.post(here, {"organization": provider.id, "vouch": "1", "statement": "Seen."}).status_code == 302
    admission.return_(operator.one, newcomer.id, {"name": "Not as in the register."})
    told = Api(provider.owner).get(f"/api/v1/sponsorships/{row.pk}").json()["application"]
    assert [line["key"] for line in told["items"] if not line["done"]] == ["name"] and "Not as in" not in str(told) + mine.get(here).content.decode()
    admission.apply(newcomer.owner, newcomer.id)
    page = signed_in(operator.one).get(reverse("verification.decide", args=[operator.id, newcomer.id]), headers={"Accept-Language": "en"}).content.decode()
    assert "Seen." not in page and "earlier sending" in page
    assert mine.post(here, {"end": "1", "reason": ""}).status_code == 422
    assert signed_in(operator.one).get(reverse("sponsorship.list", args=[operator.id])).status_code == 200
    assert mine.post(here, {"organization": provider.id, "end": "1", **REASON}).status_code == 302
    assert Organization.objects.get(pk=newcomer.id).state == "applied"
