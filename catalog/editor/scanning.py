"""The editor's pages on scans: start one, watch it, stop it, make the sample from it; ask for a lowering, and the exchange's answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.dataset.models import Dataset, DatasetRevision, Distribution
from catalog.editor.base import EditorPage
from catalog.editor.forms import LoweringForm, RefusalForm
from catalog.rules.detectors import KINDS
from catalog.rules.detectors.kinds import CATEGORIES
from catalog.rules.suggested import Unread
from catalog.scan import lowering, permissions, use_cases
from catalog.scan.gather import claims
from catalog.scan.models import FieldSuggestion, GradeLowering, Scan
from catalog.scan.states import LIVE, LoweringState, ScanState
from kernel import paging
from kernel.decision import Say
from kernel.errors import NotFound
from kernel.permissions import Permission, allowed
from web.pages import Page

SHOWN_TOP = 5


class Scanning(EditorPage):
    """One file's scan: progress while it runs, then every column with what was found."""

    step = "files"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID, distribution: UUID) -> HttpResponse:
        found = self.dataset_of(dataset)
        file = Distribution.objects.filter(pk=distribution, revision__dataset=found).first()
        if file is None:
            raise NotFound
        scan = Scan.objects.filter(dataset=found, blob=file.blob_id).order_by("-requested").first()
        live = scan is not None and scan.state in LIVE
        context = {
            "file": file, "scan": scan, "live": live, "error": Say(scan.error["msgid"], scan.error["values"]) if scan and scan.error else None,
            "columns": [_column(one) for one in (scan.result or {}).get("columns", [])] if scan else [],
            "keys": ", ".join((scan.result or {}).get("keys", [])) if scan else "",
            "may_scan": not live and allowed(self.actor, permissions.REQUEST, found).permitted,
        }
        answer = self.page(found, "scan.html", context)
        if live:
            answer["Refresh"] = "2"  # without a script; the page is read again until the scan has ended
        return answer

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, distribution: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(use_cases.request, dataset, distribution, to=self.address("dataset.scan", found, distribution), said=_("The file waits for its scan."))


class Cancel(EditorPage):
    http_method_names = ("post",)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, distribution: UUID, scan: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(use_cases.cancel, dataset, scan, to=self.address("dataset.scan", found, distribution), said=_("The scan is stopped."))


class Sample(EditorPage):
    http_method_names = ("post",)
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID, distribution: UUID, scan: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        return self.act(use_cases.take_sample, dataset, scan, to=self.address("dataset.files", found), said=_("The sample is made from the scan: synthetic rows."))


class Lower(EditorPage):
    """Ask to let a column stand below its suggestion."""

    step = "classify"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ASK}

    def get(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponse:
        return self._page(self.dataset_of(dataset), LoweringForm(initial={"column": request.GET.get("column", "")}))

    def post(self, request: HttpRequest, organization: UUID, dataset: UUID) -> HttpResponseBase:
        found = self.dataset_of(dataset)
        form = LoweringForm(request.POST)
        if not form.is_valid():
            return self._page(found, form, 422)
        return self.act(
            lowering.ask_lowering, dataset, form=form, again=lambda bound: self._page(found, bound), to=self.address("dataset.classify", found),
            said=_("Asked: the exchange decides on it."), **form.cleaned_data,
        )

    def _page(self, dataset: Dataset, form: Any, status: int = 200) -> HttpResponse:
        return self.page(dataset, "lower.html", {"form": form}, status)


class Lowerings(Page):
    """What waits for the exchange's decision, oldest first."""

    audience = "operator"

    def get(self, request: HttpRequest, organization: UUID) -> HttpResponse:
        if not allowed(self.actor, permissions.DECIDE).permitted:
            raise NotFound
        rows = GradeLowering.objects.visible_to(self.actor).filter(state=LoweringState.ASKED)
        page = paging.page(rows, ("asked", "id"), cursor=request.GET.get("cursor") or None)
        items = [(row, reverse("lowering.decide", args=[organization, row.pk])) for row in page.items]
        return self.show("catalog/editor/lowerings.html", {"items": items, "page": page, "organization": organization})


class Decide(Page):
    """One lowering: the reason, the suggestions, and the two answers."""

    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    def get(self, request: HttpRequest, organization: UUID, lowering: UUID) -> HttpResponse:
        return self._page(lowering, RefusalForm())

    def post(self, request: HttpRequest, organization: UUID, lowering: UUID) -> HttpResponseBase:
        self._asked(lowering)
        to = reverse("lowering.waiting", args=[organization])
        if "refuse" not in request.POST:
            return self.act(decide, lowering, approve=True, to=to, said=_("The lowering is approved."))
        form = RefusalForm(request.POST)
        if not form.is_valid():
            return self._page(lowering, form, 422)
        return self.act(
            decide, lowering, approve=False, remark=form.cleaned_data["remark"], form=form, again=lambda bound: self._page(lowering, bound), to=to, said=_("The lowering is refused.")
        )

    def _asked(self, lowering: UUID) -> GradeLowering:
        rows = GradeLowering.objects.visible_to(self.actor) if allowed(self.actor, permissions.DECIDE).permitted else GradeLowering.objects.none()
        found: GradeLowering | None = rows.filter(pk=lowering).first()
        if found is None:
            raise NotFound
        return found

    def _page(self, lowering: UUID, form: Any, status: int = 200) -> HttpResponse:
        found = self._asked(lowering)
        rows = FieldSuggestion.objects.filter(dataset=found.dataset_id, column=found.column).order_by("-scan__ended")[:5]
        context = {"asked": found, "form": form, "suggested": [_shown(row, "", False) for row in rows], "open": found.state == LoweringState.ASKED, "organization": self.actor.organization}
        return self.show("catalog/editor/decide_lowering.html", context, status)


decide = lowering.decide_lowering


def suggested(revision: DatasetRevision, rows: list[FieldSuggestion], unread: list[Unread]) -> dict[str, Any]:
    """Context of the grading page: each suggestion beside its field, the lowerings, the files without a scan."""
    if not rows and not Scan.objects.filter(dataset=revision.dataset_id, state=ScanState.DONE).exists():
        return {"suggested": [], "unscanned": []}
    below = {one.column: (one.field, one.below) for one in claims(revision, rows)}
    return {
        "suggested": [_shown(row, *below[row.column]) for row in rows], "unscanned": [file.name for file in unread],
        "lowerings": list(GradeLowering.objects.filter(dataset=revision.dataset_id).order_by("-asked")[:20]),
    }


def _shown(row: FieldSuggestion, field: str, below: bool) -> dict[str, Any]:
    reasons = [
        (str(Say(one["msgid"], one["values"])), _(KINDS[kind].label) if (kind := one["id"].removeprefix("scan.")) in KINDS else "", one["cites"]) for one in row.reasons
    ]
    return {"row": row, "field": field, "below": below, "category": _(CATEGORIES[row.category]) if row.category in CATEGORIES else "", "reasons": reasons}


def _column(one: dict[str, Any]) -> dict[str, Any]:
    low, high = (_end(one[name], one["type"]) if name in one else "" for name in ("low", "high"))
    kinds = [(_(KINDS[found["kind"]].label), int(found["share"] * 100)) for found in one["findings"] if found["kind"] in KINDS]
    return one | {"low": low, "high": high, "kinds": kinds, "top": one.get("top", [])[:SHOWN_TOP], "missing_percent": f"{one['missing'] * 100:.1f}"}


def _end(number: float, kind: str) -> str:
    if kind in ("date", "timestamp") and abs(number) < 6e10:
        return datetime.fromtimestamp(number, UTC).date().isoformat()
    return f"{number:g}"
