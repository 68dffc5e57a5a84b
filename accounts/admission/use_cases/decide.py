"""The exchange decides a round: verified, returned with remarks, or refused. The first time and each renewal go the same way."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_noop

from accounts.admission import gather
from accounts.admission.models import Verification
from accounts.admission.states import Round
from accounts.member.own_case import not_their_own
from accounts.organization import permissions
from accounts.organization.models import Organization
from accounts.organization.states import State
from accounts.platform_rules import permissions as rules_permissions
from accounts.platform_rules.gather import current_number
from accounts.rules import admission
from accounts.rules.persons import person_of
from accounts.rules.roles import Role
from accounts.sponsorship import ending as sponsored
from kernel.decision import Certainty, Citation, Reason, Say, refuse as refusal
from kernel.errors import Invalid, WrongState
from kernel.permissions import Permission
from kernel.use_case import Act, use_case

CITES = (Citation("platform rules", "admission", Certainty.PLATFORM),)


@use_case
def verify(act: Act, organization_id: UUID) -> Organization:
    """The particulars and papers are in order: verified for two years. Errors: WrongState, Refused (incomplete, number taken, own case)."""
    organization, verification = _round(act, organization_id, permissions.VERIFY)
    said = gather.from_json(verification.said)
    act.require(admission.complete(gather.facts(organization, said)))
    if gather.number_is_taken(organization, said):
        finding = Say(gettext_noop("Another verified organization has this number in the register."))
        act.require(refusal(Reason("admission.number_taken", admission.RELEASE, finding, CITES, Say(gettext_noop("Return the application and ask.")))))
    fields = gather.write(organization, said)
    organization.verified_until = act.now + admission.TERM
    organization.reason = ""
    if verification.renewal:
        organization.save(update_fields=[*fields, "verified_until", "reason"])
    else:
        act.move(organization, State.VERIFIED, verified_until=organization.verified_until, **{name: getattr(organization, name) for name in fields})
    _decided(act, organization, verification, Round.PASSED)
    sponsored.decided(act, organization)
    if organization.rules_accepted < current_number(act.now):
        act.done_waiting(organization, rules_permissions.ACCEPT)
        act.wait(organization, organization=organization.pk, act=rules_permissions.ACCEPT, role=Role.OWNER)
    act.record(
        "accounts.organization.verified", organization, parties=[organization.pk],
        data={"verification": str(verification.pk), "renewal": verification.renewal, "until": organization.verified_until.isoformat()},
    )
    return organization


@use_case
def return_(act: Act, organization_id: UUID, remarks: Mapping[str, str], note: str = "") -> Organization:
    """Back to the applicant, with a remark on each line that is wrong. Errors: Invalid (no remark, unknown line), WrongState."""
    organization, verification = _round(act, organization_id, permissions.RETURN)
    said = gather.from_json(verification.said)
    known = {item.key for item in admission.checklist(admission.Facts(said))}
    kept = {key: text.strip() for key, text in remarks.items() if text.strip()}
    if not kept or not set(kept) <= known:
        raise Invalid(fields={"remarks": [Say(gettext_noop("Say at least for one line of the checklist what is wrong with it."))]})
    if verification.renewal:
        act.wait(organization, organization=organization.pk, act=permissions.RENEW, role=Role.OWNER, within=admission.CORRECTION)
    else:
        act.move(organization, State.RETURNED)
        act.wait(organization, organization=organization.pk, act=permissions.APPLY, role=Role.OWNER, within=admission.CORRECTION)
    _decided(act, organization, verification, Round.RETURNED, remarks=kept, note=note.strip())
    act.record(
        "accounts.organization.returned", organization, {"verification": str(verification.pk), "items": sorted(kept)}, parties=[organization.pk]
    )
    return organization


@use_case
def refuse(act: Act, organization_id: UUID, reason: str) -> Organization:
    """No, with a reason. A refused renewal leaves the verification as it is until it ends. Errors: Invalid, WrongState."""
    organization, verification = _round(act, organization_id, permissions.REFUSE)
    if not reason.strip():
        raise Invalid(fields={"reason": [Say(gettext_noop("A refusal states its reason."))]})
    if not verification.renewal:
        act.move(organization, State.REFUSED, reason=reason.strip())
        sponsored.fall(act, organization)
    _decided(act, organization, verification, Round.REFUSED, note=reason.strip())
    act.record("accounts.organization.refused", organization, {"verification": str(verification.pk)}, parties=[organization.pk])
    return organization


def _round(act: Act, organization_id: UUID, permission: Permission) -> tuple[Organization, Verification]:
    organization = act.find(Organization, organization_id)
    act.authorise(permission, organization)
    act.require(not_their_own(act.actor, organization.pk))
    verification = Verification.objects.filter(organization=organization, state=Round.SUBMITTED).first()
    if verification is None:
        raise WrongState(
            Say(gettext_noop("There is no application of this organization to decide.")), remedy=Say(gettext_noop("Reload to see where it stands now."))
        )
    return organization, verification


def _decided(act: Act, organization: Organization, verification: Verification, verdict: Round, *, remarks: Mapping[str, str] | None = None, note: str = "") -> None:
    act.done_waiting(organization, permissions.VERIFY)
    act.move(verification, verdict, remarks=dict(remarks or {}), note=note, decided_by=person_of(act.actor))
