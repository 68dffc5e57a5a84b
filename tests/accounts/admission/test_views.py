"""Pages of admission, as an applicant and an operator click them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.actors import actor_of
from accounts.approval.models import Approval
from accounts.organization.models import Organization
from tests.cast import CODES, PAPER, PROVIDER, Party, applied, person, signed_in

FORM = {
    "name_zh": "北京示例数据有限公司", "name_en": "Beijing Sample Data", "country": "cn", "uscc": CODES["provider"], "in_beijing": "yes", "ciio": "no",
    "roles_wanted": ["provider"],
}


def post(browser: Client, path: str, data: dict[str, Any] | None = None) -> Any:
    return browser.post(path, data or {})


def test_an_organization_is_registered_completed_sent_and_verified(operator: Party) -> None:
    browser = signed_in(actor_of(person("owner@new.example")))
    assert browser.get("/organizations/register/").status_code == 200
    answer = post(browser, "/organizations/register/", FORM)
    organization = Organization.objects.get(uscc=CODES["provider"])
    home = f"/workspace/{organization.pk}/organization/"
    assert answer.status_code == 302 and answer["Location"] == home
    page = browser.get(home)
    assert page.status_code == 200 and b"Upload this paper." in page.content

    for kind in ("license", "mandate"):
        paper = SimpleUploadedFile(f"{kind}.pdf", PAPER, "application/pdf")
        assert post(browser, f"{home}papers/", {"kind": kind, "file": paper}).status_code == 302
    assert post(browser, f"{home}apply/").status_code == 302
    organization.refresh_from_db()
    assert organization.state == "applied"

    desk = signed_in(operator.one)
    queue = f"/workspace/{operator.id}/verification/"
    assert "Beijing Sample Data" in desk.get(queue).content.decode()
    one = f"{queue}{organization.pk}/"
    assert desk.get(one).status_code == 200
    wrong = post(desk, f"{one}return/", {"return-note": "x"})
    assert wrong.status_code == 422
    assert post(desk, f"{one}verify/").status_code == 302
    organization.refresh_from_db()
    assert organization.state == "verified"
    assert browser.get(home).status_code == 200
    assert "Beijing Sample Data" in desk.get(f"{queue}?all=1").content.decode()


def test_remarks_stand_beside_the_lines(operator: Party) -> None:
    party = applied(PROVIDER, "owner@provider.example")
    desk = signed_in(operator.one)
    answer = post(desk, f"/workspace/{operator.id}/verification/{party.id}/return/", {"return-remark.paper.mandate": "The stamp is missing."})
    assert answer.status_code == 302
    page = signed_in(party.owner).get(f"/workspace/{party.id}/organization/").content.decode()
    assert "The stamp is missing." in page


def test_a_wrong_code_comes_back_with_the_form(db: None) -> None:
    browser = signed_in(actor_of(person("owner@new.example")))
    answer = post(browser, "/organizations/register/", FORM | {"uscc": "911100000000000000"})
    assert answer.status_code == 422 and b"check character" in answer.content
    assert not Organization.objects.exists()


def test_a_bad_paper_comes_back_with_the_page(provider: Party) -> None:
    browser = signed_in(provider.owner)
    paper = SimpleUploadedFile("x.exe", b"MZ", "application/octet-stream")
    answer = post(browser, f"/workspace/{provider.id}/organization/papers/", {"kind": "other", "file": paper})
    assert answer.status_code == 422 and b"PDF, PNG or JPEG" in answer.content


def test_a_paper_is_downloaded_by_its_owner_and_the_exchange_only(provider: Party, outsider: Party, operator: Party) -> None:
    paper = provider.organization.papers.filter(kind="license").get()
    for party, actor, status in [(provider, provider.viewer, 200), (operator, operator.one, 200), (outsider, outsider.owner, 404)]:
        answer = signed_in(actor).get(f"/workspace/{party.id}/organization/papers/{paper.pk}/")
        assert answer.status_code == status
        if status == 200:
            assert b"".join(answer.streaming_content) == PAPER
            assert answer["Content-Disposition"].startswith("attachment")


def test_deciding_asks_for_the_password_again(operator: Party) -> None:
    party = applied(PROVIDER, "owner@provider.example")
    stale = signed_in(operator.one, fresh=False)
    answer = post(stale, f"/workspace/{operator.id}/verification/{party.id}/verify/")
    assert answer.status_code == 302 and "/account/reauthenticate/" in answer["Location"]
    assert party.again().state == "applied"


def test_suspending_and_the_second_person(provider: Party, operator: Party) -> None:
    first = signed_in(operator.one)
    one = f"/workspace/{operator.id}/verification/{provider.id}/"
    assert post(first, f"{one}suspend/", {"standing-reason": "False papers."}).status_code == 302
    assert "False papers." in signed_in(provider.viewer).get(f"/workspace/{provider.id}/organization/").content.decode()
    assert post(first, f"{one}resume/", {"standing-reason": "New papers came."}).status_code == 302
    approval = Approval.objects.get()
    page = f"/workspace/{operator.id}/approvals/{approval.pk}/"
    assert "another person answers" in first.get(page).content.decode()
    assert post(first, f"{page}approve/").status_code == 409
    second = signed_in(operator.two)
    assert "Your turn" in second.get(f"/workspace/{operator.id}/approvals/").content.decode()
    assert post(second, f"{page}approve/").status_code == 302
    assert provider.again().state == "verified"


def test_renewal_and_closing_pages(provider: Party) -> None:
    browser = signed_in(provider.owner)
    home = f"/workspace/{provider.id}/organization/"
    assert browser.get(f"{home}renew/").status_code == 200
    assert post(browser, f"{home}renew/", FORM).status_code == 302
    assert browser.get(f"{home}close/").status_code == 200
    assert post(browser, f"{home}close/").status_code == 302
    assert provider.again().state == "closed"


def test_only_operators_have_the_queue(provider: Party, regulator: Party) -> None:
    for party, actor in [(provider, provider.owner), (regulator, regulator.auditor)]:
        browser = signed_in(actor)
        assert browser.get(f"/workspace/{party.id}/verification/").status_code == 404
        assert browser.get(f"/workspace/{party.id}/verification/{provider.id}/").status_code == 404


def test_no_page_over_twelve_statements(provider: Party, operator: Party, django_assert_max_num_queries: Any) -> None:
    pages = [
        (provider.owner, f"/workspace/{provider.id}/organization/"), (operator.one, f"/workspace/{operator.id}/verification/?all=1"),
        (operator.one, f"/workspace/{operator.id}/verification/{provider.id}/"), (provider.owner, f"/workspace/{provider.id}/members/"),
        (provider.owner, f"/workspace/{provider.id}/clients/"), (provider.owner, f"/workspace/{provider.id}/rules/"),
        (operator.one, f"/workspace/{operator.id}/approvals/"), (provider.owner, "/mailbox/"),
    ]
    for actor, path in pages:
        browser = signed_in(actor)
        browser.get(path)
        with django_assert_max_num_queries(12):
            assert browser.get(path).status_code == 200, path


def test_an_abroad_organization_reads_right(overseas: Party) -> None:
    page = signed_in(overseas.owner, language="zh-hans").get(f"/workspace/{overseas.id}/organization/")
    assert page.status_code == 200 and "202500001A" in page.content.decode()
    assert overseas.organization.abroad
