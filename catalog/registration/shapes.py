"""What the API takes and gives of the rights register."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from catalog.rights.models import RegisterEntry, RegisterRequest, RightObjection, RightPaper, RightRegistration
from catalog.rights.states import Objection, Registration, Wish
from catalog.rules.certificate import RIGHTS
from catalog.rules.registration import PAPERS, SOURCES
from kernel import clock


class ScopeInput(serializers.Serializer[Any]):
    """`territory` lists two-letter codes of countries and regions; none is no limit. `until` is the last day of the right."""

    scope_zh = serializers.CharField(max_length=1_000)
    scope_en = serializers.CharField(max_length=1_000)
    territory = serializers.ListField(child=serializers.RegexField(r"^[A-Z]{2}$"), max_length=60, required=False)
    until = serializers.DateField(required=False, allow_null=True)
    sublicence = serializers.BooleanField(required=False)


class RegistrationInput(ScopeInput):
    dataset = serializers.UUIDField()
    kind = serializers.ChoiceField(list(RIGHTS))
    source = serializers.ChoiceField(list(SOURCES))  # type: ignore[assignment]  # the base has an attribute of that name
    source_zh = serializers.CharField(max_length=1_000, help_text="Where the data come from, in Chinese.")
    source_en = serializers.CharField(max_length=1_000)


class RightChangeInput(ScopeInput):
    reason = serializers.CharField(max_length=1_000)


class RegisterReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1_000)


class ObjectionInput(serializers.Serializer[Any]):
    reasons = serializers.CharField(max_length=1_000)


class RightTransferInput(RegisterReasonInput):
    to = serializers.UUIDField(help_text="The organization that is to receive the right.")


class RightPaperShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(list(PAPERS))
    name = serializers.CharField()
    sha256 = serializers.CharField()
    added = serializers.DateTimeField()


class PublicRegistrationShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField([str(state) for state in Registration])
    state_since = serializers.DateTimeField()
    holder = serializers.UUIDField()
    holder_name = serializers.CharField()
    kind = serializers.ChoiceField(list(RIGHTS))
    source = serializers.ChoiceField(list(SOURCES))  # type: ignore[assignment]
    title_zh = serializers.CharField(allow_blank=True)
    title_en = serializers.CharField(allow_blank=True)
    scope_zh = serializers.CharField()
    scope_en = serializers.CharField()
    territory = serializers.ListField(child=serializers.CharField())
    until = serializers.DateField(allow_null=True)
    sublicence = serializers.BooleanField()
    notice_from = serializers.DateTimeField(allow_null=True)
    notice_until = serializers.DateTimeField(allow_null=True)
    registered_at = serializers.DateTimeField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class RegisterEntryShape(serializers.Serializer[Any]):
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    holder_name = serializers.CharField()
    note = serializers.CharField(allow_blank=True)


class RegisterShape(PublicRegistrationShape):
    entries = RegisterEntryShape(many=True)


class RegistrationShape(PublicRegistrationShape):
    dataset = serializers.UUIDField()
    source_zh = serializers.CharField()
    source_en = serializers.CharField()
    created = serializers.DateTimeField()


class RegistrationWithPapersShape(RegistrationShape):
    papers = RightPaperShape(many=True)


class ObjectionShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    registration = serializers.UUIDField()
    objector = serializers.UUIDField()
    state = serializers.ChoiceField([str(state) for state in Objection])
    reasons = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)
    created = serializers.DateTimeField()


class RegisterRequestShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    registration = serializers.UUIDField()
    kind = serializers.ChoiceField(["change", "transfer", "renewal", "revocation"])
    state = serializers.ChoiceField([str(state) for state in Wish])
    to = serializers.UUIDField(allow_null=True)
    reason = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)
    created = serializers.DateTimeField()


def public_json(row: RightRegistration) -> dict[str, Any]:
    """What everybody may read; with its holder."""
    return {
        "id": row.pk, "number": row.number, "state": row.shown_state(clock.today()), "state_since": row.state_since, "holder": row.holder_id, "holder_name": row.holder.name,
        "kind": row.kind, "source": row.source, "title_zh": row.title_zh, "title_en": row.title_en, "scope_zh": row.scope_zh, "scope_en": row.scope_en,
        "territory": row.territory, "until": row.until, "sublicence": row.sublicence, "notice_from": row.notice_from, "notice_until": row.notice_until,
        "registered_at": row.registered_at, "valid_until": row.valid_until, "reason": row.reason,
    }  # fmt: skip


def entry_json(row: RegisterEntry) -> dict[str, Any]:
    return {"kind": row.kind, "at": row.at, "holder_name": row.holder.name, "note": row.note}


def registration_json(row: RightRegistration) -> dict[str, Any]:
    return public_json(row) | {"dataset": row.dataset_id, "source_zh": row.source_zh, "source_en": row.source_en, "created": row.created}


def paper_json(row: RightPaper) -> dict[str, Any]:
    return {"id": row.pk, "kind": row.kind, "name": row.name, "sha256": bytes(row.blob.sha256 or b"").hex(), "added": row.added}


def objection_json(row: RightObjection) -> dict[str, Any]:
    return {
        "id": row.pk, "registration": row.registration_id, "objector": row.objector_id, "state": row.state, "reasons": row.reasons, "answer": row.answer, "created": row.created,
    }


def request_json(row: RegisterRequest) -> dict[str, Any]:
    return {
        "id": row.pk, "registration": row.registration_id, "kind": row.kind, "state": row.state, "to": row.to_id, "reason": row.reason, "answer": row.answer, "created": row.created,
    }
