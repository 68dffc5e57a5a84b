"""REST of data dictionaries and of the mappings two organizations recognize."""

from __future__ import annotations

from collections.abc import Mapping as Named
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dictionary import exports, matching, permissions, reading, use_cases
from catalog.dictionary.models import RELATIONS, Dictionary, DictionaryMapping, DictionaryTerm
from catalog.dictionary.states import MappingState
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, JsonRenderer
from web.openapi import listing, operation

TAGS = ["dictionaries"]


class TermShape(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=reading.LONGEST_CODE)
    name_zh = serializers.CharField(max_length=reading.LONGEST_NAME, allow_blank=True, default="")
    name_en = serializers.CharField(max_length=reading.LONGEST_NAME, allow_blank=True, default="")
    definition = serializers.CharField(max_length=reading.LONGEST_DEFINITION, allow_blank=True, default="")
    type = serializers.CharField(max_length=reading.LONGEST_WORD, allow_blank=True, default="")
    unit = serializers.CharField(max_length=reading.LONGEST_WORD, allow_blank=True, default="")


class KeptTermShape(TermShape):
    id = serializers.UUIDField()


class NewDictionaryShape(serializers.Serializer[Any]):
    code = serializers.RegexField(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=use_cases.LONGEST_CODE)
    name_zh = serializers.CharField(max_length=use_cases.LONGEST_NAME)
    name_en = serializers.CharField(max_length=use_cases.LONGEST_NAME)
    published = serializers.BooleanField(default=False, help_text="Other organizations may read it and map theirs to it; a mapping that both sides recognize is public.")
    terms = serializers.ListField(child=TermShape(), allow_empty=False, max_length=reading.MOST_TERMS)


class DictionaryShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    owner = serializers.UUIDField()
    code = serializers.CharField()
    number = serializers.IntegerField(help_text="The edition.")
    name_zh = serializers.CharField()
    name_en = serializers.CharField()
    published = serializers.BooleanField()
    terms = serializers.IntegerField(help_text="How many there are.")
    created = serializers.DateTimeField()


class NewMappingShape(serializers.Serializer[Any]):
    source = serializers.UUIDField()  # type: ignore[assignment]
    target = serializers.UUIDField(required=False, allow_null=True, help_text="Another organization's dictionary; none for the exchange's elements.")


class DictionaryMappingShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    source = serializers.UUIDField()  # type: ignore[assignment]
    target = serializers.UUIDField(allow_null=True)
    owner = serializers.UUIDField()
    other = serializers.UUIDField()
    series = serializers.UUIDField()
    number = serializers.IntegerField(help_text="The version within its series.")
    state = serializers.ChoiceField([str(state) for state in MappingState])
    since = serializers.DateTimeField()
    remark = serializers.CharField(allow_blank=True)


class LineShape(serializers.Serializer[Any]):
    term = serializers.UUIDField()
    target = serializers.UUIDField(allow_null=True, help_text="A term of the target, or an element; null takes the line out.")
    relation = serializers.ChoiceField(list(RELATIONS), default="exact")


class LinesInputShape(serializers.Serializer[Any]):
    lines = serializers.ListField(child=LineShape(), allow_empty=False, max_length=reading.MOST_TERMS)


class TermMatchShape(serializers.Serializer[Any]):
    target = serializers.UUIDField()
    code = serializers.CharField()
    score = serializers.IntegerField(help_text="30 to 100.")
    reasons = serializers.ListField(child=serializers.CharField())


class ShownLineShape(serializers.Serializer[Any]):
    term = serializers.UUIDField()
    code = serializers.CharField()
    target = serializers.UUIDField(allow_null=True)
    target_code = serializers.CharField(allow_null=True)
    relation = serializers.ChoiceField(list(RELATIONS), allow_null=True)
    suggested = TermMatchShape(many=True, help_text="While it is a draft.")


class MappingRemarkShape(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=use_cases.LONGEST_REMARK)


def dictionary_json(row: Dictionary) -> dict[str, Any]:
    names = ("code", "number", "name_zh", "name_en", "published", "created")
    return {"id": row.pk, "owner": row.owner_id, "terms": row.terms_count} | {name: getattr(row, name) for name in names}


def mapping_json(row: DictionaryMapping) -> dict[str, Any]:
    ids = {name: getattr(row, f"{name}_id") for name in ("source", "target", "owner", "other")}
    return {"id": row.pk, "series": row.series, "number": row.number, "state": row.state, "since": row.state_since, "remark": row.remark} | ids


def term_json(row: DictionaryTerm) -> dict[str, Any]:
    return {"id": row.pk} | {name: getattr(row, name) for name in reading.COLUMNS}


def line_json(line: matching.Line) -> dict[str, Any]:
    to = (line.match.target or line.match.version) if line.match else None
    return {
        "term": line.term.pk, "code": line.term.code, "target": matching.key_of(to) if to else None, "target_code": matching.code_of(to) if to else None,
        "relation": line.match.relation if line.match else None,
        "suggested": [{"target": matching.key_of(one.key), "code": matching.code_of(one.key), "score": one.score, "reasons": [str(say) for say in one.reasons]} for one in line.suggested],
    }  # fmt: skip


class Dictionaries(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    @operation("Dictionaries you may read: your own, and published ones", tags=TAGS, answer=listing(DictionaryShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(Dictionary.objects.visible_to(self.actor), dictionary_json)

    @operation("Upload a dictionary, or the next edition of one", tags=TAGS, request=NewDictionaryShape, answer=DictionaryShape, status=201, idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.upload, **self.input(NewDictionaryShape), render=dictionary_json, status=201, location=lambda row: f"/api/v1/dictionaries/{row.pk}")


def dictionary_of(view: ApiView, dictionary: UUID) -> Dictionary:
    """Errors: NotFound."""
    found = Dictionary.objects.visible_to(view.actor).filter(pk=dictionary).first()
    if found is None:
        raise NotFound
    return found


class One(ApiView):
    audience = "party"

    @operation("One edition of a dictionary", tags=TAGS, answer=DictionaryShape, errors=(404,))
    def get(self, request: Request, dictionary: UUID) -> Response:
        return Response(dictionary_json(dictionary_of(self, dictionary)))


class Terms(ApiView):
    audience = "party"

    @operation("Terms of a dictionary in their order", tags=TAGS, answer=listing(KeptTermShape), errors=(404,), paged=True)
    def get(self, request: Request, dictionary: UUID) -> Response:
        return self.items(DictionaryTerm.objects.filter(dictionary=dictionary_of(self, dictionary)), term_json, order=("position",))


class Mappings(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    @operation("Mappings your organization is a side of", tags=TAGS, answer=listing(DictionaryMappingShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(DictionaryMapping.objects.visible_to(self.actor), mapping_json)

    @operation("Begin a mapping of your dictionary", tags=TAGS, request=NewMappingShape, answer=DictionaryMappingShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(NewMappingShape)
        return self.act(use_cases.begin, given["source"], target_id=given.get("target"), render=mapping_json, status=201, location=lambda row: f"/api/v1/dictionary-mappings/{row.pk}")


def mapping_of(view: ApiView, mapping: UUID) -> DictionaryMapping:
    """Errors: NotFound."""
    found = DictionaryMapping.objects.visible_to(view.actor).select_related("source", "target").filter(pk=mapping).first()
    if found is None:
        raise NotFound
    return found


class Mapping(ApiView):
    audience = "party"

    @operation("One version of a mapping", tags=TAGS, answer=DictionaryMappingShape, errors=(404,))
    def get(self, request: Request, dictionary_mapping: UUID) -> Response:
        return Response(mapping_json(mapping_of(self, dictionary_mapping)))


class Lines(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.KEEP}

    @operation("Terms of the source with what they correspond to, and suggestions", tags=TAGS, answer=listing(ShownLineShape), errors=(404,), paged=True)
    def get(self, request: Request, dictionary_mapping: UUID) -> Response:
        found = mapping_of(self, dictionary_mapping)
        lines, page = matching.lines(found, request.query_params.get("cursor") or None, limit=self.limit(), suggesting=found.state == MappingState.DRAFT)
        return Response({"items": [line_json(line) for line in lines], "next": self.next_url(page.next)})

    @operation("Set lines of a draft", tags=TAGS, request=LinesInputShape, answer=DictionaryMappingShape, errors=(404,), idempotent=True)
    def put(self, request: Request, dictionary_mapping: UUID) -> Response:
        return self.act(use_cases.match, dictionary_mapping, self.input(LinesInputShape)["lines"], render=mapping_json)


class Propose(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    @operation("Propose it: your consent", tags=TAGS, answer=DictionaryMappingShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dictionary_mapping: UUID) -> Response:
        return self.act(use_cases.propose, dictionary_mapping, render=mapping_json)


class Recognize(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECOGNIZE}

    @operation("Recognize it: the other side's consent", tags=TAGS, answer=DictionaryMappingShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dictionary_mapping: UUID) -> Response:
        return self.act(use_cases.recognize, dictionary_mapping, render=mapping_json)


class Refuse(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.RECOGNIZE}

    @operation("Refuse it, with a remark", tags=TAGS, request=MappingRemarkShape, answer=DictionaryMappingShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dictionary_mapping: UUID) -> Response:
        return self.act(use_cases.refuse, dictionary_mapping, **self.input(MappingRemarkShape), render=mapping_json)


class End(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.END}

    @operation("End the recognition (either side)", tags=TAGS, request=MappingRemarkShape, answer=DictionaryMappingShape, errors=(404,), idempotent=True)
    def post(self, request: Request, dictionary_mapping: UUID) -> Response:
        return self.act(use_cases.end, dictionary_mapping, **self.input(MappingRemarkShape), render=mapping_json)


class Revise(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.KEEP}

    @operation("Open the next version, with the same lines", tags=TAGS, answer=DictionaryMappingShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request, dictionary_mapping: UUID) -> Response:
        return self.act(use_cases.revise, dictionary_mapping, render=mapping_json, status=201)


class TableRenderer(BaseRenderer):
    """Bytes as they are; an error as its problem details."""

    media_type = exports.CSV
    format = "csv"
    charset: str | None = "utf-8"
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Named[str, Any] | None = None) -> bytes:
        return data if isinstance(data, bytes) else JsonRenderer().render(data)


class SkosRenderer(TableRenderer):
    media_type = exports.JSONLD
    format = "jsonld"
    charset = None


class Export(ApiView):
    audience = "party"
    renderer_classes = (SkosRenderer, TableRenderer)  # type: ignore[assignment]

    @operation(
        "The mapping as SKOS relations (application/ld+json) or as a table (text/csv)", tags=TAGS, errors=(404,),
        answers={(200, exports.JSONLD): OpenApiTypes.OBJECT, (200, exports.CSV): OpenApiTypes.STR},
    )  # fmt: skip
    def get(self, request: Request, dictionary_mapping: UUID) -> Response:
        found = mapping_of(self, dictionary_mapping)
        wanted = request.accepted_renderer.media_type
        return Response(exports.as_csv(found) if wanted == exports.CSV else exports.as_jsonld(found))
