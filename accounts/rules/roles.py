"""The roles a person can hold, by kind of organization, and who looks after an organization's people."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_noop


class Role(StrEnum):
    OWNER = "owner"
    STEWARD = "steward"
    TRADER = "trader"
    FINANCE = "finance"
    VIEWER = "viewer"
    OPERATOR = "operator"
    INTAKE = "intake"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.OWNER: gettext_noop("Owner"),
    Role.STEWARD: gettext_noop("Steward"),
    Role.TRADER: gettext_noop("Trader"),
    Role.FINANCE: gettext_noop("Finance"),
    Role.VIEWER: gettext_noop("Viewer"),
    Role.OPERATOR: gettext_noop("Operator"),
    Role.INTAKE: gettext_noop("Intake"),
    Role.REVIEWER: gettext_noop("Reviewer"),
    Role.APPROVER: gettext_noop("Approver"),
    Role.SUPERVISOR: gettext_noop("Supervisor"),
    Role.AUDITOR: gettext_noop("Auditor"),
}
PERSON = "person"
"""What anyone signed in holds while acting for no organization: enough to found or join one."""

ROLES_OF_KIND: dict[str, tuple[Role, ...]] = {
    "member": (Role.OWNER, Role.STEWARD, Role.TRADER, Role.FINANCE, Role.VIEWER),
    "exchange": (Role.OPERATOR,),
    "regulator": (Role.INTAKE, Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR),
}
HEAD_OF_KIND: dict[str, Role] = {"member": Role.OWNER, "exchange": Role.OPERATOR, "regulator": Role.SUPERVISOR}
"""The role that invites and removes people; its last holder cannot leave."""

HEADS = frozenset(HEAD_OF_KIND.values())
EVERYONE = frozenset(Role)
JURISDICTION_OF_KIND = {"member": "", "exchange": "operator", "regulator": "regulator"}
