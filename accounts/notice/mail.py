"""Sending: notices in each person's language, invitations in both. Called by a task; every row is locked, sent, then marked.

At least once: a crash between sending and marking sends a mail twice, never none.
"""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _, override

from accounts.member.models import Invitation
from accounts.member.tokens import token_of
from accounts.notice.models import Notice
from accounts.notice.words import FOOTER, fill
from kernel import clock, rounds
from kernel.models import Turn

NOTICE_HEADER = "X-Notice"
MOST_ATTEMPTS = 8
LANGUAGES = ("zh-hans", "en")


class NotSent(Exception):
    """The mail server did not take the mail; it says only what kind of failure it was, as addresses belong in no log."""


def send_due() -> int:
    """Send what waits; returns how many mails went out. One that fails rests and holds up no other."""
    notices = Notice.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS).order_by("created")
    invitations = Invitation.objects.filter(mailed=None, withdrawn=None, waits=False, expires__gt=clock.now()).order_by("created")
    return rounds.each("accounts.mail_notice", notices, _send_notice) + rounds.each("accounts.mail_invitation", invitations, _send_invitation)


def _send_notice(row: Notice) -> bool:
    with transaction.atomic():
        rows = Notice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
        notice = rows.filter(pk=row.pk, sent_at=None).first()
        if notice is None:
            return False
        if _is_settled(notice):
            notice.delete()
            return False
        with override(notice.user.language or settings.LANGUAGE_CODE):
            subject, body = letter(notice)
        notice.attempts += 1
        failure = _failure(EmailMessage(subject, body, to=[notice.user.email], headers={NOTICE_HEADER: str(notice.pk)}))
        notice.sent_at = None if failure else clock.now()
        notice.save(update_fields=["sent_at", "attempts"])
    return _done(failure)


def _is_settled(notice: Notice) -> bool:
    """A turn that was taken meanwhile needs no mail."""
    kind, _colon, key = notice.cause.partition(":")
    return kind == "turn" and not Turn.objects.filter(pk=key, ended=None).exists()


def letter(notice: Notice) -> tuple[str, str]:
    """Subject and body in the language that is active now."""
    url = f"{settings.PUBLIC_URL}{notice.path}"
    subject = " ".join(fill(notice.subject, notice.values).split())
    return subject, f"{fill(notice.body, notice.values)}\n\n{_(FOOTER) % {'url': url}}\n"


def _send_invitation(row: Invitation) -> bool:
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(skip_locked=True, of=("self",)).select_related("organization")
        invitation = rows.filter(pk=row.pk, mailed=None, withdrawn=None, waits=False).first()
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
        failure = _failure(EmailMessage(f"Shugang: {subject}", "\n\n".join(texts) + "\n", to=[invitation.email]))
        invitation.mailed = None if failure else clock.now()
        invitation.save(update_fields=["mailed"])
    return _done(failure)


def _failure(message: EmailMessage) -> str:
    try:
        message.send()
    except (SMTPException, OSError) as error:
        return type(error).__name__
    return ""


def _done(failure: str) -> bool:
    """Errors: NotSent, once the attempt is counted."""
    if failure:
        raise NotSent(failure)
    return True
