"""Index of the floor's background tasks: Celery looks here. Each loads ids and calls; none holds logic."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command

from accounts.admission.use_cases import ask_renewal
from accounts.notice.mail import send_due
from accounts.organization.models import Organization
from accounts.rules.admission import RENEWAL_OPENS
from kernel import clock, nudge, rounds
from kernel.actor import SYSTEM


@shared_task(name="accounts.send_mail")
def send_mail() -> int:
    """Mail that waits: notices of turns and news, invitations."""
    nudge.begin("accounts.send_mail")
    return send_due()


@shared_task(name="accounts.ask_renewals")
def ask_renewals() -> int:
    """Ask the owners whose verification ends soon to renew it; returns how many were asked."""
    due = Organization.objects.needing_renewal(clock.now(), RENEWAL_OPENS).order_by("verified_until")
    return rounds.each("accounts.ask_renewals", due, lambda row: ask_renewal(SYSTEM, row.pk))


@shared_task(name="accounts.prune_tokens")
def prune_tokens() -> None:
    """Remove access tokens that have run out."""
    call_command("cleartokens")
