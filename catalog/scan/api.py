"""REST of scans, of what they suggest, and of lowerings below a suggestion."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.models import Dataset, DatasetRevision, Distribution
from catalog.dataset.render import GRADES, DatasetStateShape, grade, state_json
from catalog.rules.grade import Grade
from catalog.scan import lowering as acts, permissions, use_cases
from catalog.scan.gather import claims, suggestions
from catalog.scan.models import FieldSuggestion, GradeLowering, Scan
from catalog.scan.states import LoweringState, ScanState
from kernel.decision import Say
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["scans"]


class ScanShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    distribution = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField([str(state) for state in ScanState])
    progress = serializers.IntegerField(help_text="0 to 100.")
    bytes_read = serializers.IntegerField()
    rows = serializers.IntegerField(allow_null=True)
    requested = serializers.DateTimeField()
    requested_by = serializers.UUIDField(allow_null=True)
    started = serializers.DateTimeField(allow_null=True)
    ended = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField(allow_null=True)
    error_code = serializers.CharField(allow_null=True)


class ScanResultShape(ScanShape):
    result = serializers.DictField(allow_null=True, help_text="Rows, columns with their facts, candidate keys. No value of a column that looks personal, no group below ten.")


class SuggestionShape(serializers.Serializer[Any]):
    column = serializers.CharField()
    field = serializers.CharField(allow_null=True, help_text="The field of the dictionary it belongs to; null where none does.")
    personal = serializers.BooleanField()
    sensitive = serializers.BooleanField()
    category = serializers.CharField(allow_blank=True)
    grade = serializers.ChoiceField(GRADES)
    below = serializers.BooleanField(help_text="Whether the field stands below it now.")
    reasons = serializers.ListField(child=serializers.DictField())


class SuggestionsShape(serializers.Serializer[Any]):
    items = SuggestionShape(many=True)
    unscanned = serializers.ListField(child=serializers.CharField(), help_text="Files without a finished scan.")


class NewLoweringShape(serializers.Serializer[Any]):
    column = serializers.CharField(max_length=200)
    grade = serializers.ChoiceField(GRADES)
    personal = serializers.BooleanField(default=False)
    sensitive = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=acts.LONGEST_REASON)


class LoweringShape(NewLoweringShape):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in LoweringState])
    asked = serializers.DateTimeField()
    asked_by = serializers.UUIDField()
    decided = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.UUIDField(allow_null=True)
    remark = serializers.CharField(allow_blank=True)


LOWERINGS = listing(LoweringShape)


class VerdictShape(serializers.Serializer[Any]):
    approve = serializers.BooleanField()
    remark = serializers.CharField(max_length=acts.LONGEST_REASON, allow_blank=True, default="")


def scan_json(row: Scan) -> dict[str, Any]:
    names = ("dataset_id", "distribution", "name", "state", "progress", "bytes_read", "rows", "requested", "requested_by", "started", "ended")
    error = Say(row.error["msgid"], row.error["values"]) if row.error else None
    return {"id": row.pk} | {name.removesuffix("_id"): getattr(row, name) for name in names} | {
        "error": str(error) if error else None, "error_code": row.error["code"] if row.error else None,
    }


def lowering_json(row: GradeLowering) -> dict[str, Any]:
    names = ("dataset_id", "column", "personal", "sensitive", "reason", "state", "asked", "asked_by", "decided", "decided_by", "remark")
    return {"id": row.pk, "grade": grade(row.grade)} | {name.removesuffix("_id"): getattr(row, name) for name in names}


def said(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored reasons with their findings in the reader's language."""
    return [{"id": one["id"], "version": one["version"], "finding": str(Say(one["msgid"], one["values"])), "cites": one["cites"]} for one in reasons]


def own_dataset(actor: Any, dataset: UUID) -> Dataset:
    """The acting organization's dataset. Errors: NotFound."""
    found = Dataset.objects.filter(pk=dataset, provider=actor.organization).select_related("working", "current").first()
    if found is None:
        raise NotFound
    return found


class Scans(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    @operation("Scans of a file, newest first", tags=TAGS, answer=listing(ScanShape), errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID, distribution: UUID) -> Response:
        own_dataset(self.actor, dataset)
        if not Distribution.objects.filter(pk=distribution, revision__dataset=dataset).exists():
            raise NotFound
        return self.items(Scan.objects.filter(dataset=dataset, distribution=distribution).defer("result"), scan_json, order=("-requested", "-id"))

    @operation("Have a file scanned", tags=TAGS, answer=ScanShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID, distribution: UUID) -> Response:
        return self.act(use_cases.request, dataset, distribution, render=scan_json, status=201)


class ScanOne(ApiView):
    audience = "party"

    @operation("One scan: where it stands, and its result", tags=TAGS, answer=ScanResultShape, errors=(404,))
    def get(self, request: Request, dataset: UUID, scan: UUID) -> Response:
        found = Scan.objects.filter(pk=scan, dataset=own_dataset(self.actor, dataset)).first()
        if found is None:
            raise NotFound
        return Response(scan_json(found) | {"result": found.result})


class Cancel(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    @operation("Stop a scan", tags=TAGS, answer=ScanShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID, scan: UUID) -> Response:
        return self.act(use_cases.cancel, dataset, scan, render=scan_json)


class Sample(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    @operation("Make the sample from a scan: synthetic rows", tags=TAGS, answer=DatasetStateShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID, scan: UUID) -> Response:
        return self.act(use_cases.take_sample, dataset, scan, render=state_json)


class Suggestions(ApiView):
    audience = "party"

    @operation("What scans suggest for the fields of the revision in work, or of the listed one", tags=TAGS, answer=SuggestionsShape, errors=(404,))
    def get(self, request: Request, dataset: UUID) -> Response:
        found = own_dataset(self.actor, dataset)
        revision = found.working or found.current
        if revision is None:
            raise NotFound
        rows, unread = suggestions(revision)
        return Response({"items": suggestion_rows(revision, rows), "unscanned": [file.name for file in unread]})


def suggestion_rows(revision: DatasetRevision, rows: list[FieldSuggestion]) -> list[dict[str, Any]]:
    made = []
    for row, claim in zip(rows, claims(revision, rows), strict=True):
        made.append({
            "column": row.column, "field": claim.field or None, "personal": row.personal, "sensitive": row.sensitive, "category": row.category, "grade": grade(row.grade),
            "below": claim.below, "reasons": said(row.reasons),
        })  # fmt: skip
    return made


class Lowerings(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ASK}

    @operation("Lowerings below a suggestion, newest first", tags=TAGS, answer=LOWERINGS, errors=(404,), paged=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        return self.items(GradeLowering.objects.filter(dataset=own_dataset(self.actor, dataset)), lowering_json, order=("-asked", "-id"))

    @operation("Ask to let a column stand below its suggestion", tags=TAGS, request=NewLoweringShape, answer=LoweringShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        own_dataset(self.actor, dataset)
        given = self.input(NewLoweringShape)
        given["grade"] = next(int(one) for one in Grade if grade(one) == given["grade"])
        return self.act(acts.ask_lowering, dataset, render=lowering_json, status=201, **given)


class Verdict(ApiView):
    """The exchange's side: what is asked, and the decision."""

    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation("One lowering", tags=TAGS, answer=LoweringShape, errors=(404,))
    def get(self, request: Request, lowering: UUID) -> Response:
        found = GradeLowering.objects.visible_to(self.actor).filter(pk=lowering).first()
        if found is None:
            raise NotFound
        return Response(lowering_json(found))

    @operation("Decide on a lowering", tags=TAGS, request=VerdictShape, answer=LoweringShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, lowering: UUID) -> Response:
        if not GradeLowering.objects.visible_to(self.actor).filter(pk=lowering).exists():
            raise NotFound
        return self.act(acts.decide_lowering, lowering, render=lowering_json, **self.input(VerdictShape))


class Waiting(ApiView):
    audience = "operator"

    @operation("Lowerings that wait for a decision, oldest first", tags=TAGS, answer=LOWERINGS, paged=True)
    def get(self, request: Request) -> Response:
        return self.items(GradeLowering.objects.visible_to(self.actor).filter(state=LoweringState.ASKED), lowering_json, order=("asked", "id"))
