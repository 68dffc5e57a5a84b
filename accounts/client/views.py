"""Pages of API clients: list, create, one with its acts. The secret is shown in the answer to the post and never again."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.client import permissions, use_cases
from accounts.client.models import Client
from accounts.client.use_cases import LONGEST, USUAL
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.paging import page
from kernel.permissions import READ_SCOPE, Permission, allowed
from web.forms import Card
from web.pages import Page
from web.shapes import Effect


class ClientForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("What the machine is for, so that others know what stops with it."))
    days = forms.IntegerField(label=gettext_lazy("Lasts for days"), min_value=1, max_value=LONGEST, initial=USUAL)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("What it may do"), widget=forms.CheckboxSelectMultiple, initial=[READ_SCOPE])

    def __init__(self, *args: Any, scopes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(name, Card(scope_label(name), name)) for name in scopes]  # type: ignore[attr-defined]


def scope_label(name: str) -> str:
    if name == READ_SCOPE:
        return _("Read what its person may read")
    permission = settings.PERMISSIONS.get(name)
    return _(permission.label) if permission and permission.label else name


def look(client: Client) -> tuple[str, str]:
    if client.revoked:
        return "stop", _("Revoked")
    return ("done", _("Valid")) if client.usable_at(clock.now()) else ("idle", _("Ended"))


class List(Page):
    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = page(Client.objects.visible_to(self.actor).filter(organization=organization).select_related("responsible"), ("-begins", "-id"), cursor=request.GET.get("cursor"))
        context = {"lines": [(row, *look(row)) for row in rows.items], "page": rows, "new_url": reverse("client.new", args=[organization])}
        return self.show("accounts/client/list.html", context)


class New(Page):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CREATE}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(ClientForm(scopes=use_cases.grantable(self.actor)))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = ClientForm(request.POST, scopes=use_cases.grantable(self.actor))
        if not form.is_valid():
            return self._page(form, 422)
        given = form.cleaned_data
        try:
            issued = use_cases.create(self.actor, given["name"], given["scopes"], days=given["days"])
        except Invalid as error:
            form.add_error(None, str(error.detail))
            return self._page(form, 422)
        return secret_page(self, issued)

    def _page(self, form: ClientForm, status: int = 200) -> HttpResponse:
        return self.show("accounts/client/new.html", {"form": form, "back": reverse("client.list", args=[self.actor.organization])}, status)


def secret_page(page_: Page, issued: use_cases.Issued) -> HttpResponse:
    """No redirect: this answer alone holds the secret, and nothing may keep it."""
    response = page_.show("accounts/client/secret.html", {"client": issued.client, "secret": issued.secret, "token_url": settings.PUBLIC_URL + reverse("oauth.token")})
    response["Cache-Control"] = "no-store"
    return response


class _One(Page):
    audience = "party"

    def client(self, client: UUID) -> Client:
        found = Client.objects.visible_to(self.actor).filter(pk=client, organization=self.actor.organization).select_related("responsible").first()
        if found is None:
            raise NotFound
        return found

    def back(self, client: Client) -> str:
        return reverse("client.detail", args=[client.organization_id, client.pk])


class Detail(_One):
    def get(self, request: HttpRequest, organization: UUID, client: UUID) -> HttpResponse:
        row = self.client(client)
        usable = row.usable_at(clock.now())
        state, label = look(row)
        context = {
            "client": row, "look": state, "label": label, "scopes": [(name, scope_label(name)) for name in row.scopes],
            "may_rotate": usable and allowed(self.actor, permissions.ROTATE, row).permitted,
            "may_revoke": row.revoked is None and allowed(self.actor, permissions.REVOKE, row).permitted,
        }
        return self.show("accounts/client/detail.html", context)


class Rotate(_One):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ROTATE}

    def get(self, request: HttpRequest, organization: UUID, client: UUID) -> HttpResponse:
        row = self.client(client)
        effects = [
            Effect(_("The old secret stops at once."), _("All its tokens stop with it.")),
            Effect(_("The new secret is shown once."), _("Have the place ready in which you keep it.")),
        ]
        return self.show("accounts/confirm.html", {"title": _("Replace the secret of %(name)s") % {"name": row.name}, "effects": effects, "act": _("Replace the secret"), "back_url": self.back(row)})

    def post(self, request: HttpRequest, organization: UUID, client: UUID) -> HttpResponseBase:
        return secret_page(self, use_cases.rotate(self.actor, client))


class Revoke(_One):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    def get(self, request: HttpRequest, organization: UUID, client: UUID) -> HttpResponse:
        row = self.client(client)
        effects = [Effect(_("The client stops at once."), _("Its tokens are refused from the next call on.")), Effect(_("It cannot be undone."), _("Create a new client instead."))]
        context = {"title": _("Revoke %(name)s") % {"name": row.name}, "effects": effects, "act": _("Revoke the client"), "back_url": self.back(row), "danger": True}
        return self.show("accounts/confirm.html", context)

    def post(self, request: HttpRequest, organization: UUID, client: UUID) -> HttpResponseBase:
        return self.act(use_cases.revoke, client, to=reverse("client.list", args=[organization]), said=_("The client is revoked."))
