"""The registers: for the exchange and the regulators, to look and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client as Browser

from accounts.client import use_cases as clients
from accounts.models import Organization
from tests.cast import Party, signed_in
from web.register import Register

OURS = ("kernel", "accounts", "catalog", "exchange")
TABLES = ("organization", "verification", "user", "membership", "invitation", "client", "platformrules", "rulesacceptance", "approval")


@pytest.mark.parametrize("table", TABLES)
def test_registers_open_for_operator_and_regulator(provider: Party, operator: Party, regulator: Party, table: str) -> None:
    clients.create(provider.owner, "Loader", ["read"])
    for actor in (operator.one, regulator.auditor):
        browser = signed_in(actor)
        assert browser.get(f"/console/accounts/{table}/").status_code == 200
        if table != "invitation":
            assert browser.get(f"/console/accounts/{table}/?q=example").status_code == 200


def test_members_have_no_console(provider: Party) -> None:
    assert Browser().get("/console/").status_code == 302
    browser = signed_in(provider.owner)
    assert browser.get("/console/accounts/organization/").status_code in (302, 403, 404)
    assert "provider.example" not in browser.get("/console/", follow=True).content.decode().replace("owner@provider.example", "")


def test_nothing_can_be_changed(provider: Party, operator: Party) -> None:
    browser = signed_in(operator.one)
    one = f"/console/accounts/organization/{provider.id}/change/"
    assert browser.get(one).status_code == 200
    for path in (one, f"/console/accounts/organization/{provider.id}/delete/", "/console/accounts/organization/add/"):
        assert browser.post(path, {"name_en": "Changed"}).status_code == 403
    assert Organization.objects.get(pk=provider.id).name_en == "Beijing Sample Data Co., Ltd."


def test_tables_of_sign_in_stay_closed(operator: Party) -> None:
    browser = signed_in(operator.one)
    foreign = [model for model in admin.site._registry if model._meta.app_label not in OURS]
    assert foreign
    for model in foreign:
        path: Any = f"/console/{model._meta.app_label}/{model._meta.model_name}/"
        assert browser.get(path).status_code == 403, path


def test_secrets_are_not_in_the_registers(provider: Party, operator: Party) -> None:
    issued = clients.create(provider.owner, "Loader", ["read"])
    browser = signed_in(operator.one)
    page = browser.get(f"/console/accounts/user/{provider.owner.person}/change/").content.decode()
    assert "owner@provider.example" in page and "md5$" not in page and 'name="password"' not in page
    assert issued.client.client_secret not in browser.get(f"/console/accounts/client/{issued.client.pk}/change/").content.decode()


def test_tables_are_called_by_names_and_not_by_their_classes(operator: Party) -> None:
    page = signed_in(operator.one).get("/console/").content.decode()
    assert "Accesses to deliveries" in page
    assert "Versions of the platform rules" in page
    assert not [word for word in ("Accesss", "ruless", "Entrys") if word in page]
    unnamed = [type(register).__name__ for register in admin.site._registry.values() if isinstance(register, Register) and register.called is None]
    assert not unnamed
