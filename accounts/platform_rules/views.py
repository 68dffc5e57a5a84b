"""Pages of the platform rules: read them, accept them for an organization, and, for the exchange, publish the next version."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.organization.models import Organization
from accounts.platform_rules import permissions, use_cases
from accounts.platform_rules.models import PlatformRules, RulesAcceptance
from kernel import clock
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.forms import DateTimeInput
from web.pages import Page


class PublishForm(forms.Form):
    text_zh = forms.CharField(label=gettext_lazy("Text in Chinese"), widget=forms.Textarea(attrs={"rows": 10}))
    text_en = forms.CharField(label=gettext_lazy("Text in English"), widget=forms.Textarea(attrs={"rows": 10}))
    in_force_from = forms.DateTimeField(
        label=gettext_lazy("Applies from"), widget=DateTimeInput, required=False, help_text=gettext_lazy("Leave it empty to have it apply at once.")
    )


class Read(Page):
    """The version in force and the one to come, for everyone."""

    audience = "public"
    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        newest = PlatformRules.objects.order_by("-number").first()
        current = PlatformRules.objects.in_force(clock.now()).first()
        coming = newest if newest and current and newest.number > current.number else None
        return self.show("accounts/rules/read.html", {"rules": current or newest, "coming": coming})


class Accept(Page):
    """The newest version with the button that binds the organization to it; for the exchange, the form of the next one."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ACCEPT}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        row = Organization.objects.visible_to(self.actor).filter(pk=organization).first()
        if row is None:
            raise NotFound
        newest = PlatformRules.objects.order_by("-number").first()
        accepted = RulesAcceptance.objects.filter(organization=row).select_related("rules", "person").order_by("-at")[:10]
        context = {
            "rules": newest, "accepted": list(accepted), "done": newest is not None and row.rules_accepted >= newest.number,
            "may_accept": allowed(self.actor, permissions.ACCEPT, row).permitted, "may_publish": allowed(self.actor, permissions.PUBLISH).permitted,
            "organization": row,
        }
        return self.show("accounts/rules/accept.html", context)

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        number = request.POST.get("number", "")
        if not number.isascii() or not number.isdigit() or len(number) > 6:
            raise NotFound
        to = reverse("platform_rules.accept", args=[organization])
        return self.act(use_cases.accept, int(number), to=to, said=_("The platform rules are accepted."))


class Publish(Page):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PUBLISH}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        last = PlatformRules.objects.order_by("-number").first()
        return self._page(PublishForm(initial={"text_zh": last.text_zh, "text_en": last.text_en} if last else None))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = PublishForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        given = form.cleaned_data
        to = reverse("platform_rules.accept", args=[organization])
        return self.act(
            use_cases.publish, text_zh=given["text_zh"], text_en=given["text_en"], in_force_from=given["in_force_from"], form=form, again=self._page,
            to=to, said=_("The new version is published. Every member is asked to accept it."),
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        if self.actor.jurisdiction != "operator":
            raise NotFound
        return self.show("accounts/rules/publish.html", {"form": form, "back": reverse("platform_rules.accept", args=[self.actor.organization])}, status)
