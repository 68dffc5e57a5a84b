"""What the sample does not hold or keeps nowhere: a letter, a question to a second person, a demand to grade anew, secrets shown once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.urls import reverse

from accounts.member.models import Invitation
from accounts.member.tokens import token_of
from accounts.notice.mailbox import MailboxBackend
from catalog.classification.models import RegradeDemand
from catalog.models import Certificate, Dataset
from exchange.audit.sealer import seal
from exchange.transfer.models import Transfer
from kernel import clock
from kernel.actor import Actor

People = Mapping[str, tuple[Actor, Any]]
Page = tuple[str, str, Any, dict[str, Any] | None, int]


def before(people: People) -> None:
    """Rows that pages lead to."""
    while seal():
        pass
    MailboxBackend().send_messages([EmailMessage("Subject", "Body", to=["reader@member.example"])])
    for email, role in (("operator@exchange.example", "operator"), ("owner@provider.example", "viewer")):
        actor, client = people[email]
        client.post(reverse("member.invite", args=[actor.organization]), {"email": "newcomer@member.example", "roles": [role]})


def pages(people: People) -> Iterator[Page]:
    """URL name, address, client, what is posted, status."""
    owner, owners = people["owner@provider.example"]
    buyer, buyers = people["owner@buyer.example"]
    yield "client.new", reverse("client.new", args=[owner.organization]), owners, {"name": "Robot", "days": 30, "scopes": ["read"]}, 200
    invitation = Invitation.objects.get(organization=owner.organization, email="newcomer@member.example")
    yield "member.join", reverse("member.join", args=[token_of(invitation.pk)]), people[""][1], None, 200
    certificate = Certificate.objects.published().order_by("pk").first()
    yield "certificate.public", reverse("certificate.public", args=[certificate.number]), people[""][1], None, 200
    yield "dataset.regrade", reverse("dataset.regrade", args=[owner.organization, _demand(owner).dataset_id]), owners, None, 200
    transfer = Transfer.objects.visible_to(buyer).filter(agreement__consumer=buyer.organization, state="STARTED").order_by("pk").first()
    yield "transfer.link", reverse("transfer.link", args=[buyer.organization, transfer.pk]), buyers, {}, 200
    yield "not_found", "/nothing-here/", owners, None, 404


def _demand(owner: Actor) -> RegradeDemand:
    dataset = Dataset.objects.filter(provider=owner.organization, state="listed", regrade_demands=None).order_by("pk").first()
    now = clock.now()
    return RegradeDemand.objects.create(
        dataset=dataset, revision=dataset.current, cause="scale", release="r", grade=2, derived=3, fields=["flight_no"], state_since=now, asked=now, until=now + timedelta(days=30)
    )
