"""The facts of an export on the deal's page: what the exchange knows, what the provider says, and what the law would answer now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _, gettext_lazy

from exchange.determination import permissions
from exchange.determination.forms import SheetForm, sheet_keys
from exchange.determination.use_cases.sheet import MOST_PERSONS
from exchange.determination.words import face, known_rows
from exchange.trade_request import export_words, gather, use_cases
from exchange.trade_request.forecast import Forecast, forecast
from exchange.trade_request.models import TradeRequest
from exchange.trade_request.permissions import is_consumer
from exchange.trade_request.views import NegotiationPage
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission, allowed, authorise

PIECE = 64 * 1024


class Lines:
    """Lines of a file that has come whole, read in pieces and from its beginning each time: an act may begin again."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __iter__(self) -> Iterator[str]:
        self._file.seek(0)
        rest, count = b"", 0
        while piece := self._file.read(PIECE):
            *lines, rest = (rest + piece).split(b"\n")
            count += len(lines)
            if count > MOST_PERSONS:
                raise Invalid(fields={"file": [_("At most %(most)s lines.") % {"most": MOST_PERSONS}]})
            yield from (line.decode("utf-8", "replace") for line in lines)
            if len(rest) > PIECE:
                raise Invalid(fields={"file": [_("A line is far too long: one identifier a line.")]})
        yield rest.decode("utf-8", "replace")


class PersonsForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Identifiers, one a line"), help_text=gettext_lazy("Only digests under your organization's key are kept; the file is not."))
    sensitive = forms.BooleanField(label=gettext_lazy("These are persons with sensitive data"), required=False)
    replace = forms.BooleanField(label=gettext_lazy("Begin anew: forget what was handed in before"), required=False)


class ExporterPage(NegotiationPage):
    """Of the exporter's side; the buyer's side finds nothing here."""

    def row(self, pk: UUID) -> TradeRequest:
        found = super().row(pk)
        if is_consumer(self.actor, found):
            raise NotFound
        return found


class ExportFacts(ExporterPage):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DESCRIBE}

    def get(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponse:
        row = self.row(trade_request)
        found = self._forecast(row)
        return self._page(row, found, self._form(found, initial=_initial(found)))

    def post(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponseBase:
        row = self.row(trade_request)
        authorise(self.actor, permissions.DESCRIBE, row)
        found = self._forecast(row)
        form = self._form(found, data=request.POST)

        def again(_form: Any) -> HttpResponse:
            return self._page(row, found, form, 422)

        if not form.is_valid():
            return again(form)
        told = form.cleaned_data
        return self.act(
            use_cases.describe_export, row.pk, form.told(), ordinary=told["ordinary"], sensitive=told["sensitive"], list_claim=form.claim(), form=form, again=again, to=request.path,
            said=_("Kept. See below what the law would answer now."),
        )

    def _forecast(self, row: TradeRequest) -> Forecast:
        return forecast(row, gather.latest(row).value, clock.now())

    def _form(self, found: Forecast, **kwargs: Any) -> SheetForm:
        return SheetForm(keys=sheet_keys(found.derived.facts), **kwargs)

    def _page(self, row: TradeRequest, found: Forecast, form: SheetForm, status: int = 200) -> HttpResponse:
        context = {
            "request_row": row, "form": form, "face": face(found.answer), "numbers": export_words.numbers(found), "known": known_rows(found.derived.facts),
            "back_url": self.back(row.pk), "found": found, "crossing": _(export_words.CROSSINGS[found.crossing]) if found.crossing in export_words.CROSSINGS else "",
            "may": allowed(self.actor, permissions.DESCRIBE, row).permitted, "organization": self.actor.organization, "version": found.sheet.said.version, "listed": found.numbers["negative_list"],
        }
        return self.show("exchange/trade_request/export_facts.html", context, status)


class ExportPersons(ExporterPage):
    """Handing in identifiers, to be counted exactly."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.HAND_IN}

    def get(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponse:
        row = self.row(trade_request)
        authorise(self.actor, permissions.HAND_IN, row)
        return self._page(row, PersonsForm())

    def post(self, request: HttpRequest, organization: UUID, trade_request: UUID) -> HttpResponseBase:
        row = self.row(trade_request)
        form = PersonsForm(request.POST, request.FILES)

        def again(_form: Any) -> HttpResponse:
            return self._page(row, form, 422)

        if not form.is_valid():
            return again(form)
        given = form.cleaned_data
        return self.act(
            use_cases.hand_in_persons, row.pk, Lines(given["file"]), sensitive=given["sensitive"], replace=given["replace"], form=form, again=again,
            to=request.path.replace("/export-persons/", "/export-facts/"), said=_("Counted."),
        )

    def _page(self, row: TradeRequest, form: PersonsForm, status: int = 200) -> HttpResponse:
        context = {"request_row": row, "form": form, "back_url": self.back(row.pk)}
        return self.show("exchange/trade_request/export_persons.html", context, status)


def _initial(found: Forecast) -> dict[str, Any]:
    said = found.sheet.said
    return SheetForm.initial_of(said.facts) | {"ordinary": said.ordinary, "sensitive": said.sensitive} | SheetForm.initial_of_claim(said.claim)
