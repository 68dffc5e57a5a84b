"""The provider's page of a demand to grade anew: why, which fields, until when, and what to do."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, gettext_noop

from catalog.classification.models import RegradeDemand
from catalog.classification.views import cited
from catalog.editor.base import EditorPage
from catalog.rules.assessment import derive
from catalog.scan.assessing import again, kept_facts
from kernel.errors import NotFound

CAUSES: dict[str, str] = {
    "content": gettext_noop("What is in the data has turned out otherwise than it was graded."),
    "scale": gettext_noop("The data are about more persons than they were graded for."),
    "law": gettext_noop("The rules have changed."),
}


class Demand(EditorPage):
    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        demand = RegradeDemand.objects.filter(dataset=found).select_related("revision").order_by("-asked", "-id").first()
        if demand is None:
            raise NotFound
        reasons = {one.field: [(str(each.finding), cited(each.cites)) for each in one.reasons] for one in derive(again(demand.revision, kept_facts(demand.revision)))}
        context = {
            "demand": demand, "why": _(CAUSES[demand.cause]), "below": [(name, reasons.get(name, ())) for name in demand.fields],
            "fields_url": self.address("dataset.fields", found), "open": demand.state in ("open", "lapsed"),
        }
        return self.page(found, "regrade.html", context)
