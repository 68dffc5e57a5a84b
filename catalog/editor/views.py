"""The provider's pages around a dataset: the list, a new draft, describing, fields and sample."""

from __future__ import annotations

import csv
import io
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset import permissions, use_cases
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.states import DatasetState
from catalog.editor.base import EditorPage
from catalog.editor.forms import GRADE_HELP, DescribeForm, FieldForm, FieldFormSet, PasteForm, field_formset
from catalog.storefront.dataset_page import STATE_BADGES
from catalog.zone.models import Zone
from kernel import paging
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import Permission, allowed
from web.shapes import Link

BLANK_ROWS = 4
_TRUE = {"1", "true", "yes", "y", "是", "x"}


def zone_choices(actor: Actor) -> list[tuple[str, Any]]:
    return [(zone.code, zone.name) for zone in Zone.objects.visible_to(actor).filter(state="open").order_by("code")]


class Own(EditorPage):
    """The provider's datasets, newest first."""

    audience = "member"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        rows = Dataset.objects.filter(provider=organization).select_related("current", "working")
        state = request.GET.get("state", "")
        if state in STATE_BADGES:
            rows = rows.filter(state=state)
        page = paging.page(rows, ("-created", "-id"), cursor=request.GET.get("cursor") or None)
        items = [
            {"dataset": row, "face": row.face, "state": (STATE_BADGES[row.state][0], _(STATE_BADGES[row.state][1])), "url": self.address("dataset.edit", row)} for row in page.items
        ]
        own = reverse("dataset.own", args=[organization])
        tabs = [Link(_("All"), own, current=not state), *(Link(_(label), f"{own}?state={code}", current=state == code) for code, (_mark, label) in STATE_BADGES.items())]
        context = {
            "items": items, "page": page, "tabs": tabs, "organization": organization, "new_url": reverse("dataset.new", args=[organization]), "manifest_url": reverse("manifest.upload", args=[organization]),
            "may_edit": allowed(self.actor, permissions.EDIT).permitted, "filtered": bool(state),
        }
        return self.show("catalog/editor/own.html", context)


class New(EditorPage):
    """The first page of a new draft."""

    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        return self._page(DescribeForm(zones=zone_choices(self.actor)))

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        form = DescribeForm(request.POST, zones=zone_choices(self.actor))
        if not form.is_valid():
            return self._page(form, 422)
        return self.act(
            use_cases.create, form=form, again=self._page, to=lambda made: self.address("dataset.files", made), said=_("The draft is kept. Now add its files."), **form.said()
        )

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.show("catalog/editor/new.html", {"form": form, "organization": self.actor.organization}, status)


class Edit(EditorPage):
    """Where a link to "the editor" leads: the first step that is not done."""

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        frame = self.frame(found, self.revision_of(found))
        if frame["under_review"] or found.state in (DatasetState.LISTED, DatasetState.SUSPENDED, DatasetState.WITHDRAWN):
            return redirect(self.address("dataset.submit", found))
        names = [step for step in frame["steps"] if step.state == "todo"]
        return redirect(names[0].url if names else self.address("dataset.submit", found))


class Describe(EditorPage):
    step = "describe"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        return self._page(found, DescribeForm(initial=_described(self.revision_of(found)), zones=zone_choices(self.actor)))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = DescribeForm(request.POST, zones=zone_choices(self.actor))
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            use_cases.describe, dataset, form.said(), expected=request.POST.get("etag") or None, form=form, again=lambda bound: self._page(found, bound),
            to=self.onward(found), said=_("The description is kept."),
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        return self.page(dataset, "describe.html", {"form": form}, status)


def _described(revision: DatasetRevision) -> dict[str, Any]:
    names = [name for name in DescribeForm.base_fields if name not in ("keywords", "places", "zone")]
    return {name: getattr(revision, name) for name in names} | {
        "keywords": ", ".join(revision.keywords), "places": ", ".join(revision.places), "zone": revision.zone.code if revision.zone else "",
    }


class Fields(EditorPage):
    """The data dictionary as a table; blank rows at the end take new fields, or the whole table is pasted."""

    step = "fields"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.EDIT}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        names = list(FieldForm.base_fields)
        rows = [{name: getattr(field, name) for name in names} for field in self.revision_of(found).fields.all()]
        return self._page(found, field_formset(BLANK_ROWS if rows else 8)(initial=rows, prefix="f"), PasteForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        if "paste" in request.POST:
            return self._paste(found, request)
        formset = field_formset(0)(request.POST, prefix="f")
        if not formset.is_valid():
            return self._page(found, formset, PasteForm(), 422)
        to = self.address("dataset.fields", found) if "more" in request.POST else self.onward(found)
        return self.act(
            keep_fields, dataset, formset, request.POST.get("etag") or None, to=to, said=_("The dictionary is kept."),
            again=lambda _form: self._page(found, formset, PasteForm()),
        )

    def _paste(self, dataset: Dataset, request: HttpRequest) -> HttpResponseBase:
        form = PasteForm(request.POST)
        blank = field_formset(BLANK_ROWS)(prefix="f")
        if not form.is_valid():
            return self._page(dataset, blank, form, 422)
        rows = pasted(form.cleaned_data["table"])
        return self.act(
            use_cases.set_fields, dataset.pk, rows, form=form, to=self.address("dataset.fields", dataset), said=_("The dictionary is kept."),
            again=lambda bound: self._page(dataset, blank, bound),
        )

    def _page(self, dataset: Dataset, formset: Any, paste: Any, status: int = 200) -> HttpResponse:
        return self.page(dataset, "fields.html", {"formset": formset, "paste": paste, "grades": GRADE_HELP}, status)


def keep_fields(actor: Actor, dataset: UUID, formset: FieldFormSet, expected: str | None) -> Dataset:
    """The act, with what it finds wrong put on the cells of the table. Errors: Invalid and the act's others."""
    try:
        return use_cases.set_fields(actor, dataset, formset.rows(), expected=expected)
    except Invalid as error:
        named = [form for form in formset.forms if form.cleaned_data.get("name")]
        for key, texts in error.fields.items():
            _table, position, column = [*key.split("."), "", ""][:3]
            if position.isdigit() and column in FieldForm.base_fields:
                for text in texts:
                    named[int(position) - 1].add_error(column, str(text))
        raise


def pasted(table: str) -> list[dict[str, Any]]:
    """Rows of a pasted CSV; what a cell may hold is judged by the act."""
    rows = []
    for row in csv.DictReader(io.StringIO(table.strip()), skipinitialspace=True):
        clean: dict[str, Any] = {str(name).strip().lower(): (value or "").strip() for name, value in row.items() if name and not isinstance(value, list)}
        raw = clean.get("grade", "").lower().lstrip("g")
        clean["grade"] = int(raw) if raw.isdigit() else 1 if not raw else 0
        clean["personal"] = clean.get("personal", "").lower() in _TRUE
        clean["sensitive"] = clean.get("sensitive", "").lower() in _TRUE
        rows.append(clean)
    return rows
