"""Pages of opinions: on the dataset's page for its readers, asking for one, and each with what may be done about it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import ServiceProvider
from accounts.rules.intermediary import KINDS
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.opinion import permissions, use_cases
from catalog.opinion.models import Opinion
from catalog.opinion.words import line
from catalog.rules.opinion import ASSURANCES, CONCLUSIONS
from kernel import clock, paging
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page, same_organization

AREA = forms.Textarea(attrs={"rows": "4"})
CHOICES = 100
JOINED = ("dataset", "dataset__current", "revision", "author", "author__organization", "provider")


class AskForm(forms.Form):
    service_provider = forms.ChoiceField(label=gettext_lazy("Service provider"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of service"))
    request = forms.CharField(label=gettext_lazy("What you ask"), widget=AREA, max_length=4_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ServiceProvider.objects.in_force(clock.today()).select_related("organization").order_by("-created", "-id")[:CHOICES]
        kinds = {kind: _(label) for kind, label in KINDS.items()}
        self.fields["service_provider"].choices = [(row.pk, f"{row.organization.name} ({'; '.join(kinds[kind] for kind in row.kinds)})") for row in rows]  # type: ignore[attr-defined]
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]


class IssueForm(forms.Form):
    conclusion = forms.ChoiceField(label=gettext_lazy("Conclusion"))
    assurance = forms.ChoiceField(label=gettext_lazy("Grade of assurance"))
    statement_zh = forms.CharField(label=gettext_lazy("Opinion in Chinese"), widget=AREA, max_length=4_000)
    statement_en = forms.CharField(label=gettext_lazy("Opinion in English"), widget=AREA, max_length=4_000)
    valid_until = forms.DateField(label=gettext_lazy("Valid until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (("conclusion", CONCLUSIONS), ("assurance", ASSURANCES)):
            self.fields[name].choices = [(code, _(label)) for code, label in known.items()]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=AREA, max_length=4_000)


class OfDataset(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest, dataset: UUID) -> HttpResponse:
        found = Dataset.objects.visible_to(self.actor).select_related("current").filter(pk=dataset).first()
        if found is None or found.current is None:
            raise NotFound
        page = paging.page(Opinion.objects.published().filter(dataset=found, revision__in=DatasetRevision.objects.visible_to(self.actor).values("pk")).select_related(*JOINED), ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        today = clock.today()
        ask_url = reverse("opinion.ask", args=[self.actor.organization, found.pk]) if found.provider_id == self.actor.organization else ""
        return self.show("catalog/opinion/public.html", {"dataset": found, "page": page, "lines": [line(row, today) for row in page.items], "ask_url": ask_url})


class Ask(Page):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ASK}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(request, self.dataset_of(dataset), AskForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        same_organization(request, organization)
        form = AskForm(request.POST)
        if not form.is_valid():
            return self._page(request, found, form, 422)
        return self.act(
            use_cases.ask, dataset, **form.cleaned_data, form=form, again=lambda bound: self._page(request, found, bound), to=reverse("opinion.ask", args=[organization, dataset]),
            said=_("The service provider is asked."),
        )  # fmt: skip

    def dataset_of(self, dataset: UUID) -> Dataset:
        found = Dataset.objects.filter(provider=self.actor.organization, pk=dataset).select_related("current", "working").first()
        if found is None:
            raise NotFound
        return found

    def _page(self, request: HttpRequest, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        page = paging.page(Opinion.objects.filter(dataset=dataset).select_related(*JOINED), ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        today = clock.today()
        context = {
            "dataset": dataset, "organization": self.actor.organization, "page": page, "lines": [line(row, today) for row in page.items],
            "form": form if dataset.state == "listed" and allowed(self.actor, permissions.ASK, dataset).permitted else None,
        }  # fmt: skip
        return self.show("catalog/opinion/ask.html", context, status)


class Own(Page):
    """What the organization was asked for, and what it asked."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        page = paging.page(Opinion.objects.visible_to(self.actor).select_related(*JOINED), ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        today = clock.today()
        return self.show("catalog/opinion/own.html", {"organization": organization, "page": page, "lines": [line(row, today) for row in page.items]})


class One(Page):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.SIGN}

    def get(self, request: HttpRequest, organization: UUID, opinion: UUID) -> HttpResponse:
        return self._page(self.opinion_of(opinion), IssueForm(), ReasonForm())

    def post(self, request: HttpRequest, organization: UUID, opinion: UUID) -> HttpResponseBase:
        found = self.opinion_of(opinion)
        same_organization(request, organization)
        here = reverse("opinion.one", args=[organization, opinion])
        if "cancel" in request.POST:
            return self.act(use_cases.cancel, opinion, to=here, said=_("Taken back."))
        if "issue" in request.POST:
            form = IssueForm(request.POST)
            if not form.is_valid():
                return self._page(found, form, ReasonForm(), 422)
            return self.act(use_cases.issue, opinion, **form.cleaned_data, form=form, again=lambda bound: self._page(found, bound, ReasonForm()), to=here, said=_("The opinion is signed and stands on the dataset's page."))
        reason = ReasonForm(request.POST)
        if not reason.is_valid():
            return self._page(found, IssueForm(), reason, 422)
        verb = use_cases.withdraw if "withdraw" in request.POST else use_cases.refuse
        return self.act(verb, opinion, **reason.cleaned_data, form=reason, again=lambda bound: self._page(found, IssueForm(), bound), to=here, said=_("Done."))

    def opinion_of(self, opinion: UUID) -> Opinion:
        found = Opinion.objects.visible_to(self.actor).select_related(*JOINED).filter(pk=opinion).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: Opinion, form: Any, reason: Any, status: int = 200) -> HttpResponse:
        asked = row.state == "asked"
        gives = allowed(self.actor, permissions.GIVE, row).permitted
        context = {
            "organization": self.actor.organization, "line": line(row, clock.today()), "form": form if asked and allowed(self.actor, permissions.SIGN, row).permitted else None,
            "reason": reason if (asked and gives) or (row.state == "issued" and allowed(self.actor, permissions.WITHDRAW, row).permitted) else None, "asked": asked,
            "may_cancel": asked and allowed(self.actor, permissions.CANCEL, row).permitted,
        }  # fmt: skip
        return self.show("catalog/opinion/one.html", context, status)
