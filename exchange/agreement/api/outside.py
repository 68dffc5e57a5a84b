"""Statements of what was sent abroad outside the exchange, by API: signed with a registered key of one's own."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.agreement import use_cases
from exchange.determination import permissions
from exchange.determination.models import OutsideStatement
from kernel.permissions import Permission
from web.api import ApiView
from web.openapi import listing, operation

TAGS = ["export-counts"]
MOST = 2_000_000_000


class StatementInput(serializers.Serializer[Any]):
    ordinary = serializers.IntegerField(min_value=0, max_value=MOST)
    sensitive = serializers.IntegerField(min_value=0, max_value=MOST)
    as_of = serializers.DateField(help_text="Today in Asia/Shanghai, the day the signature names.")
    key = serializers.UUIDField(help_text="The id of a registered signing key of your organization.")
    signature = serializers.CharField(max_length=200, help_text="Base64 of its Ed25519 signature over the statement's text.")


class StatementShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization = serializers.UUIDField()
    year = serializers.IntegerField()
    ordinary = serializers.IntegerField()
    sensitive = serializers.IntegerField()
    as_of = serializers.DateField()
    text = serializers.CharField()
    digest = serializers.CharField()
    key_kind = serializers.CharField()
    key = serializers.UUIDField()
    public_key = serializers.CharField()
    signature = serializers.CharField()
    at = serializers.DateTimeField()


class Statements(ApiView):
    audience = "member"
    permissions: ClassVar[dict[str, Permission]] = {"post": permissions.STATE_OUTSIDE}

    @operation("Statements of what was sent abroad outside the exchange, newest first", tags=TAGS, answer=listing(StatementShape), paged=True)
    def get(self, request: Request) -> Response:
        return self.items(OutsideStatement.objects.visible_to(self.actor), statement_as_json, order=("-at", "-id"))

    @operation(
        "Sign what was sent abroad outside the exchange this year", tags=TAGS, request=StatementInput, answer=StatementShape, status=201, errors=(409,), idempotent=True,
        description="The text signed has six lines, each ended by a line feed: `shugang statement of exports outside the exchange 1`, your organization's id, the year, "
        "as_of, ordinary, sensitive. It carries the next signing of an export; the one after it needs a new statement.",
    )
    def post(self, request: Request) -> Response:
        return self.act(use_cases.state_outside, render=statement_as_json, status=201, **self.input(StatementInput))


def statement_as_json(row: OutsideStatement) -> dict[str, Any]:
    return {
        "id": row.pk, "organization": row.organization_id, "year": row.year, "ordinary": row.ordinary, "sensitive": row.sensitive, "as_of": row.as_of, "text": row.text,
        "digest": row.digest, "key_kind": row.key_kind, "key": row.key, "public_key": row.public_key, "signature": row.signature, "at": row.at,
    }  # fmt: skip
