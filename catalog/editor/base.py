"""What every page of the editor shares: the dataset of the address, the steps, what is missing, and the operator's remarks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.models import Dataset, DatasetRevision, Review
from catalog.dataset.states import EDITABLE, DatasetState, RevisionState
from catalog.dataset.use_cases.working import etag
from catalog.listing.gather import listing_facts
from catalog.rules.listing import listing
from catalog.rules.review import PLACES
from catalog.rules.visibility import Visibility
from catalog.storefront.dataset_page import STATE_BADGES
from kernel import clock
from kernel.errors import NotFound
from web.pages import Page
from web.shapes import Step

# the steps in order: the page's name, and the rules of catalog/rules/listing.py that it answers for
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("describe", ("listing.described",)),
    ("files", ("listing.files", "listing.unfinished_files", "listing.service")),
    ("fields", ("listing.dictionary", "listing.meanings", "listing.core_data")),
    ("classify", ("listing.classified",)),
    ("rights", ("listing.rights", "rights.lasting")),
    ("quality", ()),
    ("sample", ("sample.important_data", "sample.personal_data")),
    ("offers", ("listing.offer", "listing.exclusive")),
    ("audience", ()),
    ("questions", ()),
    ("preview", ()),
    ("submit", ("listing.provider_verified",)),
)


def step_labels() -> dict[str, str]:
    return {
        "describe": _("Describe"), "fields": _("Fields"), "rights": _("Rights"), "files": _("Files or service"), "offers": _("Terms and price"), "classify": _("Grading"),
        "quality": _("Quality"), "sample": _("Sample"), "audience": _("Readers"), "questions": _("Questions"), "preview": _("Preview"), "submit": _("Submit"),
    }


class EditorPage(Page):
    """Base of the editor's pages. `step` is the page's own step."""

    audience = "party"
    step = ""

    def dataset_of(self, dataset: UUID) -> Dataset:
        """The acting organization's dataset. Errors: NotFound, also for a dataset of another provider."""
        rows = Dataset.objects.filter(provider=self.actor.organization).select_related("current__zone", "working__zone", "provider", "current__service", "working__service")
        found = rows.filter(pk=dataset).first()
        if found is None:
            raise NotFound
        return found

    def revision_of(self, dataset: Dataset) -> DatasetRevision:
        revision = dataset.working or dataset.current
        if revision is None:
            raise NotFound
        return revision

    def address(self, name: str, dataset: Dataset | UUID, *more: Any) -> str:
        key = dataset.pk if isinstance(dataset, Dataset) else dataset
        return reverse(name, args=[self.actor.organization, key, *more])

    def frame(self, dataset: Dataset, revision: DatasetRevision) -> dict[str, Any]:
        """Context of the page's head: title, state, steps, remarks of the last review, what may be done."""
        decision = listing(listing_facts(dataset, revision, clock.now()))
        missing = {reason.rule for reason in decision.reasons}
        labels = step_labels()
        steps = []
        for name, rules in STEPS:
            done = revision.state == RevisionState.SUBMITTED if name == "submit" else not missing & set(rules) if rules else self._said(name, dataset, revision)
            state: Any = "now" if name == self.step else "done" if done else "todo"
            steps.append(Step(labels[name], state, "" if done or name == "submit" else _("to do") if rules else _("optional"), self.address(f"dataset.{name}", dataset)))
        mark, label = STATE_BADGES[dataset.state]
        return {
            "dataset": dataset,
            "revision": revision,
            "organization": self.actor.organization,
            "steps": steps,
            "step": self.step,
            "missing": [reason for reason in decision.reasons if reason.rule in dict(STEPS).get(self.step, ())],
            "decision": decision,
            "state": (mark, _(label)),
            "editable": dataset.state not in (DatasetState.WITHDRAWN, DatasetState.REFUSED) and (dataset.working is None or revision.state in EDITABLE),
            "opens_new": dataset.working is None and dataset.state in (DatasetState.LISTED, DatasetState.SUSPENDED),
            "under_review": revision.state == RevisionState.SUBMITTED,
            "etag": etag(revision),
            "remarks": place_words(self.remarks(revision)),
            "next_url": self._next(dataset),
        }

    @staticmethod
    def _said(step: str, dataset: Dataset, revision: DatasetRevision) -> bool:
        """Whether an optional step was used."""
        return bool({"quality": revision.promises, "questions": revision.questions, "audience": dataset.visibility != Visibility.PUBLIC}.get(step))

    def remarks(self, revision: DatasetRevision) -> dict[str, str]:
        """The last verdict's words on this revision by place, if it was returned or refused."""
        if revision.state not in (RevisionState.RETURNED, RevisionState.REFUSED):
            return {}
        if not hasattr(self, "_remarks"):
            review = Review.objects.filter(revision=revision, verdict__in=["returned", "refused"]).first()
            self._remarks: dict[str, str] = (review.remarks | ({"remedy": review.remedy} if review.remedy else {})) if review else {}
        return self._remarks

    def onward(self, dataset: Dataset) -> str:
        """The step after this one."""
        return self._next(dataset) or self.address("dataset.submit", dataset)

    def _next(self, dataset: Dataset) -> str:
        names = [name for name, _rules in STEPS]
        at = names.index(self.step) if self.step in names else -1
        return self.address(f"dataset.{names[at + 1]}", dataset) if at + 1 < len(names) else ""

    def page(self, dataset: Dataset, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        revision = self.revision_of(dataset)
        beside_their_fields(self.step, self.remarks(revision), context)
        return self.show(f"catalog/editor/{template}", self.frame(dataset, revision) | context, status)


def beside_their_fields(step: str, remarks: dict[str, str], context: dict[str, Any]) -> None:
    """Put each remark on one field with that field: into its hint, or (a row of the dictionary) on the row."""
    exact = {place.partition(":")[2]: text for place, text in remarks.items() if place.startswith(f"{step}:")}
    if not exact:
        return
    for form in [value for value in context.values() if isinstance(value, forms.Form)]:
        for name in set(form.fields) & set(exact):
            form.fields[name].help_text = f"{_('Remark of the exchange:')} {exact[name]} {form.fields[name].help_text}".strip()
    for formset in [value for value in context.values() if isinstance(value, forms.BaseFormSet)]:
        for row in formset.forms:
            row.remark = exact.get(str(row["name"].value() or "") if "name" in row.fields else "", "")


def place_words(remarks: dict[str, str]) -> list[tuple[str, str]]:
    """Remarks as (place in words, text); a data field's place shows its name."""
    found = []
    for place, text in remarks.items():
        step, _colon, field = place.partition(":")
        label = _("Remedy") if step == "remedy" else _(PLACES.get(step, step))
        found.append((f"{label} · {field}" if field else label, text))
    return found
