"""Index of the floor's tables: Django looks here, the models live in the slices."""

from accounts.admission.models import Paper as Paper, Verification as Verification
from accounts.approval.models import Approval as Approval, ApprovalStep as ApprovalStep
from accounts.client.models import Client as Client
from accounts.intermediary.models import ServiceProvider as ServiceProvider
from accounts.member.models import Invitation as Invitation, Membership as Membership, User as User
from accounts.notice.models import Letter as Letter, Notice as Notice
from accounts.organization.models import Organization as Organization
from accounts.platform_rules.models import PlatformRules as PlatformRules, RulesAcceptance as RulesAcceptance
from accounts.sponsorship.models import Sponsorship as Sponsorship
