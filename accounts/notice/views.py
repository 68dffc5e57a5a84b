"""The demo's mailbox and its strip of roles. Where settings.DEMO is off these addresses do not exist."""

from __future__ import annotations

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from accounts.member.models import Membership, User
from accounts.notice.demo import ROLES
from accounts.notice.mail import letter
from accounts.notice.models import Letter
from kernel.errors import NotFound
from kernel.paging import page
from web.pages import Page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class DemoPage(Page):
    audience = "public"
    public = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.DEMO:
            return HttpResponse(status=404)
        return super().dispatch(request, *args, **kwargs)


class Mailbox(DemoPage):
    """All mail that would have been sent, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = page(Letter.objects.select_related("notice"), ("-created", "-id"), cursor=request.GET.get("cursor"))
        return self.show("accounts/mailbox/list.html", {"lines": [(row, words(row)[0]) for row in rows.items], "page": rows})


class One(DemoPage):
    def get(self, request: HttpRequest, letter: UUID) -> HttpResponse:
        row = Letter.objects.select_related("notice").filter(pk=letter).first()
        if row is None:
            raise NotFound
        subject, body = words(row)
        return self.show("accounts/mailbox/letter.html", {"letter": row, "subject": subject, "body": body})


def words(row: Letter) -> tuple[str, str]:
    """A notice in the reader's language; any other letter as it was written."""
    return letter(row.notice) if row.notice else (row.subject, row.body)


class SwitchRole(DemoPage):
    """Sign in as one of the sample's people without typing: a new session, as after any sign-in."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, role: str) -> HttpResponseBase:
        email = next((one.email for one in ROLES if one.key == role), None)
        user = User.objects.filter(email=email, is_active=True).first() if email else None
        if user is None:
            raise NotFound
        request.session.flush()
        login(request, user, backend=BACKEND)
        record_authentication(request, user, method="password", demo=True)
        first = Membership.objects.active().filter(user=user).order_by("since").values_list("organization_id", flat=True).first()
        return HttpResponseRedirect(f"/workspace/{first}/" if first else "/")
