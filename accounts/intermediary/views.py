"""The public register, the exchange's page that puts organizations on it, and the page of one registration."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.intermediary import permissions, use_cases
from accounts.intermediary.models import ServiceProvider
from accounts.rules.intermediary import KINDS
from kernel import clock, paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page, same_organization

AREA = forms.Textarea(attrs={"rows": "4"})


class RegisterForm(forms.Form):
    organization_id = forms.UUIDField(label=gettext_lazy("Number of the organization"), help_text=gettext_lazy("As its verification page shows it."))
    kinds = forms.MultipleChoiceField(label=gettext_lazy("Kinds of service"), widget=forms.CheckboxSelectMultiple)
    evidence = forms.CharField(label=gettext_lazy("Evidence: which papers, with their numbers"), widget=AREA, max_length=1_000)
    until = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind, _(label)) for kind, label in KINDS.items()]  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    entry_zh = forms.CharField(label=gettext_lazy("About your services, in Chinese"), widget=AREA, max_length=1_000)
    entry_en = forms.CharField(label=gettext_lazy("About your services, in English"), widget=AREA, max_length=1_000)


class EndForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=AREA, max_length=1_000)


def line(row: ServiceProvider) -> dict[str, Any]:
    runs = row.state == "in_force" and row.until >= clock.today()
    return {"row": row, "kinds": "; ".join(_(KINDS[kind]) for kind in row.kinds), "state": ("done", _("In force")) if runs else ("idle", _("Ended"))}


class Register(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = ServiceProvider.objects.in_force(clock.today()).select_related("organization")
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        return self.show("accounts/intermediary/register.html", {"page": page, "lines": [line(row) for row in page.items], "organization": self.actor.organization})


class Desk(Page):
    """The exchange registers here; a member finds its own registrations."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REGISTER}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(request, RegisterForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.desk_only()
        same_organization(request, organization)
        form = RegisterForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, 422)
        given = dict(form.cleaned_data)
        return self.act(
            use_cases.register, organization=given.pop("organization_id"), **given, form=form, again=lambda bound: self._page(request, bound),
            to=reverse("service_provider.desk", args=[organization]), said=_("The organization is registered."),
        )  # fmt: skip

    def _page(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        rows = ServiceProvider.objects.select_related("organization")
        rows = rows if self.actor.jurisdiction else rows.filter(organization=self.actor.organization)
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        context = {
            "organization": self.actor.organization, "page": page, "lines": [line(row) for row in page.items],
            "form": form if allowed(self.actor, permissions.REGISTER).permitted else None,
        }  # fmt: skip
        return self.show("accounts/intermediary/desk.html", context, status)


class Own(Page):
    """One registration: the provider writes its entry, either side ends it."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PUBLISH}

    def get(self, request: HttpRequest, organization: UUID, service_provider: UUID) -> HttpResponse:
        found = self.row(service_provider)
        return self._page(found, EntryForm(initial={"entry_zh": found.entry_zh, "entry_en": found.entry_en}), EndForm())

    def post(self, request: HttpRequest, organization: UUID, service_provider: UUID) -> HttpResponseBase:
        found = self.row(service_provider)
        same_organization(request, organization)
        here = reverse("service_provider.own", args=[organization, service_provider])
        if "end" in request.POST:
            ending = EndForm(request.POST)
            if not ending.is_valid():
                return self._page(found, EntryForm(), ending, 422)
            return self.act(use_cases.end, service_provider, **ending.cleaned_data, form=ending, again=lambda bound: self._page(found, EntryForm(), bound), to=here, said=_("The registration has ended."))
        form = EntryForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, EndForm(), 422)
        return self.act(use_cases.publish, service_provider, **form.cleaned_data, form=form, again=lambda bound: self._page(found, bound, EndForm()), to=here, said=_("The entry is published."))

    def row(self, service_provider: UUID) -> ServiceProvider:
        rows = ServiceProvider.objects.select_related("organization").filter(pk=service_provider)
        found = (rows if self.actor.jurisdiction else rows.filter(organization=self.actor.organization)).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: ServiceProvider, form: Any, ending: Any, status: int = 200) -> HttpResponse:
        live = row.state == "in_force"
        context = {
            "organization": self.actor.organization, "line": line(row), "form": form if live and allowed(self.actor, permissions.PUBLISH, row).permitted else None,
            "ending": ending if live and allowed(self.actor, permissions.END, row).permitted else None,
        }  # fmt: skip
        return self.show("accounts/intermediary/own.html", context, status)
