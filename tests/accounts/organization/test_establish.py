"""The command that sets up a new exchange: its organization and first people."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.actors import actor_of
from accounts.member.models import User
from accounts.organization.models import Organization


def test_an_exchange_begins_with_two_operators(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["--name-zh", "交易所", "--name-en", "Exchange"]
    call_command("establish", "exchange", "One@exchange.example", "--roles", "operator", *names)
    call_command("establish", "exchange", "two@exchange.example", "--roles", "operator")
    exchange = Organization.objects.get()
    for email in ("one@exchange.example", "two@exchange.example"):
        user = User.objects.get(email=email)
        assert actor_of(user, exchange).jurisdiction == "operator" and not user.has_usable_password()
    assert "one@exchange.example as operator" in capsys.readouterr().out


def test_what_is_wrong_is_said(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("establish", "regulator", "a@regulator.example", "--roles", "operator", "--name-zh", "网信", "--name-en", "Desk")
    with pytest.raises(CommandError):
        call_command("establish", "exchange", "no address", "--roles", "operator", "--name-zh", "交易所", "--name-en", "Exchange")
