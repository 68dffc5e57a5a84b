"""The strip of the demo leads to a deal that waits, to a refused and to a frozen one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from exchange.models import ExportCase, StopOrder


@pytest.fixture
def signed_in(sample: Path, settings: Any) -> Any:
    settings.DEMO = True

    def client(email: str) -> Client:
        found = Client(headers={"Accept-Language": "en"})
        found.force_login(User.objects.get(email=email))
        return found

    return client


def test_it_leads_to_each(signed_in: Any) -> None:
    refused = ExportCase.objects.filter(state="refused", successors=None).get()
    frozen = StopOrder.objects.get(state="standing").subject
    for email in ("owner@provider.example", "owner@overseas.example", "operator@exchange.example", "reviewer@regulator.example", "supervisor@regulator.example", "auditor@regulator.example"):
        client = signed_in(email)
        assert f"/deals/{refused.agreement_id}/" in client.get("/demo/deals/refused/")["Location"], email
        answer = client.get("/demo/deals/frozen/", follow=True)
        assert answer.status_code == 200 and f"/deals/{frozen}/" in answer.request["PATH_INFO"], email
        if not email.startswith(("auditor", "supervisor")):  # nothing waits for them
            waiting = client.get("/demo/deals/waiting/")["Location"]
            assert re.fullmatch(r"/workspace/[0-9a-f-]{36}/.+", waiting), (email, waiting)
    assert re.fullmatch(r"/workspace/[0-9a-f-]{36}/", signed_in("owner@buyer.example").get("/demo/deals/frozen/")["Location"])
    assert signed_in("owner@buyer.example").get("/demo/deals/other/").status_code == 404
