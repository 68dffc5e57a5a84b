"""People: invitations, roles, the last head."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts.actors import actor_of
from accounts.approval import use_cases as approvals
from accounts.approval.models import Approval
from accounts.member import use_cases as members
from accounts.member.models import Invitation, Membership
from accounts.member.tokens import digest, token_of
from accounts.notice.mail import send_due
from kernel import clock
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Forbidden, FreshAuthenticationNeeded, Invalid, NotFound, Refused, WrongState
from kernel.models import Event
from tests.cast import Party, joined, person


def membership(party: Party, name: str) -> Membership:
    return Membership.objects.get(user_id=party.actors[name].person, organization=party.id, ended=None)


def test_invite_and_join(provider: Party) -> None:
    invitation = members.invite(provider.owner, "New@Provider.example ", ["trader", "viewer"])
    token = token_of(invitation.pk)
    assert invitation.email == "new@provider.example" and invitation.roles == ["trader", "viewer"]
    assert bytes(invitation.token_sha256) == digest(token) and token.encode() not in bytes(invitation.token_sha256)
    user = person("new@provider.example")
    joined_as = members.join(actor_of(user), token)
    assert joined_as.organization_id == provider.id and actor_of(user, provider.id).roles == {"trader", "viewer"}
    with pytest.raises(NotFound):
        members.join(actor_of(user), token)


def test_no_event_holds_an_address(provider: Party) -> None:
    members.invite(provider.owner, "secret@person.example", ["viewer"])
    assert not Event.objects.filter(payload__contains="@").exists()


def test_a_token_works_for_the_invited_address_only(provider: Party, consumer: Party) -> None:
    invitation = members.invite(provider.owner, "new@provider.example", ["viewer"])
    with pytest.raises(NotFound):
        members.join(actor_of(consumer.user("owner")), token_of(invitation.pk))
    unconfirmed = person("new@provider.example")
    EmailAddress.objects.filter(user=unconfirmed).update(verified=False)
    with pytest.raises(NotFound):
        members.join(actor_of(unconfirmed), token_of(invitation.pk))


def test_an_invitation_ends(provider: Party) -> None:
    invitation = members.invite(provider.owner, "new@provider.example", ["viewer"])
    user = person("new@provider.example")
    with clock.fixed(clock.now() + timedelta(days=14)):
        with pytest.raises(NotFound):
            members.join(actor_of(user), token_of(invitation.pk))
        fresh = members.invite(provider.owner, "new@provider.example", ["viewer"])  # the ended one does not block
        assert members.join(actor_of(user), token_of(fresh.pk)).roles == ["viewer"]


def test_a_withdrawn_invitation_is_dead(provider: Party, outsider: Party) -> None:
    invitation = members.invite(provider.owner, "new@provider.example", ["viewer"])
    with pytest.raises(Conflict):
        members.invite(provider.owner, "new@provider.example", ["viewer"])
    with pytest.raises(NotFound):
        members.withdraw_invitation(outsider.owner, invitation.pk)
    members.withdraw_invitation(provider.owner, invitation.pk)
    with pytest.raises(NotFound):
        members.join(actor_of(person("new@provider.example")), token_of(invitation.pk))
    with pytest.raises(Conflict):
        members.withdraw_invitation(provider.owner, invitation.pk)


@pytest.mark.parametrize(("email", "roles"), [("no address", ["viewer"]), ("a@b.example", []), ("a@b.example", ["operator"]), ("a@b.example", ["king"])])
def test_invalid_invitations(provider: Party, email: str, roles: list[str]) -> None:
    with pytest.raises(Invalid):
        members.invite(provider.owner, email, roles)
    assert not Invitation.objects.filter(accepted=None).exists()


def test_only_a_head_with_a_fresh_password_invites(provider: Party, operator: Party) -> None:
    with pytest.raises(Forbidden):
        members.invite(provider.steward, "new@provider.example", ["viewer"])
    with pytest.raises(FreshAuthenticationNeeded):
        members.invite(actor_of(provider.user("owner"), provider.id), "new@provider.example", ["viewer"])
    assert members.invite(operator.one, "third@exchange.example", ["operator"]).roles == ["operator"]


def test_two_people_of_the_exchange_let_a_third_in(operator: Party) -> None:
    invitation = members.invite(operator.one, "third@exchange.example", ["operator"])
    user, token = person("third@exchange.example"), token_of(invitation.pk)
    with pytest.raises(NotFound):
        members.join(actor_of(user), token)
    assert send_due() == 0
    asked = Approval.objects.get(subject_id=invitation.pk)
    with pytest.raises(Refused):
        approvals.approve(operator.one, asked.pk)
    approvals.approve(operator.two, asked.pk)
    assert members.join(actor_of(user), token).roles == ["operator"]


def test_an_invitation_that_was_declined_is_withdrawn(operator: Party) -> None:
    invitation = members.invite(operator.one, "third@exchange.example", ["operator"])
    approvals.refuse(operator.two, Approval.objects.get(subject_id=invitation.pk).pk, "Who is this?")
    invitation.refresh_from_db()
    assert invitation.withdrawn and invitation.waits


def test_two_people_of_a_regulator_change_roles(regulator: Party) -> None:
    second = person("second@regulator.example")
    members.enroll(SYSTEM, regulator.id, second.pk, ["supervisor"])
    reviewer = membership(regulator, "reviewer")
    assert members.set_roles(regulator.supervisor, reviewer.pk, ["reviewer", "approver"]).roles == ["reviewer"]
    with pytest.raises(Conflict):
        members.set_roles(regulator.supervisor, reviewer.pk, ["approver"])
    asked = Approval.objects.get(subject_id=reviewer.pk)
    with pytest.raises(Refused):
        approvals.approve(regulator.supervisor, asked.pk)
    approvals.approve(actor_of(second, regulator.id, fresh=True), asked.pk)
    assert membership(regulator, "reviewer").roles == ["reviewer", "approver"]


def test_alone_nobody_asks_in_vain(regulator: Party) -> None:
    with pytest.raises(WrongState):
        members.invite(regulator.supervisor, "second@regulator.example", ["supervisor"])
    assert not Invitation.objects.filter(organization=regulator.id).exists()


def test_roles_of_somebody_who_left_meanwhile_stay(regulator: Party) -> None:
    second = person("second@regulator.example")
    members.enroll(SYSTEM, regulator.id, second.pk, ["supervisor"])
    reviewer = membership(regulator, "reviewer")
    members.set_roles(regulator.supervisor, reviewer.pk, ["approver"])
    members.remove(regulator.supervisor, reviewer.pk)
    approvals.approve(actor_of(second, regulator.id, fresh=True), Approval.objects.get(subject_id=reviewer.pk).pk)
    reviewer.refresh_from_db()
    assert reviewer.roles == ["reviewer"]


def test_roles_change_for_the_next_act(provider: Party, outsider: Party) -> None:
    steward = membership(provider, "steward")
    with pytest.raises(NotFound):
        members.set_roles(outsider.owner, steward.pk, ["viewer"])
    with pytest.raises(Forbidden):
        members.set_roles(provider.steward, steward.pk, ["owner"])
    members.set_roles(provider.owner, steward.pk, ["owner", "steward"])
    assert actor_of(provider.user("steward"), provider.id).roles == {"owner", "steward"}


def test_the_last_owner_stays(provider: Party) -> None:
    owner = membership(provider, "owner")
    for act in (
        lambda: members.leave(provider.owner, owner.pk), lambda: members.set_roles(provider.owner, owner.pk, ["viewer"]), lambda: members.remove(provider.owner, owner.pk),
    ):
        with pytest.raises(Conflict):
            act()
    second = joined(provider, "owner2@provider.example", "owner")
    members.leave(provider.owner, owner.pk)
    with pytest.raises(NotFound):
        actor_of(provider.user("owner"), provider.id)
    with pytest.raises(Conflict):
        members.leave(second, Membership.objects.get(user_id=second.person, ended=None).pk)


def test_the_last_operator_stays(operator: Party) -> None:
    members.remove(operator.one, membership(operator, "two").pk)
    with pytest.raises(Conflict):
        members.leave(operator.one, membership(operator, "one").pk)


def test_leaving_is_ones_own_act(provider: Party) -> None:
    steward = membership(provider, "steward")
    with pytest.raises(Forbidden):
        members.leave(provider.owner, steward.pk)
    members.leave(provider.steward, steward.pk)
    with pytest.raises(NotFound):
        members.remove(provider.owner, steward.pk)


def test_one_person_in_two_organizations_is_one_person(provider: Party, consumer: Party) -> None:
    again = joined(consumer, "steward@provider.example", "trader")
    assert again.person == provider.steward.person and again.organization == consumer.id and again.roles == {"trader"}
    with pytest.raises(Conflict):
        joined(consumer, "steward@provider.example", "viewer")
