"""Publishing a version of the platform rules, and accepting it for an organization."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.organization.models import Kind, Organization
from accounts.organization.states import State
from accounts.platform_rules import permissions
from accounts.platform_rules.models import PlatformRules, RulesAcceptance
from accounts.rules.persons import person_of
from accounts.rules.roles import Role
from kernel.decision import Say
from kernel.errors import Conflict, Invalid, NotFound
from kernel.events import subject_type
from kernel.models import Turn
from kernel.use_case import Act, use_case

ORGANIZATION = subject_type(Organization)


@use_case
def publish(act: Act, *, text_zh: str, text_en: str, in_force_from: datetime | None = None) -> PlatformRules:
    """The next version. From `in_force_from` (at once unless told) trade needs its acceptance; every verified member is asked now.

    Errors: Invalid for an empty text or a day that has passed."""
    act.authorise(permissions.PUBLISH)
    if not text_zh.strip() or not text_en.strip():
        raise Invalid(fields={"text_zh": [Say(gettext_noop("The rules are published in Chinese and in English."))]})
    begins = in_force_from or act.now
    if begins < act.now:
        raise Invalid(fields={"in_force_from": [Say(gettext_noop("Rules cannot apply before they are published."))]})
    last = PlatformRules.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    rules = act.created(PlatformRules(number=number, text_zh=text_zh, text_en=text_en, published=act.now, in_force_from=begins))
    rules.save(force_insert=True)
    members = list(Organization.objects.filter(kind=Kind.MEMBER, state=State.VERIFIED).values_list("pk", flat=True))
    asked = set(Turn.objects.filter(subject_type=ORGANIZATION, act=permissions.ACCEPT.name, ended=None).values_list("subject_id", flat=True))
    Turn.objects.bulk_create(
        Turn(subject_type=ORGANIZATION, subject_id=pk, organization=pk, act=permissions.ACCEPT.name, role=Role.OWNER, since=act.now)
        for pk in members
        if pk not in asked
    )
    act.record("accounts.platform_rules.published", rules, {"number": number, "in_force_from": begins.isoformat()}, parties=members)
    return rules


@use_case
def accept(act: Act, number: int) -> RulesAcceptance:
    """The owner accepts version `number` for the organization they act for. Accepting twice is a conflict.

    Errors: NotFound, Invalid when a newer version stands, Conflict."""
    organization = act.find(Organization, act.actor.organization)
    act.authorise(permissions.ACCEPT, organization)
    newest = PlatformRules.objects.order_by("-number").first()
    if newest is None:
        raise NotFound
    if number != newest.number:
        raise Invalid(fields={"number": [Say(gettext_noop("The newest version is %(number)s. Read and accept that one."), {"number": newest.number})]})
    if organization.rules_accepted >= number:
        raise Conflict(Say(gettext_noop("This organization has accepted this version already.")))
    acceptance = RulesAcceptance.objects.create(organization=organization, rules=newest, person_id=person_of(act.actor), at=act.now)
    organization.rules_accepted = number
    organization.save(update_fields=["rules_accepted"])
    act.done_waiting(organization, permissions.ACCEPT)
    act.record("accounts.platform_rules.accepted", organization, {"number": number, "acceptance": str(acceptance.pk)})
    return acceptance
