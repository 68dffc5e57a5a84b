"""At the same moment: two owners leave, two operators answer, two people take one invitation. One of each gets through."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from accounts.actors import actor_of
from accounts.admission import use_cases as admission
from accounts.approval import use_cases as approvals
from accounts.member import use_cases as members
from accounts.member.models import Membership
from accounts.member.tokens import token_of
from kernel.errors import ActError
from kernel.models import Event
from tests.cast import Party, joined, person


def together(*acts: Callable[[], Any]) -> list[bool]:
    """Run the acts at once, each on its own connection; True where it went through."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> bool:
        barrier.wait()
        try:
            act()
        except ActError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_of_each_gets_through(committed_db: Any, provider: Party, operator: Party) -> None:
    second = joined(provider, "owner2@provider.example", "owner")
    places = {row.user_id: row.pk for row in Membership.objects.filter(organization=provider.id, roles__contains=["owner"])}
    left = together(lambda: members.leave(provider.owner, places[provider.owner.person]), lambda: members.leave(second, places[second.person]))
    assert sorted(left) == [False, True]
    assert Membership.objects.filter(organization=provider.id, roles__contains=["owner"], ended=None).count() == 1

    third = joined(operator, "operator3@exchange.example", "operator")
    admission.suspend(operator.one, provider.id, "False papers.")
    approval = admission.ask_resumption(operator.one, provider.id, "New papers came.")
    assert sorted(together(lambda: approvals.approve(operator.two, approval.pk), lambda: approvals.approve(third, approval.pk))) == [False, True]
    assert Event.objects.filter(name="accounts.organization.resumed").count() == 1

    head = next(actor for actor in (provider.owner, second) if Membership.objects.filter(user_id=actor.person, organization=provider.id, ended=None).exists())
    invitation = members.invite(head, "new@provider.example", ["viewer"])
    actor = actor_of(person("new@provider.example"))
    token = token_of(invitation.pk)
    assert sorted(together(*[lambda: members.join(actor, token)] * 4)) == [False, False, False, True]
