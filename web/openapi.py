"""How an endpoint describes itself: `@operation` documents every answer it can give, the errors included.

The OpenAPI document is the truth for shapes, so an endpoint without `@operation` fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from kernel.money import EXPONENTS

F = TypeVar("F", bound=Callable[..., Any])

MEANINGS = {
    400: "The request could not be read.",
    401: "No token, or one that is not valid any more.",
    403: "The token's role, scope or side does not include this act.",
    404: "There is no such thing, or it is out of the caller's sight.",
    405: "This address does not take that method.",
    406: "None of the accepted media types can be served.",
    409: "Refused by rule, wrong state, taken by someone else, or the same key is in flight.",
    412: "It was changed since it was read: If-Match does not match.",
    413: "The body is too large: JSON has at most 1 MiB; files are sent in pieces.",
    415: "The body's media type is not read here.",
    416: "The range lies outside the file.",
    422: "The input's shape or meaning is wrong; `fields` says where.",
    428: "If-Match is missing.",
    429: "Too many requests; see Retry-After.",
    503: "The database does not answer.",
}


class Described(AutoSchema):
    """Names every operation by its method and address, so that no two ever share a name: get_agreements, get_agreements_one."""

    def get_operation_id(self) -> str:
        words = [part for part in self.path.removeprefix("/api/v1").split("/") if part]
        last = ["one"] if words[-1].startswith("{") else []
        return "_".join([self.method.lower(), *(word.replace("-", "_") for word in words if not word.startswith("{")), *last])


class MoneyShape(serializers.Serializer[Any]):
    """Plain decimal text with the currency's own number of decimals: {"amount": "1234.50", "currency": "CNY"}."""

    amount = serializers.RegexField(r"^[0-9]{1,16}(\.[0-9]{1,4})?$")
    currency = serializers.ChoiceField(sorted(EXPONENTS), default="CNY")


class SignedMoneyShape(serializers.Serializer[Any]):
    """Money of a book: below zero where it went out."""

    amount = serializers.RegexField(r"^-?[0-9]{1,16}(\.[0-9]{1,4})?$")
    currency = serializers.ChoiceField(sorted(EXPONENTS))


class ReasonShape(serializers.Serializer[Any]):
    id = serializers.CharField()
    version = serializers.CharField()
    finding = serializers.CharField()
    cites = serializers.ListField(child=serializers.DictField())
    remedy = serializers.CharField(allow_null=True)


class DecisionShape(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(["permitted", "refused", "unknown"])
    rules = ReasonShape(many=True)
    facts = serializers.DictField()
    remedy = serializers.CharField(allow_null=True)


class Problem(serializers.Serializer[Any]):
    """RFC 9457 problem details; `type` is an address that opens a page with the remedy."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    remedy = serializers.CharField(required=False)
    decision = DecisionShape(required=False)
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)  # type: ignore[assignment]


KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, description="1 to 255 printable ASCII characters; a repeat gets the first answer again."
)
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="The marker in `next` of the page before.")
LIMIT = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100}, description="Rows a page, 1 to 100; 20 unless told.")


def listing(item: type[serializers.Serializer[Any]], **extra: serializers.Field[Any, Any, Any, Any]) -> type[serializers.Serializer[Any]]:
    """The shape of a list answer: {"items": [...], "next": url or null}, and `extra` fields."""
    fields: dict[str, Any] = {"items": item(many=True), "next": serializers.URLField(allow_null=True), **extra}
    name = item.__name__ + "".join(word.capitalize() for word in extra) + "List"
    return type(name, (serializers.Serializer,), fields)


def operation(
    summary: str,
    *,
    tags: Sequence[str],
    request: Any = None,
    answer: Any = None,
    status: int = 200,
    errors: Sequence[int] = (),
    parameters: Sequence[OpenApiParameter | type[serializers.Serializer[Any]]] = (),
    public: bool = False,
    idempotent: bool = False,
    paged: bool = False,
    description: str = "",
    answers: dict[Any, Any] | None = None,
    operation_id: str | None = None,
) -> Callable[[F], F]:
    """Describe one method of an ApiView. 400, 405, 406, 429 and 503 are always documented; 401 and 403 unless public.

    `answer` is the serializer of the success body (None: no body, unless `answers` tells it); `answers` adds further successes by
    status, or by status and media type."""
    always = {400, 405, 406, 429, 503, *errors, *(() if public else (401, 403))}
    if idempotent:
        always |= {409, 422}
    if paged:
        always |= {422}
    if request is not None:
        always |= {413, 415, 422}
    told = any(key == status or (isinstance(key, tuple) and key[0] == status) for key in answers or {})
    responses: dict[Any, Any] = {} if told and answer is None else {status: answer if answer is not None else OpenApiResponse(description="Done.")}
    responses |= answers or {}
    for code in sorted(always):
        responses[(code, "application/problem+json")] = OpenApiResponse(Problem, description=MEANINGS[code])
    more = [*([KEY] if idempotent else []), *([CURSOR, LIMIT] if paged else [])]
    return extend_schema(
        summary=summary,
        description=description or None,
        tags=list(tags),
        request=request,
        responses=responses,
        parameters=[*parameters, *more],
        auth=[] if public else None,
        operation_id=operation_id,
    )
