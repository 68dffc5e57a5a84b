"""REST of certificates: asked for, decided, read; the credential and the paper by content negotiation on the same address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.certificate import credential, issuer, paper, permissions, use_cases
from catalog.certificate.models import Certificate
from catalog.certificate.states import State
from catalog.rights.permissions import END
from catalog.rules.certificate import RIGHTS
from kernel import clock
from kernel.decision import Say
from kernel.errors import Invalid, NotFound, WrongState
from kernel.permissions import Permission
from web.api import ApiView, JsonRenderer
from web.openapi import listing, operation

TAGS = ["certificates"]
STATE = OpenApiParameter("state", {"type": "string", "enum": [str(state) for state in State]}, description="Only those in this state.")


class RightShape(serializers.Serializer[Any]):
    """One of the three rights. `territory` lists two-letter codes of countries and regions; none is no limit."""

    kind = serializers.ChoiceField(list(RIGHTS))
    scope_zh = serializers.CharField(max_length=500)
    scope_en = serializers.CharField(max_length=500)
    territory = serializers.ListField(child=serializers.RegexField(r"^[A-Z]{2}$"), max_length=60, required=False)
    until = serializers.DateField(required=False, allow_null=True)
    sublicence = serializers.BooleanField(required=False)


class CertificateInput(serializers.Serializer[Any]):
    rights = serializers.ListField(child=RightShape(), allow_empty=False, max_length=len(RIGHTS))


class CertificateReasonInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1_000)


class RevokeInput(CertificateReasonInput):
    right_fell = serializers.BooleanField(required=False, help_text="The right itself has ended: the listing is suspended with the certificate.")


class RightEndedShape(serializers.Serializer[Any]):
    revision = serializers.UUIDField()


class CertificateShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField([str(state) for state in State])
    state_since = serializers.DateTimeField()
    holder = serializers.UUIDField()
    dataset = serializers.UUIDField()
    revision = serializers.UUIDField()
    rights = RightShape(many=True)
    revision_digest = serializers.CharField()
    rights_digest = serializers.CharField()
    created = serializers.DateTimeField()
    issued_at = serializers.DateTimeField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    check = serializers.CharField(help_text="The address in the QR code; empty until it is issued.")


def certificate_json(row: Certificate) -> dict[str, Any]:
    return {
        "id": row.pk, "number": row.number, "state": row.standing(clock.today()), "state_since": row.state_since, "holder": row.holder_id, "dataset": row.dataset_id,
        "revision": row.revision_id, "rights": row.rights, "revision_digest": row.revision_digest, "rights_digest": row.rights_digest, "created": row.created,
        "issued_at": row.issued_at, "valid_until": row.valid_until, "reason": row.reason, "check": credential.check_address(row.number) if row.number else "",
    }  # fmt: skip


class CredentialRenderer(BaseRenderer):
    """Text or bytes as they are; an error as its problem details."""

    media_type = issuer.MEDIA_TYPE
    format = "jwt"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None) -> bytes:
        if isinstance(data, str):
            return data.encode()
        return data if isinstance(data, bytes) else orjson.dumps(data, default=str)


class PaperRenderer(CredentialRenderer):
    media_type = paper.PDF
    format = "pdf"


class Certificates(ApiView):
    audience = "party"

    @operation("Certificates of your organization; of all for operators and regulators", tags=TAGS, answer=listing(CertificateShape), paged=True, parameters=[STATE])
    def get(self, request: Request) -> Response:
        rows = Certificate.objects.visible_to(self.actor)
        state = request.query_params.get("state")
        if state is not None:
            if state not in set(State):
                raise Invalid(fields={"state": [Say(gettext_noop("Choose one of the list."))]})
            rows = rows.filter(state=state)
        return self.items(rows, certificate_json)


class OfDataset(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    @operation("Ask for the certificate of the listed revision", tags=TAGS, request=CertificateInput, answer=CertificateShape, status=201, errors=(404, 409), idempotent=True)
    def post(self, request: Request, dataset: UUID) -> Response:
        given = self.input(CertificateInput)
        return self.act(
            use_cases.request, dataset, rights=given["rights"], render=certificate_json, status=201, location=lambda row: f"/api/v1/certificates/{row.pk}",
        )


class RightEnded(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": END}

    @operation(
        "Declare that your right in the listed data has ended: certificate and listing fall with it", tags=TAGS, request=CertificateReasonInput, answer=RightEndedShape,
        errors=(404, 409), idempotent=True,
    )  # fmt: skip
    def post(self, request: Request, dataset: UUID) -> Response:
        return self.act(use_cases.end_right, dataset, reason=self.input(CertificateReasonInput)["reason"], render=lambda row: {"revision": row.pk})


class One(ApiView):
    audience = "party"
    renderer_classes = (JsonRenderer, CredentialRenderer, PaperRenderer)  # type: ignore[assignment]

    @operation(
        "One certificate: what it says (JSON), the signed credential (application/vc+jwt), or the paper (application/pdf)", tags=TAGS, errors=(404, 409),
        answers={(200, "application/json"): CertificateShape, (200, issuer.MEDIA_TYPE): OpenApiTypes.STR, (200, paper.PDF): OpenApiTypes.BINARY},
    )  # fmt: skip
    def get(self, request: Request, certificate: UUID) -> Response:
        found = Certificate.objects.visible_to(self.actor).select_related("holder", "revision__rights__registration").filter(pk=certificate).first()
        if found is None:
            raise NotFound
        wanted = request.accepted_renderer.media_type
        if wanted == JsonRenderer.media_type:
            return Response(certificate_json(found))
        if not found.credential:
            raise WrongState(Say(gettext_noop("This certificate has not been issued.")))
        return Response(found.credential if wanted == issuer.MEDIA_TYPE else paper.render(found))


class Withdraw(ApiView):
    audience = "party"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REQUEST}

    @operation("Take the request back", tags=TAGS, answer=CertificateShape, errors=(404, 409), idempotent=True)
    def post(self, request: Request, certificate: UUID) -> Response:
        return self.act(use_cases.withdraw, certificate, render=certificate_json)


class Issue(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ISSUE}

    @operation("Issue the certificate (operator)", tags=TAGS, answer=CertificateShape, errors=(404,), idempotent=True)
    def post(self, request: Request, certificate: UUID) -> Response:
        return self.act(use_cases.issue, certificate, render=certificate_json)


class Refuse(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.ISSUE}

    @operation("Refuse to issue it, with a reason (operator)", tags=TAGS, request=CertificateReasonInput, answer=CertificateShape, errors=(404,), idempotent=True)
    def post(self, request: Request, certificate: UUID) -> Response:
        return self.act(use_cases.refuse, certificate, reason=self.input(CertificateReasonInput)["reason"], render=certificate_json)


class Revoke(ApiView):
    audience = "operator"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.REVOKE}

    @operation("Revoke the certificate, with a reason (operator)", tags=TAGS, request=RevokeInput, answer=CertificateShape, errors=(404,), idempotent=True)
    def post(self, request: Request, certificate: UUID) -> Response:
        return self.act(use_cases.revoke, certificate, **self.input(RevokeInput), render=certificate_json)
