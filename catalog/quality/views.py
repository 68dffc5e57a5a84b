"""Pages of quality: the report, how it is measured, and the provider's answers for what was not kept."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.models import Dataset
from catalog.quality import permissions, use_cases
from catalog.quality.forms import AnswerForm
from catalog.quality.models import QualityBreach
from catalog.quality.report import report
from catalog.quality.words import BREACHES, FORMULAS, column_picture, kept_line, line, picture
from catalog.rules.quality import CITES, LEAST_KNOWN, NAMES, RELEASE, Dimension
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page


def breach_line(row: QualityBreach) -> dict[str, Any]:
    look, word = BREACHES[row.state]
    return {"row": row, "name": _(NAMES[row.name]), "look": look, "word": _(word)}


class ReportPage(Page):
    """The quality of the listed revision: measures, pictures, promises and what was not kept. No value of the data is on it."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest, dataset: UUID) -> HttpResponse:
        found = report(self.actor, dataset)
        row = found.measurement
        own = self.actor.organization == found.dataset.provider_id
        context = {
            "dataset": found.dataset, "revision": found.revision, "measurement": row, "lines": [line(one) for one in row.values] if row else [],
            "chart": picture(row.values) if row else None, "columns_chart": column_picture(row.columns) if row else None, "kept": [kept_line(one) for one in found.kept],
            "breaches": [breach_line(one) for one in found.breaches], "own_url": reverse("quality.own", args=[self.actor.organization, dataset]) if own else "",
        }  # fmt: skip
        return self.show("catalog/quality/report.html", context)


class Method(Page):
    """How quality is measured: each formula with its term of the standard. The addresses of the export's metrics lead here."""

    public = True
    audience = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [{"code": str(one), "name": _(NAMES[one]), "formula": _(FORMULAS[one]), "standard": CITES[one].article} for one in Dimension]
        return self.show("catalog/quality/method.html", {"rows": rows, "least": LEAST_KNOWN, "release": RELEASE, "instrument": CITES[Dimension.COMPLETENESS].instrument})


class Own(Page):
    """The provider's: the promises found broken, with the way to promise (a step of the editor)."""

    audience = "party"

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self._dataset(dataset)
        rows = QualityBreach.objects.filter(dataset=found).order_by("-created", "-id")[:50]
        context = {
            "dataset": found, "organization": self.actor.organization, "breaches": [breach_line(row) for row in rows],
            "may_answer": allowed(self.actor, permissions.ANSWER, found).permitted,
        }  # fmt: skip
        return self.show("catalog/quality/own.html", context)

    def _dataset(self, dataset: UUID) -> Dataset:
        found = Dataset.objects.filter(pk=dataset, provider=self.actor.organization).select_related("working", "current").first()
        if found is None:
            raise NotFound
        return found


class Answer(Own):
    """The provider's public word on a broken promise."""

    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ANSWER}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID, breach: UUID) -> HttpResponse:  # type: ignore[override]
        return self._asked(self._dataset(dataset), breach, AnswerForm())

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, breach: UUID) -> HttpResponseBase:
        found, form = self._dataset(dataset), AnswerForm(request.POST)
        if not form.is_valid():
            return self._asked(found, breach, form, 422)
        return self.act(
            use_cases.answer, breach, dataset_id=dataset, answer=form.cleaned_data["answer"], form=form, again=lambda bound: self._asked(found, breach, bound),
            to=reverse("quality.own", args=[organization, dataset]), said=_("Your answer is shown with the quality of the dataset."),
        )  # fmt: skip

    def _asked(self, dataset: Dataset, breach: UUID, form: Any, status: int = 200) -> HttpResponse:
        row = QualityBreach.objects.filter(pk=breach, dataset=dataset).first()
        if row is None:
            raise NotFound
        context = {
            "organization": self.actor.organization, "form": form, "back_url": reverse("quality.own", args=[self.actor.organization, dataset.pk]), "lede": dataset.title,
            "title": _("Answer: %(name)s was promised and not kept") % {"name": _(NAMES[row.name])}, "act": _("Publish the answer"), "effects": [],
        }  # fmt: skip
        return self.show("catalog/editor/sure.html", context, status)
