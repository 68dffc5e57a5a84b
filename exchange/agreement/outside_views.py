"""The page on which an owner signs what was sent abroad outside the exchange."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from exchange.agreement import use_cases
from exchange.agreement.forms import SignForm
from exchange.agreement.models import SigningKey
from exchange.determination import permissions
from exchange.determination.statement import text
from exchange.trade_request.permissions import acting
from kernel import clock
from kernel.permissions import Permission, authorise
from web.forms import Card
from web.pages import Page


class OutsideForm(SignForm):
    read = forms.BooleanField(label=gettext_lazy("I state this for my organization and sign it"))
    ordinary = forms.IntegerField(label=gettext_lazy("Persons, ordinary data only"), min_value=0, max_value=2_000_000_000)
    sensitive = forms.IntegerField(label=gettext_lazy("Persons with sensitive data"), min_value=0, max_value=2_000_000_000)


class StateOutside(Page):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.STATE_OUTSIDE}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        authorise(self.actor, permissions.STATE_OUTSIDE)
        return self._page(self._form(initial={"key": "hosted"}))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = self._form(data=request.POST)

        def again(_form: Any) -> HttpResponse:
            return self._page(form, 422)

        if not form.is_valid():
            return again(form)
        given = form.cleaned_data
        own = {} if given["key"] == "hosted" else {"key": UUID(given["key"]), "signature": "".join(given["signature"].split())}
        return self.act(
            use_cases.state_outside, ordinary=given["ordinary"], sensitive=given["sensitive"], form=form, again=again, said=_("Stated and signed."),
            to=reverse("determination.counts", args=[organization]), **own,
        )

    def _form(self, **kwargs: Any) -> OutsideForm:
        rows = SigningKey.objects.visible_to(self.actor).filter(organization_id=acting(self.actor), retired=None).order_by("-created")
        keys = [(str(key.pk), Card(key.name, _("Your own key: you give its detached signature below."), key.public_key[:12] + "…")) for key in rows]
        return OutsideForm(keys=keys, **kwargs)

    def _page(self, form: OutsideForm, status: int = 200) -> HttpResponse:
        today = clock.today()
        said = text(str(self.actor.organization), today.year, today, 0, 0)
        return self.show("exchange/agreement/outside.html", {"form": form, "to_sign": said, "back_url": reverse("determination.counts", args=[self.actor.organization])}, status)
