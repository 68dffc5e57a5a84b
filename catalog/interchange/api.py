"""REST of foreign catalogues: for the operator sources and import runs, for everyone the records that are public."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.api import OFFSET, ReceivedShape
from catalog.interchange import use_cases
from catalog.interchange.finding import found_by, source_of
from catalog.interchange.models import OUTCOMES, CatalogRecord, ForeignSource, ImportRow, ImportRun
from catalog.interchange.permissions import IMPORT
from catalog.interchange.reading.entry import Access
from catalog.interchange.reading.formats import AUTO, FORMATS
from catalog.interchange.report import failure_words, reason_words
from catalog.interchange.sight import shown
from catalog.interchange.states import RunState
from kernel.decision import Say
from kernel.errors import Invalid, NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["imports"]
Texts = serializers.DictField
RUN_FIELDS = ("rows_read", "entries", "new", "changed", "same", "repeated", "refused", "gone")


class NewForeignSourceShape(serializers.Serializer[Any]):
    code = serializers.RegexField(r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    name_zh = serializers.CharField(max_length=120)
    name_en = serializers.CharField(max_length=200)
    url = serializers.CharField(max_length=500, allow_blank=True, default="")
    license = serializers.CharField(max_length=500, allow_blank=True, default="")
    reexport = serializers.BooleanField(default=False, help_text="The license permits that our own export repeats the public records of this source.")


class ForeignSourceShape(NewForeignSourceShape):
    id = serializers.UUIDField()


class ReexportShape(serializers.Serializer[Any]):
    reexport = serializers.BooleanField()


class NewImportShape(serializers.Serializer[Any]):
    source = serializers.UUIDField()  # type: ignore[assignment]
    name = serializers.CharField(max_length=200, help_text="Name of the file.")
    format = serializers.ChoiceField([AUTO, *FORMATS], default=AUTO)
    mapping = serializers.DictField(required=False, allow_null=True, help_text="For a table: what its columns mean.")
    dry_run = serializers.BooleanField(default=False)
    whole = serializers.BooleanField(default=False, help_text="The file is the whole catalog: records it does not hold are gone.")
    size = serializers.IntegerField(min_value=0, max_value=2**40, required=False, allow_null=True)


class RepeatShape(serializers.Serializer[Any]):
    mapping = serializers.DictField(required=False, allow_null=True, help_text="Another mapping than that of the dry run.")
    dry_run = serializers.BooleanField(default=False)


class ImportShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    source = serializers.UUIDField()  # type: ignore[assignment]
    format = serializers.CharField()
    dry_run = serializers.BooleanField()
    whole = serializers.BooleanField()
    mapping = serializers.DictField(allow_null=True)
    guessed = serializers.BooleanField(help_text="The mapping was guessed by a dry run and waits for somebody to confirm it.")
    state = serializers.ChoiceField([str(state) for state in RunState])
    state_since = serializers.DateTimeField()
    created = serializers.DateTimeField()
    position = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())
    failure = serializers.CharField(allow_null=True)


class ImportRowShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    place = serializers.CharField()
    outcome = serializers.ChoiceField(list(OUTCOMES))
    foreign_id = serializers.CharField()
    name = serializers.CharField()
    kept = serializers.ListField(child=serializers.CharField())
    said = serializers.CharField()


class RecordItemShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]
    foreign_id = serializers.CharField()
    title = Texts(child=serializers.CharField(), help_text="By language; `und` where the source does not say.")
    publisher = Texts(child=serializers.CharField())
    access = serializers.ChoiceField([str(level) for level in Access])
    page = serializers.CharField()
    issued = serializers.CharField()
    modified = serializers.CharField()
    last_seen = serializers.DateTimeField()


class RecordShape(RecordItemShape):
    description = Texts(child=serializers.CharField())
    keywords = serializers.ListField(child=serializers.CharField())
    themes = serializers.ListField(child=serializers.CharField())
    license = serializers.CharField()
    distributions = serializers.ListField(child=serializers.DictField())
    kept = serializers.DictField(help_text="What has no field here, under the source's own names; contact details are left out for the public.")
    first_seen = serializers.DateTimeField()


def source_json(row: ForeignSource) -> dict[str, Any]:
    return {"id": row.pk, "code": row.code, "name_zh": row.name_zh, "name_en": row.name_en, "url": row.url, "license": row.license, "reexport": row.reexport}


def run_json(row: ImportRun) -> dict[str, Any]:
    return {
        "id": row.pk, "source": row.source_id, "format": row.format, "dry_run": row.dry_run, "whole": row.whole, "mapping": row.mapping, "guessed": row.guessed, "state": row.state, "state_since": row.state_since, "created": row.created,
        "position": row.position, "counts": {name: getattr(row, name) for name in RUN_FIELDS}, "failure": failure_words(row.failure) if row.failure else None,
    }


def row_json(row: ImportRow) -> dict[str, Any]:
    return {"number": row.number, "place": row.place, "outcome": row.outcome, "foreign_id": row.foreign_id, "name": row.name, "kept": row.kept, "said": reason_words(row)}


def item_json(row: CatalogRecord) -> dict[str, Any]:
    return {
        "id": row.pk, "source": row.source.code, "foreign_id": row.foreign_id, "title": row.title, "publisher": row.publisher, "access": row.access, "page": row.page, "issued": row.issued,
        "modified": row.modified, "last_seen": row.last_seen,
    }


class ForeignSources(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": IMPORT}

    @operation("Sources of foreign catalog records", tags=TAGS, answer=listing(ForeignSourceShape), paged=True, public=True)
    def get(self, request: Request) -> Response:
        return self.items(ForeignSource.objects.visible_to(self.actor), source_json, order=("code",))

    @operation("Name a source (operator)", tags=TAGS, request=NewForeignSourceShape, answer=ForeignSourceShape, status=201, errors=(409,), idempotent=True)
    def post(self, request: Request) -> Response:
        return self.act(use_cases.name_source, render=source_json, status=201, **self.input(NewForeignSourceShape))


class Reexport(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": IMPORT}

    @operation("Permit or stop that the export repeats a source's public records (operator)", tags=TAGS, request=ReexportShape, answer=ForeignSourceShape, errors=(404,), idempotent=True)
    def post(self, request: Request, source: UUID) -> Response:
        return self.act(use_cases.permit_reexport, source, reexport=self.input(ReexportShape)["reexport"], render=source_json)


class Imports(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": IMPORT}

    @operation("Import runs, newest first (operator)", tags=TAGS, answer=listing(ImportShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(ImportRun.objects.visible_to(self.actor), run_json)

    @operation("Announce a file to import; its bytes follow in pieces (operator)", tags=TAGS, request=NewImportShape, answer=ImportShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request) -> Response:
        given = self.input(NewImportShape)
        return self.act(use_cases.begin_import, given.pop("source"), render=run_json, status=201, location=lambda run: f"/api/v1/imports/{run.pk}", **given)


def run_of(view: ApiView, run: UUID) -> ImportRun:
    found = ImportRun.objects.visible_to(view.actor).select_related("blob").filter(pk=run).first()
    if found is None:
        raise NotFound
    return found


class ImportOne(ApiView):
    audience = "operator"

    @operation("One import run (operator)", tags=TAGS, answer=ImportShape, errors=(404,))
    def get(self, request: Request, run: UUID) -> Response:
        return Response(run_json(run_of(self, run)))


class ImportContent(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"patch": IMPORT}

    @operation("How many bytes of the file have arrived (operator)", tags=TAGS, answer=ReceivedShape, errors=(404,))
    def get(self, request: Request, run: UUID) -> Response:
        return Response({"received": run_of(self, run).blob.size})

    @operation(
        "Send the next piece of the file (operator)", tags=TAGS, request={"application/octet-stream": OpenApiTypes.BINARY}, answer=ReceivedShape, errors=(404, 409), parameters=[OFFSET],
    )
    def patch(self, request: Request, run: UUID) -> Response:
        raw = request.headers.get("Upload-Offset", "")
        if not (raw.isascii() and raw.isdigit() and len(raw) <= 15):
            raise Invalid(fields={"Upload-Offset": [Say(gettext_noop("Say how many bytes have arrived before this piece."))]})
        return Response({"received": use_cases.append_bytes(self.actor, run, int(raw), request._request)})


class ImportSubmit(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": IMPORT}

    @operation("The file is whole: read it (operator)", tags=TAGS, answer=ImportShape, errors=(404, 409, 422), idempotent=True, status=202)
    def post(self, request: Request, run: UUID) -> Response:
        return self.act(use_cases.submit, run, render=run_json, status=202)


class ImportRepeat(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": IMPORT}

    @operation(
        "Carry out the file of a dry run; a guessed mapping is confirmed by it (operator)", tags=TAGS, request=RepeatShape, answer=ImportShape, errors=(404, 409), idempotent=True, status=202,
    )
    def post(self, request: Request, run: UUID) -> Response:
        return self.act(use_cases.repeat, run, render=run_json, status=202, location=lambda made: f"/api/v1/imports/{made.pk}", **self.input(RepeatShape))


class ImportRows(ApiView):
    audience = "operator"

    @operation(
        "The report of a run, row by row (operator)", tags=TAGS, answer=listing(ImportRowShape), errors=(404,), paged=True,
        parameters=[OpenApiParameter("outcome", OpenApiTypes.STR, enum=list(OUTCOMES), description="Only rows that came to this.")],
    )
    def get(self, request: Request, run: UUID) -> Response:
        rows = ImportRow.objects.filter(run=run_of(self, run))
        outcome = request.query_params.get("outcome")
        if outcome is not None:
            if outcome not in OUTCOMES:
                raise Invalid(fields={"outcome": [Say(gettext_noop("Choose one of the list."))]})
            rows = rows.filter(outcome=outcome)
        return self.items(rows, row_json, order=("number",))


class Records(PublicReads):
    http_method_names = ("get", "head", "options")

    @operation(
        "Records of foreign catalogs, the last changed first", tags=TAGS, answer=listing(RecordItemShape), paged=True, public=True, errors=(422,),
        parameters=[
            OpenApiParameter("q", OpenApiTypes.STR, description="Words, in Chinese or English; all must be held."),
            OpenApiParameter("source", OpenApiTypes.STR, description="Code of a source."),
        ],
        description="Harvested from other catalogs and not traded here. Records of non-public data are never shown.",
    )
    def get(self, request: Request) -> Response:
        params = request.query_params
        source = source_of(params["source"]) if params.get("source") else None
        return self.items(found_by(self.actor, params.get("q", ""), source), item_json, order=("-changed_at", "-id"))


class RecordOne(PublicReads):
    http_method_names = ("get", "head", "options")

    @operation("One record of a foreign catalog", tags=TAGS, answer=RecordShape, errors=(404,), public=True)
    def get(self, request: Request, record: UUID) -> Response:
        found = CatalogRecord.objects.visible_to(self.actor).select_related("source").filter(pk=record).first()
        if found is None:
            raise NotFound
        distributions, kept = shown(self.actor, found)
        return Response({
            **item_json(found), "description": found.description, "keywords": found.keywords, "themes": found.themes, "license": found.license, "distributions": distributions,
            "kept": kept, "first_seen": found.first_seen,
        })  # fmt: skip
