"""The REST face of this floor: a whole admission by machine, then what outsiders, nobody and wrong scopes get."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.admission import use_cases as admission
from accounts.member import use_cases as members
from accounts.member.models import Membership
from accounts.platform_rules import use_cases as platform_rules
from tests.cast import CODES, OVERSEAS, PAPER, Api, Party, applied, registered

SAID = {
    "name_zh": "北京新公司", "name_en": "New Co.", "country": "CN", "uscc": "91310000MA02EFGH3J", "in_beijing": False, "ciio": "no", "roles_wanted": ["buyer"],
}


def test_an_organization_is_admitted_by_machine(operator: Party) -> None:
    party = registered(OVERSEAS, "owner@overseas.example")
    api, desk = Api(party.owner), Api(operator.one)
    base = f"/api/v1/organizations/{party.id}"
    checklist = api.get(f"{base}/checklist").json()
    assert not checklist["complete"] and {item["key"] for item in checklist["items"] if not item["done"]} == {"paper.register_extract", "paper.mandate"}
    for kind in ("register_extract", "mandate"):
        made = api.post(f"{base}/papers", {"kind": kind, "name": f"{kind}.pdf", "media_type": "application/pdf", "size": len(PAPER)}, key=kind)
        assert made.status_code == 201, made.content
        content = f"{made['Location']}/content"
        from django.test import Client

        sent = Client().generic("PUT", content, PAPER, content_type="application/pdf", headers=api.headers)
        assert sent.status_code == 200 and len(sent.json()["sha256"]) == 64, sent.content
        assert b"".join(api.get(content, headers={"Accept": "application/pdf"}).streaming_content) == PAPER
    assert len(api.get(f"{base}/papers").json()["items"]) == 2
    assert api.post(f"{base}/apply").json()["state"] == "applied"
    assert [turn["act"] for turn in desk.get("/api/v1/turns").json()["items"]] == ["organization:verify"]
    assert desk.post(f"{base}/return", {"remarks": {"paper.mandate": "Not signed."}}).json()["state"] == "returned"
    remark = next(item for item in api.get(f"{base}/checklist").json()["items"] if item["key"] == "paper.mandate")
    assert remark["remark"] == "Not signed."
    assert api.post(f"{base}/apply").json()["state"] == "applied"
    answer = desk.post(f"{base}/verify", key="v1")
    assert answer.status_code == 200 and answer.json()["state"] == "verified"
    assert desk.post(f"{base}/verify", key="v1").headers["Idempotent-Replayed"] == "true"
    assert desk.post(f"{base}/verify", key="v2").status_code == 409
    accepted = api.post("/api/v1/platform-rules/1/accept")
    assert accepted.status_code == 200 and accepted.json()["number"] == 1


def test_an_owner_registers_another_organization(provider: Party, outsider: Party) -> None:
    api = Api(provider.owner)
    wrong = api.post("/api/v1/organizations", SAID | {"uscc": CODES["provider"][:-1] + "0"})
    assert wrong.status_code == 422 and "uscc" in wrong.json()["fields"]
    made = api.post("/api/v1/organizations", SAID, key="k")
    assert made.status_code == 201 and made.json()["state"] == "draft"
    assert api.get(made["Location"]).status_code == 404  # this client acts for the other organization
    assert api.post("/api/v1/organizations", SAID | {"nonsense": 1}).status_code == 422


def test_suspension_and_its_lifting_by_two(provider: Party, operator: Party) -> None:
    one, two = Api(operator.one), Api(operator.two)
    base = f"/api/v1/organizations/{provider.id}"
    assert one.post(f"{base}/suspend", {"reason": "False papers."}).json()["state"] == "suspended"
    asked = one.post(f"{base}/resume", {"reason": "New papers."})
    assert asked.status_code == 202
    approval = f"/api/v1/approvals/{asked.json()['approval']}"
    refused = one.post(f"{approval}/approve", {})
    assert refused.status_code == 409 and refused.json()["decision"]["rules"][0]["id"] == "approval.distinct_persons"
    assert two.get(approval).json()["steps"][0]["verdict"] == ""
    assert two.post(f"{approval}/approve", {"note": "Seen."}).json()["state"] == "approved"
    assert [item["state"] for item in two.get("/api/v1/approvals").json()["items"]] == ["approved"]
    assert provider.again().state == "verified"


def test_members_and_invitations(provider: Party) -> None:
    api = Api(provider.owner)
    items = api.get("/api/v1/members?limit=2").json()
    assert len(items["items"]) == 2 and items["next"]
    assert len(api.get(items["next"].removeprefix("http://testserver")).json()["items"]) == 2
    made = api.post("/api/v1/invitations", {"email": "new@provider.example", "roles": ["viewer"]})
    assert made.status_code == 201
    assert api.delete(f"/api/v1/invitations/{made.json()['id']}").json()["withdrawn"]
    steward = Membership.objects.get(user_id=provider.steward.person)
    assert api.put(f"/api/v1/members/{steward.pk}/roles", {"roles": ["viewer"]}).json()["roles"] == ["viewer"]
    assert api.put(f"/api/v1/members/{steward.pk}/roles", {"roles": ["operator"]}).status_code == 422
    assert api.delete(f"/api/v1/members/{steward.pk}").json()["ended"]
    owner = Membership.objects.get(user_id=provider.owner.person)
    last = api.delete(f"/api/v1/members/{owner.pk}")
    assert last.status_code == 409 and last.json()["code"] == "conflict"


def test_clients_show_their_secret_once(provider: Party) -> None:
    api = Api(provider.steward)
    body = {"name": "Loader", "scopes": ["read"], "days": 30}
    first, again = api.post("/api/v1/api-clients", body, key="c1"), api.post("/api/v1/api-clients", body, key="c1")
    assert first.status_code == again.status_code == 201
    assert len(first.json()["client_secret"]) > 60 and again.json()["client_secret"] is None
    assert again.json()["id"] == first.json()["id"] and again.json()["expires"] == first.json()["expires"]
    one = first["Location"]
    assert "client_secret" not in api.get(one).json()
    assert api.post(f"{one}/rotate").json()["client_secret"] != first.json()["client_secret"]
    assert api.post(f"{one}/revoke").json()["revoked"]
    assert api.post(f"{one}/revoke", key="again").status_code == 409
    assert len(api.get("/api/v1/api-clients").json()["items"]) == 2


def test_rules_are_public_and_published_by_operators(provider: Party, operator: Party) -> None:
    assert Api().get("/api/v1/platform-rules").json()["items"][0]["number"] == 1
    made = Api(operator.one).post("/api/v1/platform-rules", {"text_zh": "二", "text_en": "Two"})
    assert made.status_code == 201 and made.json()["number"] == 2
    assert Api(provider.owner).post("/api/v1/platform-rules", {"text_zh": "三", "text_en": "Three"}).status_code == 403
    assert Api().post("/api/v1/platform-rules", {"text_zh": "三", "text_en": "Three"}).status_code in (401, 403)


def test_outsiders_find_nothing(provider: Party, outsider: Party, operator: Party) -> None:
    paper = provider.organization.papers.first()
    client = Api(provider.steward) and provider.organization.clients.get()
    member = Membership.objects.filter(organization=provider.id).first()
    invitation = members.invite(provider.owner, "new@provider.example", ["viewer"])
    admission.suspend(operator.one, provider.id, "x")
    approval = admission.ask_resumption(operator.one, provider.id, "y")
    base = f"/api/v1/organizations/{provider.id}"
    assert paper is not None and member is not None
    reason = {"reason": "x"}
    calls: list[tuple[str, str, Any]] = [
        ("GET", base, None), ("PUT", base, SAID), ("GET", f"{base}/checklist", None), ("GET", f"{base}/papers", None), ("POST", f"{base}/apply", {}),
        ("POST", f"{base}/papers", {"kind": "other", "name": "x.pdf", "media_type": "application/pdf", "size": 3}), ("POST", f"{base}/renew", SAID),
        ("GET", f"{base}/papers/{paper.pk}", None), ("DELETE", f"{base}/papers/{paper.pk}", None), ("GET", f"{base}/papers/{paper.pk}/content", None),
        ("PUT", f"{base}/papers/{paper.pk}/content", None), ("POST", f"{base}/close", {}), ("POST", f"{base}/verify", {}),
        ("POST", f"{base}/return", {"remarks": {"name": "x"}}), ("POST", f"{base}/refuse", reason), ("POST", f"{base}/suspend", reason),
        ("POST", f"{base}/resume", reason), ("GET", f"/api/v1/members/{member.pk}", None), ("DELETE", f"/api/v1/members/{member.pk}", None),
        ("PUT", f"/api/v1/members/{member.pk}/roles", {"roles": ["viewer"]}), ("DELETE", f"/api/v1/invitations/{invitation.pk}", None),
        ("GET", f"/api/v1/api-clients/{client.pk}", None), ("POST", f"/api/v1/api-clients/{client.pk}/rotate", {}),
        ("POST", f"/api/v1/api-clients/{client.pk}/revoke", {}), ("GET", f"/api/v1/approvals/{approval.pk}", None),
        ("POST", f"/api/v1/approvals/{approval.pk}/approve", {}), ("POST", f"/api/v1/approvals/{approval.pk}/refuse", {"note": "x"}),
        ("POST", f"/api/v1/approvals/{approval.pk}/return", {"note": "x"}),
    ]
    api, nobody = Api(outsider.owner), Api()
    for method, path, body in calls:
        assert api.call(method, path, body).status_code == 404, (method, path)
        assert nobody.call(method, path, body).status_code == 401, (method, path)
    for path in ("organizations", "members", "invitations", "api-clients", "approvals", "turns"):
        assert str(provider.id) not in api.get(f"/api/v1/{path}").content.decode()


def test_a_token_without_the_scope_is_told_which(provider: Party) -> None:
    api = Api(provider.owner, "read")
    answer = api.post("/api/v1/invitations", {"email": "new@provider.example", "roles": ["viewer"]})
    assert answer.status_code == 403 and answer.json()["decision"]["rules"][0]["id"] == "permission.scope"
    blind = Api(provider.owner, "member:invite")
    assert blind.get("/api/v1/members").status_code == 403
    assert Api(provider.viewer).post("/api/v1/invitations", {"email": "new@provider.example", "roles": ["viewer"]}).status_code == 403


def test_few_statements(provider: Party, operator: Party, django_assert_max_num_queries: Any) -> None:
    platform_rules.publish(operator.one, text_zh="二", text_en="Two")
    api = Api(provider.owner)
    api.get("/api/v1/turns")
    for path in ("organizations", f"organizations/{provider.id}", f"organizations/{provider.id}/checklist", "members", "api-clients", "approvals", "turns"):
        with django_assert_max_num_queries(4):
            assert api.get(f"/api/v1/{path}").status_code == 200
    with django_assert_max_num_queries(12):
        assert api.post("/api/v1/platform-rules/2/accept").status_code == 200


@pytest.mark.parametrize("path", ["organizations", "members", "api-clients", "approvals", "turns", "invitations"])
def test_nobody_lists_nothing(db: None, path: str) -> None:
    answer = Api().get(f"/api/v1/{path}")
    assert answer.status_code == 401 and answer["Content-Type"] == "application/problem+json" and answer["WWW-Authenticate"]


def test_a_return_with_an_unknown_line_is_invalid(operator: Party) -> None:
    party = applied(OVERSEAS, "owner@overseas.example")
    answer = Api(operator.one).post(f"/api/v1/organizations/{party.id}/return", {"remarks": {"nonsense": "x"}})
    assert answer.status_code == 422 and "remarks" in answer.json()["fields"]
