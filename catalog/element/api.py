"""REST of shared definitions: the register, proposals, and which fields follow which."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.choices import FIELD_TYPES
from catalog.dataset.models import Dataset, DatasetRevision
from catalog.dataset.render import Words
from catalog.element import finding, mapping, meaning, permissions, use_cases
from catalog.element.models import Element, ElementVersion, FieldElement
from catalog.element.states import ElementState
from catalog.rules.detectors import KINDS
from kernel import paging
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["elements"]
QUERY = OpenApiParameter("q", OpenApiTypes.STR, description="Words that code, names or definitions hold.")
ORDER = ("-listed_at", "-id")


class NewVersionShape(serializers.Serializer[Any]):
    name_zh = serializers.CharField(max_length=meaning.LONGEST_NAME)
    name_en = serializers.CharField(max_length=meaning.LONGEST_NAME)
    definition_zh = serializers.CharField(max_length=meaning.LONGEST_DEFINITION)
    definition_en = serializers.CharField(max_length=meaning.LONGEST_DEFINITION)
    type = serializers.ChoiceField(list(FIELD_TYPES))
    unit = serializers.CharField(max_length=meaning.LONGEST_UNIT, allow_blank=True, default="")
    source = serializers.CharField(max_length=meaning.LONGEST_SOURCE, allow_blank=True, default="")  # type: ignore[assignment]
    kind = serializers.ChoiceField(["", *KINDS], default="", help_text="What detectors of scans call such values.")
    code_list = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(max_length=meaning.LONGEST_NAME, allow_blank=True), min_length=3, max_length=3), max_length=meaning.MOST_CODES, default=list,
        help_text="Rows of code, Chinese and English meaning.",
    )  # fmt: skip


class NewElementShape(NewVersionShape):
    code = serializers.RegexField(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=meaning.LONGEST_CODE)


class ElementVersionShape(NewVersionShape):
    id = serializers.UUIDField()
    element = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField([str(state) for state in ElementState])
    since = serializers.DateTimeField()
    proposer = serializers.UUIDField()
    remark = serializers.CharField(allow_blank=True)


class ElementShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    steward = serializers.UUIDField()
    version = ElementVersionShape(allow_null=True, help_text="The one that stands, or the last that stood.")


class ElementRemarkShape(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=use_cases.LONGEST_REMARK)


class FieldMapShape(serializers.Serializer[Any]):
    revision = serializers.UUIDField(required=False, help_text="Otherwise the listed one, or the one in work.")
    fields_ = serializers.DictField(child=serializers.UUIDField(allow_null=True), help_text="Element by the field's name; null ends a mapping.")

    def get_fields(self) -> dict[str, Any]:
        """`fields` is a word of the serializer itself, so it is named here."""
        found = super().get_fields()
        return {"revision": found["revision"], "fields": found["fields_"]}


class FieldElementShape(serializers.Serializer[Any]):
    field = serializers.CharField()
    element = serializers.UUIDField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    mapped = serializers.DateTimeField()


class DatasetElementsShape(serializers.Serializer[Any]):
    revision = serializers.UUIDField()
    items = FieldElementShape(many=True)


class ElementMatchShape(serializers.Serializer[Any]):
    element = serializers.UUIDField()
    code = serializers.CharField()
    score = serializers.IntegerField(help_text="30 to 100.")
    reasons = serializers.ListField(child=serializers.CharField())


class FieldMatchesShape(serializers.Serializer[Any]):
    field = serializers.CharField()
    matches = ElementMatchShape(many=True)


class ElementSuggestionsShape(serializers.Serializer[Any]):
    revision = serializers.UUIDField()
    items = FieldMatchesShape(many=True)


class FollowingShape(serializers.Serializer[Any]):
    dataset = serializers.UUIDField()
    title = Words()
    fields_ = FieldElementShape(many=True)

    def get_fields(self) -> dict[str, Any]:
        found = super().get_fields()
        return {("fields" if name == "fields_" else name): field for name, field in found.items()}


FOLLOWING, VERSIONS = listing(FollowingShape), listing(ElementVersionShape)


def version_json(row: ElementVersion) -> dict[str, Any]:
    names = ("number", "state", "name_zh", "name_en", "definition_zh", "definition_en", "type", "unit", "source", "kind", "code_list", "remark")
    return {"id": row.pk, "element": row.element_id, "since": row.state_since, "proposer": row.proposer_id} | {name: getattr(row, name) for name in names}


def element_json(row: Element) -> dict[str, Any]:
    return {"id": row.pk, "code": row.code, "steward": row.steward_id, "version": version_json(row.face) if row.face else None}


def mapping_json(row: FieldElement) -> dict[str, Any]:
    return {"field": row.field, "element": row.element_id, "code": row.element.code, "version": row.version.number, "mapped": row.mapped}


class Elements(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.PROPOSE}

    @operation("The register of definitions, by code", tags=TAGS, answer=listing(ElementShape), paged=True, public=True, parameters=[QUERY])
    def get(self, request: Request) -> Response:
        return self.items(finding.elements(self.actor, request.query_params.get("q", "")), element_json, order=("code", "id"))

    @operation("Propose a definition, or a new version of the one with this code", tags=TAGS, request=NewElementShape, answer=ElementVersionShape, status=201, idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.propose, **self.input(NewElementShape), render=version_json, status=201)


def element_of(view: ApiView, element: UUID) -> Element:
    """Errors: NotFound."""
    found = Element.objects.visible_to(view.actor).filter(pk=element).select_related("face").first()
    if found is None:
        raise NotFound
    return found


class One(ApiView):
    public = True
    audience = "public"

    @operation("One definition with the version that stands", tags=TAGS, answer=ElementShape, errors=(404,), public=True)
    def get(self, request: Request, element: UUID) -> Response:
        return Response(element_json(element_of(self, element)))


class Versions(ApiView):
    public = True
    audience = "public"

    @operation("Versions of a definition, newest first", tags=TAGS, answer=VERSIONS, errors=(404,), paged=True, public=True)
    def get(self, request: Request, element: UUID) -> Response:
        rows = ElementVersion.objects.visible_to(self.actor).filter(element=element_of(self, element))
        return self.items(rows, version_json, order=("-number", "-id"))


class Following(ApiView):
    public = True
    audience = "public"

    @operation("Listed datasets a field of which follows it, as far as you may see them", tags=TAGS, answer=FOLLOWING, errors=(404,), paged=True, public=True)
    def get(self, request: Request, element: UUID) -> Response:
        found = element_of(self, element)
        return following(self, [found.pk])


def following(view: ApiView, chosen: list[UUID], but: UUID | None = None) -> Response:
    """One page of datasets with their fields that follow the chosen elements."""
    page = paging.page(finding.following(view.actor, chosen, but), ORDER, cursor=view.request.query_params.get("cursor") or None, limit=view.limit())
    fields = finding.shared(page.items, chosen)
    rows = [
        {"dataset": row.pk, "title": {"zh": row.face.title_zh, "en": row.face.title_en}, "fields": [mapping_json(one) for one in fields[row.pk]]} for row in page.items
    ]  # fmt: skip
    return Response({"items": rows, "next": view.next_url(page.next)})


class Retire(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation("Retire a definition (operator or steward)", tags=TAGS, request=ElementRemarkShape, answer=ElementVersionShape, errors=(404,), idempotent=True)
    def post(self, request: Request, element: UUID) -> Response:
        return self.act(use_cases.retire, element, **self.input(ElementRemarkShape), render=version_json)


class Proposals(ApiView):
    audience = "member"

    @operation("Versions your organization proposed; all proposals for the exchange", tags=TAGS, answer=VERSIONS, paged=True)
    def get(self, request: Request) -> Response:
        rows = ElementVersion.objects.filter(state=ElementState.DRAFT) if self.actor.jurisdiction else ElementVersion.objects.filter(proposer_id=self.actor.organization)
        return self.items(rows, version_json)


class Accept(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation("Accept a proposal (operator or steward, not who made it)", tags=TAGS, answer=ElementVersionShape, errors=(404,), idempotent=True)
    def post(self, request: Request, element_version: UUID) -> Response:
        return self.act(use_cases.accept, element_version, render=version_json)


class Refuse(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.DECIDE}

    @operation("Refuse a proposal, with a remark", tags=TAGS, request=ElementRemarkShape, answer=ElementVersionShape, errors=(404,), idempotent=True)
    def post(self, request: Request, element_version: UUID) -> Response:
        return self.act(use_cases.refuse, element_version, **self.input(ElementRemarkShape), render=version_json)


def shown_revision(view: ApiView, dataset: UUID) -> DatasetRevision:
    """The revision a reader is shown: the listed one, or the one in work. Errors: NotFound."""
    found = Dataset.objects.visible_to(view.actor).filter(pk=dataset).first()
    shown = (found.current_id or found.working_id) if found else None
    revision = DatasetRevision.objects.visible_to(view.actor).select_related("dataset").filter(pk=shown).first() if shown else None
    if revision is None:
        raise NotFound
    return revision


def standing_json(revision: DatasetRevision) -> dict[str, Any]:
    rows = FieldElement.objects.live().filter(revision=revision).select_related("element", "version").order_by("field")
    return {"revision": revision.pk, "items": [mapping_json(row) for row in rows]}


class OfDataset(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"put": permissions.MAP}

    @operation("The definitions a dataset's fields follow", tags=TAGS, answer=DatasetElementsShape, errors=(404,), public=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        return Response(standing_json(shown_revision(self, dataset)))

    @operation("Say which definitions fields follow", tags=TAGS, request=FieldMapShape, answer=DatasetElementsShape, errors=(404,), idempotent=True)
    def put(self, request: Request, dataset: UUID) -> Response:
        given = self.input(FieldMapShape)
        return self.act(
            mapping.map_fields, dataset, given["fields"], revision_id=given.get("revision"), render=lambda row: standing_json(mapping.revision_of(row, given.get("revision")))
        )


class Suggestions(ApiView):
    audience = "party"

    @operation("Likely definitions for each field of your dataset, with reasons", tags=TAGS, answer=ElementSuggestionsShape, errors=(404,))
    def get(self, request: Request, dataset: UUID) -> Response:
        found = Dataset.objects.filter(pk=dataset, provider=self.actor.organization).select_related("current", "working").first()
        if found is None:
            raise NotFound
        revision = mapping.revision_of(found, None)
        offered = mapping.suggestions(found, revision, list(revision.fields.all()), mapping.mapped_in(found), mapping.candidates())
        return Response({"revision": revision.pk, "items": [{"field": name, "matches": [_match(one) for one in matches]} for name, matches in offered.items()]})


def _match(one: Any) -> dict[str, Any]:
    return {"element": one.key.element_id, "code": one.key.element.code, "score": one.score, "reasons": [str(say) for say in one.reasons]}


class Shared(ApiView):
    public = True
    audience = "public"

    @operation("Other listed datasets that follow a definition this one follows", tags=TAGS, answer=FOLLOWING, errors=(404,), paged=True, public=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        revision = shown_revision(self, dataset)
        chosen = list(FieldElement.objects.live().filter(revision=revision).values_list("element", flat=True))
        return following(self, chosen, revision.dataset_id)
