"""The demo's mail backend: keeps letters in a table for the mailbox page instead of sending them. No other profile uses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from accounts.notice.mail import NOTICE_HEADER
from accounts.notice.models import Letter
from kernel import clock


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        letters = [_letter(message) for message in email_messages]
        Letter.objects.bulk_create(letters)
        return len(letters)


def _letter(message: EmailMessage) -> Letter:
    headers: dict[str, Any] = message.extra_headers
    return Letter(
        to=", ".join(message.to), subject=str(message.subject), body=str(message.body), notice_id=headers.get(NOTICE_HEADER), created=clock.now()
    )
