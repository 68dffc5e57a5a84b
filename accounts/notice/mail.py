"""Sending: notices in each person's language, invitations in both. Called by a task; every row is locked, sent, then marked.

At least once: a crash between sending and marking sends a mail twice, never none.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _, override

from accounts.member.models import Invitation
from accounts.member.tokens import token_of
from accounts.notice.models import Notice
from accounts.notice.words import FOOTER, fill
from kernel import clock
from kernel.models import Turn

log = logging.getLogger(__name__)
NOTICE_HEADER = "X-Notice"
MOST_ATTEMPTS = 8
LANGUAGES = ("zh-hans", "en")


def send_due(limit: int = 100) -> int:
    """Send what waits; returns how many mails went out."""
    notices = Notice.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).order_by("created").values_list("pk", flat=True)[:limit]
    invitations = Invitation.objects.filter(mailed=None, withdrawn=None, waits=False, expires__gt=clock.now()).order_by("created").values_list("pk", flat=True)[:limit]
    return sum(_send_notice(pk) for pk in list(notices)) + sum(_send_invitation(pk) for pk in list(invitations))


def _send_notice(pk: UUID) -> bool:
    with transaction.atomic():
        rows = Notice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
        notice = rows.filter(pk=pk, sent_at=None).first()
        if notice is None:
            return False
        if _is_settled(notice):
            notice.delete()
            return False
        with override(notice.user.language or settings.LANGUAGE_CODE):
            subject, body = letter(notice)
        message = EmailMessage(subject, body, to=[notice.user.email], headers={NOTICE_HEADER: str(notice.pk)})
        if not _sent(message):
            Notice.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
            return False
        notice.sent_at = clock.now()
        notice.save(update_fields=["sent_at"])
        return True


def _is_settled(notice: Notice) -> bool:
    """A turn that was taken meanwhile needs no mail."""
    kind, _colon, key = notice.cause.partition(":")
    return kind == "turn" and not Turn.objects.filter(pk=key, ended=None).exists()


def letter(notice: Notice) -> tuple[str, str]:
    """Subject and body in the language that is active now."""
    url = f"{settings.PUBLIC_URL}{notice.path}"
    subject = " ".join(fill(notice.subject, notice.values).split())
    return subject, f"{fill(notice.body, notice.values)}\n\n{_(FOOTER) % {'url': url}}\n"


def _send_invitation(pk: UUID) -> bool:
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(skip_locked=True, of=("self",)).select_related("organization")
        invitation = rows.filter(pk=pk, mailed=None, withdrawn=None, waits=False).first()
        if invitation is None:
            return False
        url = f"{settings.PUBLIC_URL}/join/{token_of(invitation.pk)}/"
        texts = []
        for language in LANGUAGES:  # who is invited has not told us a language yet
            with override(language):
                values = {"organization": invitation.organization.name, "url": url}
                texts.append(
                    _("%(organization)s invites you to work for it on the data exchange Shugang. Open %(url)s to join. The invitation ends in 14 days.") % values
                )
        subject = " / ".join(dict.fromkeys(filter(None, [invitation.organization.name_zh, invitation.organization.name_en])))
        if not _sent(EmailMessage(f"Shugang: {subject}", "\n\n".join(texts) + "\n", to=[invitation.email])):
            return False
        invitation.mailed = clock.now()
        invitation.save(update_fields=["mailed"])
        return True


def _sent(message: EmailMessage) -> bool:
    try:
        message.send()
    except (SMTPException, OSError) as error:
        log.warning("mail was not sent: %s", type(error).__name__)
        return False
    return True
