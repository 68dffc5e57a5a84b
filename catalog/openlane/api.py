"""REST of the open lane. Files are fetched from the addresses that the opening names."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.dataset.models import Distribution
from catalog.openlane import permissions, use_cases
from catalog.openlane.models import OpenApplication, OpenRelease
from catalog.openlane.states import ApplicationState, ReleaseState
from catalog.rules.open_lane import LICENCES, MODES
from kernel.errors import NotFound
from kernel.permissions import Permission
from web.api import ApiView, PublicReads
from web.openapi import listing, operation

TAGS = ["open data"]


class OpenReleaseInput(serializers.Serializer[Any]):
    """`important_data_status` and `flags` are facts of the border, as for an export: `none` and an empty list say that nothing stands against it."""

    mode = serializers.ChoiceField(list(MODES))
    licence = serializers.ChoiceField(list(LICENCES))
    important_data_status = serializers.ChoiceField(["none", "self_identified_not_confirmed", "notified", "published"])
    flags = serializers.ListField(child=serializers.CharField(max_length=80), max_length=30)


class OpenFileShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    url = serializers.CharField()


class OpenReleaseShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    dataset = serializers.UUIDField()
    revision = serializers.UUIDField()
    mode = serializers.ChoiceField(list(MODES))
    licence = serializers.ChoiceField(list(LICENCES))
    licence_url = serializers.CharField()
    state = serializers.ChoiceField([str(state) for state in ReleaseState])
    judged = serializers.DictField()
    files = OpenFileShape(many=True)


class ApplicationInput(serializers.Serializer[Any]):
    purpose = serializers.CharField(max_length=2_000)


class OpenReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2_000)


class ApplicationShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    release = serializers.UUIDField()
    organization = serializers.UUIDField()
    purpose = serializers.CharField()
    state = serializers.ChoiceField([str(state) for state in ApplicationState])
    created = serializers.DateTimeField()
    reason = serializers.CharField()


def release_json(row: OpenRelease) -> dict[str, Any]:
    files = Distribution.objects.filter(revision=row.revision_id, completed__isnull=False)
    return {
        "id": row.pk, "dataset": row.dataset_id, "revision": row.revision_id, "mode": row.mode, "licence": row.licence, "licence_url": LICENCES[row.licence], "state": row.state,
        "judged": row.judged,
        "files": [{"id": file.pk, "name": file.name, "size": file.size, "sha256": file.sha256_hex, "url": reverse("open.file", args=[row.dataset_id, file.pk])} for file in files],
    }  # fmt: skip


def application_json(row: OpenApplication) -> dict[str, Any]:
    return {
        "id": row.pk, "release": row.release_id, "organization": row.organization_id, "purpose": row.purpose, "state": row.state, "created": row.created, "reason": row.reason,
    }  # fmt: skip


class OfDataset(PublicReads):
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.OPEN}

    @operation("How a dataset is open, with the addresses of its files", tags=TAGS, answer=OpenReleaseShape, errors=(404,), public=True)
    def get(self, request: Request, dataset: UUID) -> Response:
        found = OpenRelease.objects.visible_to(self.actor).standing().filter(dataset=dataset).first()
        if found is None:
            raise NotFound
        return Response(release_json(found))

    @operation("Open the listed revision free of charge", tags=TAGS, request=OpenReleaseInput, answer=OpenReleaseShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.release, dataset, render=release_json, status=201, **self.input(OpenReleaseInput))


class Close(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.CLOSE}

    @operation("Close an open dataset", tags=TAGS, answer=OpenReleaseShape, errors=(404,), idempotent=True)
    def post(self, request: Request, release: UUID) -> Response:
        return self.act(use_cases.close, release, render=release_json)


class Apply(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.APPLY}

    @operation("Apply for an open dataset", tags=TAGS, request=ApplicationInput, answer=ApplicationShape, status=201, errors=(404,), idempotent=True)
    def post(self, request: Request, release: UUID) -> Response:
        return self.act(use_cases.apply, release, render=application_json, status=201, **self.input(ApplicationInput))


class Applications(ApiView):
    audience = "member"

    @operation("Applications of your organization and to its open data", tags=TAGS, answer=listing(ApplicationShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(OpenApplication.objects.visible_to(self.actor), application_json)


class Application(ApiView):
    audience = "party"

    @operation("One application: for the applicant, the provider and whoever runs the zone", tags=TAGS, answer=ApplicationShape, errors=(404,))
    def get(self, request: Request, application: UUID) -> Response:
        found = OpenApplication.objects.visible_to(self.actor).filter(pk=application).first()
        if found is None:
            raise NotFound
        return Response(application_json(found))


class Admit(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ADMIT}

    @operation("Admit an applicant", tags=TAGS, answer=ApplicationShape, errors=(404,), idempotent=True)
    def post(self, request: Request, application: UUID) -> Response:
        return self.act(use_cases.admit, application, render=application_json)


class Refuse(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ADMIT}

    @operation("Refuse an applicant, with a reason", tags=TAGS, request=OpenReasonInput, answer=ApplicationShape, errors=(404,), idempotent=True)
    def post(self, request: Request, application: UUID) -> Response:
        return self.act(use_cases.refuse, application, render=application_json, **self.input(OpenReasonInput))


class End(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.END}

    @operation("End the use, or take the application back", tags=TAGS, answer=ApplicationShape, errors=(404,), idempotent=True)
    def post(self, request: Request, application: UUID) -> Response:
        return self.act(use_cases.end, application, render=application_json)
