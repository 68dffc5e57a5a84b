"""From an event to a mail: who is told, in which language, once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from accounts.admission import use_cases as admission
from accounts.member import use_cases as members
from accounts.member.models import User
from accounts.member.tokens import token_of
from accounts.notice.mail import send_due
from accounts.notice.mailbox import MailboxBackend
from accounts.notice.models import Letter, Notice
from accounts.notice.reader import notify
from accounts.platform_rules import use_cases as platform_rules
from kernel import clock, readers
from kernel.models import Event
from tests.cast import OVERSEAS, PROVIDER, Party, applied, signed_in


def drain() -> None:
    while readers.drain("notice"):
        pass


def told(email: str) -> list[Notice]:
    return list(Notice.objects.filter(user__email=email).order_by("created"))


def test_a_turn_is_told_to_the_people_of_the_role(operator: Party) -> None:
    applied(PROVIDER, "owner@provider.example")
    drain()
    for email in ("operator@exchange.example", "operator2@exchange.example"):
        (notice,) = told(email)
        assert notice.values["act"] == "organization:verify" and notice.path == f"/workspace/{operator.id}/"
    assert not told("owner@provider.example")  # who acted needs no mail about it


def test_an_event_read_twice_tells_once(operator: Party) -> None:
    applied(PROVIDER, "owner@provider.example")
    drain()
    count = Notice.objects.count()
    notify(list(Event.objects.all()))
    assert Notice.objects.count() == count


def test_news_reach_every_member(provider: Party, operator: Party) -> None:
    Notice.objects.all().delete()
    drain()
    Notice.objects.all().delete()
    admission.suspend(operator.one, provider.id, "False papers.")
    drain()
    assert {notice.user.email for notice in Notice.objects.select_related("user")} == {
        f"{name}@provider.example" for name in ("owner", "steward", "finance", "viewer")
    }


def test_mail_is_written_in_the_readers_language_and_sent_once(operator: Party) -> None:
    User.objects.filter(email="operator@exchange.example").update(language="en")
    applied(OVERSEAS, "owner@overseas.example")
    drain()
    sent = send_due()
    assert sent == len(mail.outbox) == 2
    assert send_due() == 0
    letter = next(one for one in mail.outbox if one.to == ["operator@exchange.example"])
    assert letter.subject == "Your turn: Verify an organization"
    assert f"http://testserver/workspace/{operator.id}/" in letter.body


def test_a_turn_that_was_taken_meanwhile_needs_no_mail(operator: Party) -> None:
    party = applied(PROVIDER, "owner@provider.example")
    drain()
    admission.verify(operator.one, party.id)
    send_due()
    assert not [one for one in mail.outbox if "Verify" in one.subject]


def test_an_invitation_is_mailed_with_a_link_that_works(provider: Party) -> None:
    mail.outbox.clear()
    send_due()
    mail.outbox.clear()
    invitation = members.invite(provider.owner, "new@provider.example", ["viewer"])
    send_due()
    (letter,) = [one for one in mail.outbox if one.to == ["new@provider.example"]]
    assert f"/join/{token_of(invitation.pk)}/" in letter.body
    mail.outbox.clear()
    send_due()
    assert not mail.outbox


def test_a_mail_server_that_is_down_loses_nothing(operator: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    applied(PROVIDER, "owner@provider.example")
    drain()

    def down(*args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", down)
        assert send_due() == 0
    assert send_due() == 0, "what failed rests"
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        assert send_due() == 2


def test_no_personal_data_is_in_any_event(provider: Party, consumer: Party, operator: Party) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select payload from kernel_event")
        for (payload,) in cursor.fetchall():
            text = json.dumps(json.loads(payload), ensure_ascii=False)
            assert "@" not in text and "北京示例" not in text


def test_the_mailbox_shows_letters_in_the_readers_language(operator: Party, settings: Any) -> None:
    applied(PROVIDER, "owner@provider.example")
    drain()
    send_due()
    MailboxBackend().send_messages(mail.outbox)
    browser = signed_in(operator.one, language="en")
    assert "Your turn: Verify an organization" in browser.get("/mailbox/").content.decode()
    letter = Letter.objects.filter(notice__isnull=False).first()
    assert letter is not None
    assert browser.get(f"/mailbox/{letter.pk}/").status_code == 200
    settings.DEMO = False
    assert browser.get("/mailbox/").status_code == 404
    assert browser.get(f"/mailbox/{letter.pk}/").status_code == 404


def test_rules_published_by_an_operator_ask_every_owner(provider: Party, operator: Party) -> None:
    drain()
    Notice.objects.all().delete()
    platform_rules.publish(operator.one, text_zh="二", text_en="Two")
    drain()
    assert [notice.values["act"] for notice in told("owner@provider.example")] == ["platform_rules:accept"]
