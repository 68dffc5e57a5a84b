"""The REST face's one way of doing things: parse, call the use case, show; errors as RFC 9457 problem details.

Slices subclass `ApiView`, describe each method with `@operation`, and render rows with plain functions. Authentication
(accounts) puts the kernel Actor in `request.auth`; nothing here decides who may do what.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext, gettext_noop
from rest_framework import exceptions, serializers
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import idempotency, paging
from kernel.actor import NOBODY, Actor
from kernel.decision import Say
from kernel.errors import ActError, Forbidden, Invalid
from kernel.permissions import READ_SCOPE
from kernel.use_case import problem_answer

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEY_LENGTH = 255
LARGEST_BODY = 1024 * 1024
"""Bytes of JSON. Files travel in pieces, at addresses of their own."""
T = TypeVar("T")


class JsonParser(BaseParser):
    """JSON bodies up to LARGEST_BODY, strictly UTF-8; a NUL in any text is refused here, because PostgreSQL cannot hold it."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        raw = stream.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise RequestDataTooBig("a JSON body above the limit")
        try:
            data = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(gettext("The body is not valid JSON: %(error)s.") % {"error": error}) from error
        if b"\\u0000" in raw:
            raise exceptions.ParseError(gettext("The body holds a NUL character, which no field can store."))
        return data


class JsonRenderer(BaseRenderer):
    """Compact JSON by orjson; UUIDs and datetimes are written as text."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z)


class ApiView(APIView):
    """Base of every REST endpoint. `public` endpoints answer nobody too; all others ask for a token first."""

    renderer_classes = (JsonRenderer,)
    parser_classes = (JsonParser,)
    public: ClassVar[bool] = False

    @property
    def actor(self) -> Actor:
        found = self.request.auth
        return found if isinstance(found, Actor) else NOBODY

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.actor.is_nobody and not self.public:
            raise exceptions.NotAuthenticated
        if self.actor.scopes is not None and request.method not in UNSAFE and READ_SCOPE not in self.actor.scopes:
            raise Forbidden(Say(gettext_noop("The token lacks the scope %(scope)s."), {"scope": READ_SCOPE}))

    # input

    def input(self, shape: type[serializers.Serializer], *, partial: bool = False) -> dict[str, Any]:
        """The body, checked for shape. Errors: Invalid, naming every wrong and every unknown field."""
        return self._checked(shape(data=self.request.data, partial=partial), self.request.data)

    def query(self, shape: type[serializers.Serializer]) -> dict[str, Any]:
        """The query string, checked for shape; a parameter the shape does not name is refused."""
        names = shape().fields
        given: dict[str, Any] = {}
        for key in self.request.query_params:
            many = isinstance(names.get(key), serializers.ListField)
            given[key] = self.request.query_params.getlist(key) if many else self.request.query_params[key]
        return self._checked(shape(data=given), given)

    def _checked(self, form: serializers.Serializer, given: Any) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            raise Invalid(Say(gettext_noop("The body must be a JSON object.")))
        wrong: dict[str, Sequence[str]] = {name: [gettext("This field is not known here.")] for name in given if name not in form.fields}
        if not form.is_valid():
            wrong |= {name: _flat(messages) for name, messages in form.errors.items()}
        if wrong:
            raise Invalid(fields=wrong)
        return dict(form.validated_data)

    # act

    def act(
        self,
        use_case: Callable[..., T],
        *args: Any,
        render: Callable[[T], Any],
        status: int = 200,
        location: Callable[[T], str] | None = None,
        keep: Callable[[Any], Any] | None = None,
        **kwargs: Any,
    ) -> Response:
        """Run one use case and answer with `render(result)`; under an Idempotency-Key the first answer is given again.

        `keep` says what of the body may be stored with the key: secrets and links may not."""

        def answer(result: T) -> idempotency.Answer:
            return idempotency.Answer(status, render(result), {"Location": location(result)} if location else {})

        ticket = self._ticket(answer, keep)
        try:
            with idempotency.ticket(ticket):
                result = use_case(self.actor, *args, **kwargs)
        except idempotency.Replay as replay:
            return _response(replay.answer)
        return _response(ticket.answer if ticket and ticket.answer else answer(result))

    def _ticket(self, render: Callable[[Any], idempotency.Answer], keep: Callable[[Any], Any] | None) -> idempotency.Ticket | None:
        key = self.request.headers.get("Idempotency-Key")
        if key is None:
            return None
        if not 1 <= len(key) <= KEY_LENGTH or not key.isascii() or not key.isprintable():
            raise Invalid(fields={"Idempotency-Key": [Say(gettext_noop("An Idempotency-Key has 1 to 255 printable ASCII characters."))]})
        actor = self.actor
        scope = idempotency.scope_of(actor.organization, actor.kind.value, actor.id, self.request.method, self.request.path, key)
        digest = hashlib.sha256(orjson.dumps(self.request.data, option=orjson.OPT_SORT_KEYS, default=str)).digest()
        return idempotency.Ticket(scope, digest, render, keep or (lambda body: orjson.loads(orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z))))

    # lists

    def items(
        self, rows: QuerySet[Any], render: Callable[[Any], Any], *, order: Sequence[str] = ("-created", "-id"), extra: Mapping[str, Any] | None = None
    ) -> Response:
        """One keyset page of `rows` as {"items", "next"}; `limit` up to 100 and `cursor` come from the query string."""
        params = self.request.query_params
        found = paging.page(rows, order, cursor=params.get("cursor") or None, limit=self.limit())
        return Response({"items": [render(row) for row in found.items], "next": self.next_url(found.next), **(extra or {})})

    def limit(self) -> int:
        raw = self.request.query_params.get("limit", "20")
        if not (raw.isascii() and raw.isdigit() and len(raw) <= 3 and 1 <= int(raw) <= paging.LIMIT):
            raise Invalid(fields={"limit": [Say(gettext_noop("A whole number from 1 to %(most)s."), {"most": paging.LIMIT})]})
        return int(raw)

    def next_url(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        kept = [(key, value) for key, values in self.request.query_params.lists() if key != "cursor" for value in values]
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode([*kept, ('cursor', cursor)])}")

    # errors

    def handle_exception(self, exc: Exception) -> Response:
        found = problem(exc)
        if found is None:
            raise exc
        if found.status_code == 401:
            found["WWW-Authenticate"] = 'Bearer realm="shugang"'
        return found


class PublicReads(ApiView):
    """An address that anyone may read, and that asks for a token before it changes anything."""

    public = True
    audience = "public"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in UNSAFE and self.actor.is_nobody:
            raise exceptions.NotAuthenticated


def length_of(request: Request, field: str = "paper") -> int:
    """How many bytes the raw body has, as its sender says. Errors: Invalid, at `field`."""
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()):
        raise Invalid(fields={field: [Say(gettext_noop("Say in Content-Length how many bytes the document has."))]})
    return int(length)


def _flat(messages: Any) -> list[str]:
    if isinstance(messages, Mapping):
        return [f"{key}: {text}" for key, value in messages.items() for text in _flat(value)]
    if isinstance(messages, list | tuple):
        return [text for message in messages for text in _flat(message)]
    return [str(messages)]


def _response(answer: idempotency.Answer) -> Response:
    response = Response(answer.body, status=answer.status, headers=answer.headers or None)
    if answer.status >= 400:
        response.content_type = PROBLEM
    return response


def problem(error: Exception) -> Response | None:
    """Every known error as problem details; None for a bug, which must surface as one."""
    headers: dict[str, str] = {}
    if isinstance(error, ActError):
        answer = problem_answer(error)
        if hasattr(error, "retry_after"):
            headers["Retry-After"] = str(error.retry_after)
    elif isinstance(error, Http404):
        answer = _plain(404, "not_found", gettext("Not found"), gettext("There is nothing here that you can see. Check the address and the organization you act for."))
    elif isinstance(error, exceptions.APIException):
        wait = getattr(error, "wait", None)
        if wait is not None:
            headers["Retry-After"] = str(max(1, int(wait) + 1))
        answer = _plain(error.status_code, _code(error), str(error.default_detail), " ".join(_flat(error.detail)))
    elif isinstance(error, RequestDataTooBig):
        answer = _plain(413, "too_large", gettext("Too large"), gettext("The request body is larger than this address takes."))
    elif isinstance(error, SuspiciousOperation):
        answer = _plain(400, "malformed", gettext("Malformed request"), gettext("The request could not be read."))
    elif isinstance(error, OperationalError | InterfaceError):
        log.error("database unavailable: %s", type(error).__name__)
        headers["Retry-After"] = "2"
        answer = _plain(503, "unavailable", gettext("Not available right now"), gettext("The database does not answer. Nothing was changed, unless a repeat with the same Idempotency-Key says so."))
    else:
        return None
    response = Response(answer.body, status=answer.status, headers=headers or None)
    response.content_type = PROBLEM
    return response


def _code(error: exceptions.APIException) -> str:
    return {401: "not_authenticated", 405: "method_not_allowed", 406: "not_acceptable", 415: "unsupported_media_type", 429: "too_many", 400: "malformed"}.get(
        error.status_code, str(error.default_code)
    )


def _plain(status: int, code: str, title: str, detail: str) -> idempotency.Answer:
    return idempotency.Answer(status, {"type": f"/errors/{code}", "title": title, "status": status, "detail": detail, "code": code})
