"""What every page of the editor shares: the dataset of the address, the steps, what is missing, and the operator's remarks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.models import Dataset, DatasetRevision, Review
from catalog.dataset.states import EDITABLE, DatasetState, RevisionState
from catalog.dataset.use_cases.working import etag
from catalog.listing.gather import listing_facts
from catalog.rules.listing import listing
from catalog.rules.review import PLACES
from catalog.storefront.dataset_page import STATE_BADGES
from kernel import clock
from kernel.errors import NotFound
from web.pages import Page
from web.shapes import Step

# the steps in order: the page's name, and the rules of catalog/rules/listing.py that it answers for
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("describe", ("listing.described",)),
    ("fields", ("listing.dictionary", "listing.meanings", "listing.core_data")),
    ("rights", ("listing.rights",)),
    ("files", ("listing.files", "listing.unfinished_files", "sample.important_data", "sample.personal_data")),
    ("offers", ("listing.offer", "listing.exclusive")),
    ("classify", ("listing.classified",)),
    ("submit", ()),
)


def step_labels() -> dict[str, str]:
    return {
        "describe": _("Describe"), "fields": _("Fields"), "rights": _("Rights"), "files": _("Files and sample"), "offers": _("Offers"), "classify": _("Grading"),
        "submit": _("Submit"),
    }


class EditorPage(Page):
    """Base of the editor's pages. `step` is the page's own step."""

    audience = "party"
    step = ""

    def dataset_of(self, dataset: UUID) -> Dataset:
        """The acting organization's dataset. Errors: NotFound, also for a dataset of another provider."""
        rows = Dataset.objects.filter(provider=self.actor.organization).select_related("current__zone", "working__zone", "provider")
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
            done = not missing & set(rules) if rules else revision.state == RevisionState.SUBMITTED
            state: Any = "now" if name == self.step else "done" if done else "todo"
            steps.append(Step(labels[name], state, "" if done or not rules else _("to do"), self.address(f"dataset.{name}", dataset)))
        mark, label = STATE_BADGES[dataset.state]
        return {
            "dataset": dataset,
            "revision": revision,
            "organization": self.actor.organization,
            "steps": steps,
            "step": self.step,
            "decision": decision,
            "state": (mark, _(label)),
            "editable": dataset.state != DatasetState.WITHDRAWN and (dataset.working is None or revision.state in EDITABLE),
            "opens_new": dataset.working is None and dataset.state in (DatasetState.LISTED, DatasetState.SUSPENDED),
            "under_review": revision.state == RevisionState.SUBMITTED,
            "etag": etag(revision),
            "remarks": self.remarks(revision),
            "next_url": self._next(dataset),
        }

    def remarks(self, revision: DatasetRevision) -> list[tuple[str, str]]:
        """The last verdict's words on this revision, if it was returned."""
        if revision.state != RevisionState.RETURNED:
            return []
        review = Review.objects.filter(revision=revision, verdict="returned").first()
        return place_words(review.remarks) if review else []

    def _next(self, dataset: Dataset) -> str:
        names = [name for name, _rules in STEPS]
        at = names.index(self.step) if self.step in names else -1
        return self.address(f"dataset.{names[at + 1]}", dataset) if at + 1 < len(names) else ""

    def page(self, dataset: Dataset, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return self.show(f"catalog/editor/{template}", self.frame(dataset, self.revision_of(dataset)) | context, status)


def place_words(remarks: dict[str, str]) -> list[tuple[str, str]]:
    """Remarks as (place in words, text); a data field's place shows its name."""
    found = []
    for place, text in remarks.items():
        step, _colon, field = place.partition(":")
        label = _(PLACES.get(step, step))
        found.append((f"{label} · {field}" if field else label, text))
    return found


