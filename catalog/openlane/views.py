"""Pages of the open lane: how a dataset is open and its files, opening one, applying, deciding."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_lazy

from catalog.dataset.models import Dataset, Distribution
from catalog.openlane import limits, permissions, use_cases
from catalog.openlane.models import OpenApplication, OpenRelease
from catalog.openlane.words import badge
from catalog.rules.open_lane import LICENCES, MODES, ON_APPLICATION
from kernel import blobs
from kernel.actor import SYSTEM
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page, same_organization

AREA = forms.Textarea(attrs={"rows": "3"})
SHOWN = 50


class ReleaseForm(forms.Form):
    mode = forms.ChoiceField(label=gettext_lazy("How it is open"))
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), choices=[(code, code) for code in LICENCES])
    never_named_important = forms.BooleanField(label=gettext_lazy("No authority has named these data important data."))
    nothing_bars = forms.BooleanField(label=gettext_lazy("They hold no state secret, nothing under export control, no human genetic resources, and their source is lawful."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [(code, _(label)) for code, label in MODES.items()]  # type: ignore[attr-defined]


class PurposeForm(forms.Form):
    purpose = forms.CharField(label=gettext_lazy("What you need the data for"), widget=AREA, max_length=2_000)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=AREA, max_length=2_000)


class OfDataset(Page):
    public = True
    audience = "public"

    def get(self, request: HttpRequest, dataset: UUID) -> HttpResponse:
        found = Dataset.objects.visible_to(self.actor).select_related("current").filter(pk=dataset).first()
        if found is None or found.current is None:
            raise NotFound
        row = OpenRelease.objects.standing().filter(dataset=found).first()
        own = found.provider_id == self.actor.organization
        mine = OpenApplication.objects.filter(release=row, organization=self.actor.organization).order_by("-created").first() if row and self.actor.organization else None
        ready = row is not None and (row.mode != ON_APPLICATION or own or bool(self.actor.jurisdiction) or (mine is not None and mine.state == "admitted"))
        context = {
            "dataset": found, "row": row, "mode": _(MODES[row.mode]) if row else "", "licence_url": LICENCES[row.licence] if row else "", "ready": ready, "mine": mine,
            "files": list(Distribution.objects.filter(revision=found.current_id, completed__isnull=False)) if row else [], "organization": self.actor.organization,
            "own": own, "may_apply": row is not None and not ready and allowed(self.actor, permissions.APPLY).permitted and (mine is None or mine.state in ("refused", "ended")),
        }  # fmt: skip
        return self.show("catalog/openlane/public.html", context)

HIDDEN = "??"
"""A place that was told and is not a country's code."""


class File(Page):
    """The bytes of an open file; each fetch is judged and recorded."""

    public = True
    audience = "public"
    http_method_names = ["get", "options"]  # noqa: RUF012  # no HEAD: it would be recorded though nothing goes out

    def get(self, request: HttpRequest, dataset: UUID, distribution: UUID) -> HttpResponseBase:
        row = OpenRelease.objects.visible_to(self.actor).standing().filter(dataset=dataset).first()
        if row is None:
            raise NotFound
        limits.fetch(request.META.get("REMOTE_ADDR", ""))
        told = request.headers.get(settings.COUNTRY_HEADER, "").strip().upper() if settings.COUNTRY_HEADER else ""
        file = use_cases.hand_out(SYSTEM, row.pk, distribution, reader=self.actor, places=(told if len(told) == 2 and told.isalpha() else HIDDEN,) if told else ())
        response = StreamingHttpResponse(blobs.read(file.blob), content_type=file.media_type)
        response["Content-Length"] = str(file.size)
        response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
        response["Link"] = f'<{LICENCES[row.licence]}>; rel="license"'
        response["Cache-Control"] = "no-store"
        return response


class Release(Page):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OPEN}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), ReleaseForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        same_organization(request, organization)
        here = reverse("open.release", args=[organization, dataset])
        if "close" in request.POST:
            row = OpenRelease.objects.filter(dataset=found, state="open").first()
            if row is None:
                raise NotFound
            return self.act(use_cases.close, row.pk, to=here, said=_("The dataset is closed again."))
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        given = form.cleaned_data
        return self.act(
            use_cases.release, dataset, mode=given["mode"], licence=given["licence"], important_data_status="none", flags=(), form=form, again=lambda bound: self._page(found, bound), to=here,
            said=_("The dataset is open."),
        )  # fmt: skip

    def dataset_of(self, dataset: UUID) -> Dataset:
        found = Dataset.objects.filter(provider=self.actor.organization, pk=dataset).select_related("current", "working").first()
        if found is None:
            raise NotFound
        return found

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        row = OpenRelease.objects.filter(dataset=dataset, state="open").first()
        rows = OpenApplication.objects.filter(release__dataset=dataset).select_related("organization").order_by("-created", "-id")[:SHOWN]
        context = {
            "dataset": dataset, "organization": self.actor.organization, "row": row, "mode": _(MODES[row.mode]) if row else "", "items": [(one, badge(one.state)) for one in rows],
            "form": form if row is None and dataset.state == "listed" and allowed(self.actor, permissions.OPEN, dataset).permitted else None,
        }  # fmt: skip
        return self.show("catalog/openlane/release.html", context, status)


class Apply(Page):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    def get(self, request: HttpRequest, organization: UUID, release: UUID) -> HttpResponse:
        return self._page(self.release_of(release), PurposeForm())

    def post(self, request: HttpRequest, organization: UUID, release: UUID) -> HttpResponseBase:
        row = self.release_of(release)
        same_organization(request, organization)
        form = PurposeForm(request.POST)
        if not form.is_valid():
            return self._page(row, form, 422)
        return self.act(
            use_cases.apply, release, **form.cleaned_data, form=form, again=lambda bound: self._page(row, bound),
            to=lambda made: reverse("open.application", args=[organization, made.pk]), said=_("The application is with the provider."),
        )  # fmt: skip

    def release_of(self, release: UUID) -> OpenRelease:
        found = OpenRelease.objects.visible_to(self.actor).standing().select_related("revision").filter(pk=release).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: OpenRelease, form: Any, status: int = 200) -> HttpResponse:
        return self.show("catalog/openlane/apply.html", {"row": row, "form": form, "organization": self.actor.organization}, status)


class Application(Page):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ADMIT}

    def get(self, request: HttpRequest, organization: UUID, application: UUID) -> HttpResponse:
        return self._page(self.application_of(application), ReasonForm())

    def post(self, request: HttpRequest, organization: UUID, application: UUID) -> HttpResponseBase:
        found = self.application_of(application)
        same_organization(request, organization)
        here = reverse("open.application", args=[organization, application])
        if "admit" in request.POST:
            return self.act(use_cases.admit, application, to=here, said=_("The applicant may download."))
        if "end" in request.POST:
            return self.act(use_cases.end, application, to=here, said=_("The use has ended."))
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(use_cases.refuse, application, **form.cleaned_data, form=form, again=lambda bound: self._page(found, bound), to=here, said=_("The application is refused."))

    def application_of(self, application: UUID) -> OpenApplication:
        rows = OpenApplication.objects.visible_to(self.actor).select_related("release__dataset", "release__revision__zone", "organization")
        found = rows.filter(pk=application).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, row: OpenApplication, form: Any, status: int = 200) -> HttpResponse:
        decides = row.state == "applied" and allowed(self.actor, permissions.ADMIT, row).permitted
        facts = [(_("Organization"), row.organization.name), (_("What for"), row.purpose)]
        if row.reason:
            facts.append((_("Reason"), row.reason))
        may_end = allowed(self.actor, permissions.END, row).permitted and (row.state == "admitted" or (row.state == "applied" and row.organization_id == self.actor.organization))
        context = {"row": row, "organization": self.actor.organization, "state": badge(row.state), "facts": facts, "form": form if decides else None, "may_end": may_end}
        return self.show("catalog/openlane/application.html", context, status)
