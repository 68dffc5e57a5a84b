"""What the API takes and gives: serializers that document, and plain functions that render."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from exchange.export_case import clocks, words
from exchange.export_case.dossier.checklist import Line
from exchange.export_case.models import ExportCase, LegalDocument, Outcome, Paper, PaperRequest, PaperText
from exchange.export_case.states import Holder, Kind, Path, State, Whose, step
from kernel import clock
from kernel.actor import Actor

TEXT = 4_000


class ClockShape(serializers.Serializer[Any]):
    """Working days of the running clock; `guessed` when the calendar of a year in it is not published yet. `legal_certainty` tells how sure
    its article is: `platform` is no law."""

    used = serializers.IntegerField()
    days = serializers.IntegerField()
    left = serializers.IntegerField()
    day = serializers.DateField()
    stopped = serializers.BooleanField()
    overdue = serializers.BooleanField()
    guessed = serializers.BooleanField()
    article = serializers.CharField()
    legal_certainty = serializers.CharField()


class GapShape(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=60)
    what = serializers.CharField(max_length=500)


class CaseShape(serializers.Serializer[Any]):
    """`whose` says whose word a decision is, `whose_meaning` in a sentence. The buyer is given neither counts nor what was asked of the exporter."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    agreement = serializers.UUIDField()
    exporter = serializers.UUIDField()
    consumer = serializers.UUIDField()
    desk = serializers.UUIDField()
    determination = serializers.UUIDField(allow_null=True)
    predecessor = serializers.UUIDField(allow_null=True)
    kind = serializers.ChoiceField([kind.value for kind in Kind])
    path = serializers.ChoiceField([path.value for path in Path])
    whose = serializers.ChoiceField([whose.value for whose in Whose])
    whose_meaning = serializers.CharField()
    state = serializers.ChoiceField([state.value for state in State])
    since = serializers.DateTimeField()
    holder = serializers.ChoiceField([holder.value for holder in Holder])
    round = serializers.IntegerField()
    submitted = serializers.DateTimeField(allow_null=True)
    due = serializers.DateTimeField(allow_null=True)
    clock = ClockShape(allow_null=True)
    destinations = serializers.ListField(child=serializers.CharField())
    ordinary = serializers.IntegerField(allow_null=True)
    sensitive = serializers.IntegerField(allow_null=True)
    asked = GapShape(many=True)
    conditions = serializers.ListField(child=serializers.CharField())
    decision = serializers.DictField(allow_null=True)
    code = serializers.CharField()
    reason = serializers.CharField()
    decided = serializers.DateTimeField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    created = serializers.DateTimeField()


class OpenInput(serializers.Serializer[Any]):
    agreement = serializers.UUIDField()
    path = serializers.ChoiceField([path.value for path in Path], required=False)
    kind = serializers.ChoiceField([Kind.FIRST.value, Kind.CHANGE.value, Kind.EXTENSION.value], default=Kind.FIRST.value)


class ReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=TEXT)
    version = serializers.IntegerField(required=False, min_value=1)


class WithdrawInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=TEXT, required=False, allow_blank=True)


class AnswerInput(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=TEXT)


class GroundsInput(serializers.Serializer[Any]):
    grounds = serializers.CharField(max_length=TEXT)


class ItemsInput(serializers.Serializer[Any]):
    items = GapShape(many=True)
    version = serializers.IntegerField(required=False, min_value=1)


class ExtendInput(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=45)
    reason = serializers.CharField(max_length=TEXT)
    version = serializers.IntegerField(required=False, min_value=1)


class OpinionInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["approve", "conditions", "refuse"])
    text = serializers.CharField(max_length=TEXT)
    conditions = serializers.ListField(child=serializers.CharField(max_length=500), required=False, max_length=20)
    article = serializers.CharField(max_length=200, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False, min_value=1)


class DecideInput(serializers.Serializer[Any]):
    """`accept` and `return` (with `items`, all gaps) are the intake's; the others the approver's. `version` is the case's as it was read."""

    verdict = serializers.ChoiceField(["accept", "return", "approve", "conditions", "give_back", "refuse"])
    items = GapShape(many=True, required=False)
    text = serializers.CharField(max_length=TEXT, required=False, allow_blank=True)
    conditions = serializers.ListField(child=serializers.CharField(max_length=500), required=False, max_length=20)
    article = serializers.CharField(max_length=200, required=False, allow_blank=True)
    remedy = serializers.CharField(max_length=TEXT, required=False, allow_blank=True)
    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    version = serializers.IntegerField(required=False, min_value=1)


class OutcomeShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(["accepted", "refused", "filing_number", "certificate"])
    whose = serializers.ChoiceField([whose.value for whose in Whose])
    body = serializers.CharField()
    number = serializers.CharField()
    issued_on = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    conditions = serializers.ListField(child=serializers.CharField())
    remark = serializers.CharField()
    recorded = serializers.DateTimeField()
    confirmed = serializers.DateTimeField(allow_null=True)
    declined = serializers.BooleanField()


class ExportOutcomeInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["accepted", "refused", "filing_number", "certificate"])
    body = serializers.CharField(max_length=200)
    number = serializers.CharField(max_length=200, required=False, allow_blank=True)
    issued_on = serializers.DateField()
    valid_until = serializers.DateField(required=False, allow_null=True)
    conditions = serializers.ListField(child=serializers.CharField(max_length=500), required=False, max_length=20)
    remark = serializers.CharField(max_length=TEXT, required=False, allow_blank=True)


class LetterShape(serializers.Serializer[Any]):
    """Pasted whole at /check/, it tells whether it is the exchange's. The signature is over the canonical JSON of all but digest and key."""

    type = serializers.CharField()
    number = serializers.CharField()
    case = serializers.CharField()
    kind = serializers.ChoiceField(list(words.LETTERS))
    whose = serializers.ChoiceField([whose.value for whose in Whose])
    at = serializers.CharField()
    text_zh = serializers.CharField()
    text_en = serializers.CharField()
    digest = serializers.CharField()
    key = serializers.UUIDField()
    public_key = serializers.CharField()
    signature = serializers.CharField()


class ExportPaperShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    generated = serializers.BooleanField()
    private = serializers.BooleanField()
    done_on = serializers.DateField(allow_null=True)
    at = serializers.DateTimeField()


class LineShape(serializers.Serializer[Any]):
    """One paper of the checklist: `there` counts only what decides; `asked` is what the desk wants changed."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the framework has an attribute of this name
    article = serializers.CharField()
    brought_by = serializers.CharField()
    check = serializers.CharField()
    there = serializers.BooleanField()
    automatic = serializers.BooleanField()
    written_here = serializers.BooleanField()
    private = serializers.BooleanField()
    asked = serializers.CharField()
    versions = ExportPaperShape(many=True)


class DossierShape(serializers.Serializer[Any]):
    items = LineShape(many=True)
    missing = serializers.IntegerField()
    due = serializers.DateTimeField(allow_null=True)


class GenerateInput(serializers.Serializer[Any]):
    done_on = serializers.DateField(required=False)


class FillInput(serializers.Serializer[Any]):
    language = serializers.ChoiceField(["zh", "en"])
    content = serializers.DictField(child=serializers.CharField(max_length=8_000, allow_blank=True))


class FilledShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    language = serializers.ChoiceField(["zh", "en"])
    content = serializers.DictField(child=serializers.CharField(allow_blank=True))
    at = serializers.DateTimeField()


class DocumentInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["draft", "standard_contract", "gba_contract", "certificate"])
    effective_on = serializers.DateField(required=False, allow_null=True)
    digest = serializers.RegexField(r"^([0-9a-f]{64})?$", required=False, allow_blank=True)
    clauses = serializers.DictField(child=serializers.CharField(max_length=500, allow_blank=True), required=False)


class DocumentShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(["draft", "standard_contract", "gba_contract", "certificate"])
    effective_on = serializers.DateField(allow_null=True)
    digest = serializers.CharField()
    clauses = serializers.DictField(child=serializers.CharField(allow_blank=True))
    at = serializers.DateTimeField()


def as_json(case: ExportCase, actor: Actor | None = None, asked: PaperRequest | None = None) -> dict[str, Any]:
    """`actor` None is whoever acted: the exporter or the desk. The buyer is shown the outcome, not what it rests on."""
    inside = actor is None or actor.organization != case.consumer_id
    rule = step(case.path, case.state, case.kind)
    running = clocks.of(case, clock.now())
    return {
        "id": case.pk, "number": case.number, "agreement": case.agreement_id, "exporter": case.exporter_id, "consumer": case.consumer_id, "desk": case.desk_id,
        "determination": case.determination_id if inside else None, "predecessor": case.predecessor_id, "kind": case.kind, "path": case.path, "whose": case.whose,
        "whose_meaning": words.whose(case.whose)[1], "state": case.state, "since": case.state_since, "holder": case.holder, "round": case.round, "submitted": case.submitted,
        "due": case.due, "destinations": case.destinations, "ordinary": case.ordinary if inside else None, "sensitive": case.sensitive if inside else None,
        "clock": {
            "used": running.used, "days": running.days, "left": running.left, "day": running.day, "stopped": running.stopped, "overdue": running.overdue,
            "guessed": running.guessed, "article": f"{rule.cite.instrument} {rule.cite.article}" if rule else "",
            "legal_certainty": rule.cite.certainty.value if rule else "",
        } if running else None,
        "asked": asked.items if asked and inside else [], "conditions": case.conditions, "decision": case.ruling if inside else None, "code": case.code,
        "reason": case.reason if inside else "", "decided": case.decided, "valid_from": case.valid_from, "valid_until": case.valid_until, "version": case.version,
        "created": case.created,
    }  # fmt: skip


def paper(row: Paper) -> dict[str, Any]:
    return {
        "id": row.pk, "code": row.code, "version": row.version, "name": row.name, "media_type": row.media_type, "size": row.size, "sha256": row.sha256,
        "generated": row.generated, "private": row.private, "done_on": row.done_on, "at": row.at,
    }  # fmt: skip


def line(row: Line) -> dict[str, Any]:
    return {
        "code": row.code, "label": row.label, "article": row.article, "brought_by": row.brought_by, "check": row.check, "there": row.there, "automatic": row.automatic,
        "written_here": row.fillable, "private": row.private, "asked": row.asked, "versions": [paper(one) for one in row.versions],
    }  # fmt: skip


def filled(row: PaperText) -> dict[str, Any]:
    return {"code": row.code, "language": row.language, "content": row.content, "at": row.at}


def document(row: LegalDocument) -> dict[str, Any]:
    return {"kind": row.kind, "effective_on": row.effective_on, "digest": row.digest, "clauses": row.clauses, "at": row.at}


def outcome(row: Outcome, *, inside: bool) -> dict[str, Any]:
    """`inside` is anybody but the buyer, which is given no remark."""
    return {
        "id": row.pk, "kind": row.kind, "whose": row.whose, "body": row.body, "number": row.number, "issued_on": row.issued_on, "valid_until": row.valid_until,
        "conditions": row.conditions, "remark": row.remark if inside else "", "recorded": row.recorded, "confirmed": row.confirmed, "declined": row.declined,
    }  # fmt: skip


