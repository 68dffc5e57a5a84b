"""Pages of foreign catalogues: the public list and one record; the operator's runs, their reports, and the upload."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.interchange import use_cases
from catalog.interchange.finding import found_by, source_of
from catalog.interchange.forms import ImportForm, RepeatForm, SourceForm
from catalog.interchange.models import OUTCOMES, CatalogRecord, ForeignSource, ImportRow, ImportRun
from catalog.interchange.permissions import IMPORT
from catalog.interchange.report import failure_words, outcome_words, reason_words
from catalog.interchange.sight import shown
from kernel import paging
from kernel.errors import ActError, Invalid, NotFound
from kernel.permissions import Permission
from web.pages import Page
from web.shapes import Link

MOST_SOURCES = 200
ROWS = 50
LONGEST = 200


def access_words() -> dict[str, str]:
    return {"public": _("Public data"), "restricted": _("Restricted data, public record"), "non_public": _("Not public")}


def state_words() -> dict[str, tuple[str, str]]:
    """Badge and word of a run's state."""
    return {
        "draft": ("wait", _("File expected")), "submitted": ("wait", _("Waiting")), "running": ("now", _("Running")), "completed": ("done", _("Completed")),
        "failed": ("stop", _("Not read")),
    }  # fmt: skip


class Records(Page):
    """What other catalogues list, the last changed first; found by words and source."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
        try:
            source = source_of(request.GET["source"]) if request.GET.get("source") else None
        except Invalid as error:
            raise NotFound from error
        page = paging.page(found_by(self.actor, words, source), ("-changed_at", "-id"), cursor=request.GET.get("cursor") or None)
        context = {
            "page": page, "q": words, "chosen": source, "sources": ForeignSource.objects.visible_to(self.actor).order_by("code")[:MOST_SOURCES],
            "lines": [(row, access_words()[row.access]) for row in page.items],
        }  # fmt: skip
        return self.show("catalog/interchange/records.html", context)


class Record(Page):
    """One record: what it says, what has no field here, and the way to its source. Nothing can be agreed about it here."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest, record: UUID) -> HttpResponse:
        row = CatalogRecord.objects.visible_to(self.actor).select_related("source").filter(pk=record).first()
        if row is None:
            raise NotFound
        distributions, kept = shown(self.actor, row)
        operator = self.actor.jurisdiction == "operator"
        context = {
            "record": row, "access": access_words()[row.access], "distributions": distributions, "kept": [(name, _plain(value)) for name, value in sorted(kept.items())],
            "received": orjson.dumps(row.received, option=orjson.OPT_INDENT_2).decode() if operator else "", "texts": _other_languages(row),
            "list_url": f"{reverse('interchange.records')}?{urlencode({'source': row.source.code})}",
        }  # fmt: skip
        return self.show("catalog/interchange/record.html", context)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _other_languages(row: CatalogRecord) -> list[tuple[str, str]]:
    return [(language, text) for language, text in row.title.items() if text != row.name]


class OperatorPage(Page):
    audience = "operator"

    def operator(self) -> None:
        """Errors: NotFound for any organization but the exchange."""
        if self.actor.jurisdiction != "operator":
            raise NotFound

    def page_of(self, organization: UUID, form: Any, source_form: Any, status: int = 200) -> HttpResponse:
        rows = ImportRun.objects.visible_to(self.actor).select_related("source", "blob")
        page = paging.page(rows, ("-created", "-id"), cursor=self.request.GET.get("cursor") or None)
        words = state_words()
        context = {
            "organization": organization, "page": page, "lines": [(run, words[run.state]) for run in page.items], "form": form, "source_form": source_form,
            "has_sources": ForeignSource.objects.exists(),
        }  # fmt: skip
        return self.show("catalog/interchange/imports.html", context, status)


class Imports(OperatorPage):
    """The history of runs, and the form that begins one."""

    permissions: ClassVar[dict[str, Permission]] = {"post": IMPORT}

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        self.operator()
        return self.page_of(organization, ImportForm(), SourceForm())

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.operator()
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page_of(organization, form, SourceForm(), 422)
        given = form.cleaned_data
        file = given["file"]
        try:
            run = use_cases.begin_import(
                self.actor, given["source"].pk, name=file.name, format=given["format"], mapping=given["mapping"], dry_run=given["dry_run"], whole=given["whole"], size=file.size,
            )
            use_cases.append_bytes(self.actor, run.pk, 0, file)
            use_cases.submit(self.actor, run.pk)
        except Invalid as error:
            form.add_error(None, str(error.detail))
            return self.page_of(organization, form, SourceForm(), 422)
        return HttpResponseRedirect(reverse("interchange.run", args=[organization, run.pk]))


class Sources(OperatorPage):
    """Names a new source."""

    permissions: ClassVar[dict[str, Permission]] = {"post": IMPORT}

    def post(self, request: HttpRequest, organization: UUID) -> HttpResponseBase:
        self.operator()
        form = SourceForm(request.POST)
        if not form.is_valid():
            return self.page_of(organization, ImportForm(), form, 422)
        try:
            use_cases.name_source(self.actor, **form.cleaned_data)
        except ActError as error:
            form.add_error(None, str(error.detail))
            return self.page_of(organization, ImportForm(), form, error.status)
        return HttpResponseRedirect(reverse("interchange.imports", args=[organization]))


class Run(OperatorPage):
    """The report of one run, row by row."""

    def get(self, request: HttpRequest, organization: UUID, run: UUID) -> HttpResponse:
        self.operator()
        return self.report(organization, run)

    def report(self, organization: UUID, run: UUID, form: Any = None) -> HttpResponse:
        request = self.request
        found = ImportRun.objects.visible_to(self.actor).select_related("source", "blob").filter(pk=run).first()
        if found is None:
            raise NotFound
        outcome = request.GET.get("outcome", "")
        rows = ImportRow.objects.filter(run=found)
        if outcome in OUTCOMES:
            rows = rows.filter(outcome=outcome)
        page = paging.page(rows, ("number",), cursor=request.GET.get("cursor") or None, limit=ROWS)
        words, address = outcome_words(), reverse("interchange.run", args=[organization, run])
        tabs = [Link(_("All rows"), address, current=outcome not in OUTCOMES)]
        tabs += [Link(words[name], f"{address}?outcome={name}", current=outcome == name, count=getattr(found, name)) for name in OUTCOMES]
        repeatable = found.dry_run and found.state == "completed"
        if repeatable and form is None:
            form = RepeatForm(initial={"mapping": orjson.dumps(found.mapping, option=orjson.OPT_INDENT_2).decode() if found.mapping else ""})
        context = {
            "form": form if repeatable else None, "columns": _columns(found) if found.guessed else [],
            "organization": organization, "run": found, "state": state_words()[found.state], "page": page, "tabs": tabs,
            "lines": [(row, words[row.outcome], reason_words(row)) for row in page.items], "failure": failure_words(found.failure) if found.failure else "",
        }  # fmt: skip
        return self.show("catalog/interchange/run.html", context)


def _columns(run: ImportRun) -> list[tuple[str, str]]:
    """Which columns a guessed mapping takes for which field."""
    fields: dict[str, Any] = {**(run.mapping or {}).get("fields", {}), "key": (run.mapping or {}).get("key", []), "access": (run.mapping or {}).get("access", {})}
    taken = {name: value.get("from", "") if isinstance(value, dict) else value for name, value in fields.items()}
    return [(name, ", ".join(value) if isinstance(value, list) else value) for name, value in taken.items() if value]


class Repeat(Run):
    """Carries out the file of a dry run; a guessed mapping is confirmed by it."""

    permissions: ClassVar[dict[str, Permission]] = {"post": IMPORT}
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, organization: UUID, run: UUID) -> HttpResponseBase:
        self.operator()
        form = RepeatForm(request.POST)
        if not form.is_valid():
            page = self.report(organization, run, form)
            page.status_code = 422
            return page
        given = form.cleaned_data
        return self.act(
            use_cases.repeat, run, mapping=given["mapping"], dry_run=given["dry_run"], form=form, again=lambda bound: self.report(organization, run, bound),
            to=lambda made: reverse("interchange.run", args=[organization, made.pk]), said=_("The file is read again."),
        )  # fmt: skip
