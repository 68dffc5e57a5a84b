"""The what-if tool by API: facts in, a determination out; it stores nothing and needs no token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.determination import limits
from exchange.determination.asking import asked
from kernel.decision import Say
from kernel.errors import Invalid
from web.api import ApiView
from web.openapi import operation

TAGS = ["determinations"]


class FactsInput(serializers.Serializer[Any]):
    facts = serializers.DictField(help_text="Keys and values of the vocabulary; what is not given is unknown. The facts may also be the whole body.")


class LeadShape(serializers.Serializer[Any]):
    value = serializers.CharField()
    paths = serializers.ListField(child=serializers.CharField())


class MissingShape(serializers.Serializer[Any]):
    key = serializers.CharField()
    supplier = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the framework has an attribute of this name
    leads = LeadShape(many=True)


class DeterminationShape(serializers.Serializer[Any]):
    path = serializers.CharField()
    deciding_articles = serializers.ListField(child=serializers.CharField())
    required_documents = serializers.ListField(child=serializers.CharField())
    blockers = serializers.ListField(child=serializers.CharField())
    manual_review = serializers.BooleanField()
    manual_review_reasons = serializers.ListField(child=serializers.CharField())
    foreign_law_flags = serializers.ListField(child=serializers.CharField())
    obligations = serializers.ListField(child=serializers.CharField())
    missing_facts = serializers.ListField(child=serializers.CharField())
    missing_facts_detail = serializers.DictField(child=MissingShape())
    valid_for = serializers.DictField(allow_null=True)
    clocks = serializers.ListField(child=serializers.DictField())
    findings = serializers.ListField(child=serializers.DictField())
    what_would_change = serializers.ListField(child=serializers.DictField())
    legal_certainty = serializers.CharField()
    release = serializers.CharField()
    facts = serializers.DictField()


class Determinations(ApiView):
    audience = "public"
    public = True

    @operation(
        "Ask which path an export takes; nothing is stored", tags=TAGS, request=FactsInput, answer=DeterminationShape, public=True,
        description="No fact has a default: where one that is not known could change the answer, the path is `undetermined` and `missing_facts_detail` says who "
        "supplies it and where each value would lead. An unknown key, value or type is an error that names it.",
    )
    def post(self, request: Request) -> Response:
        limits.ask(str(request.META.get("REMOTE_ADDR", "")))
        if int(request.META.get("CONTENT_LENGTH") or 0) > limits.LARGEST:
            raise Invalid(Say("The facts are larger than %(most)s bytes.", {"most": limits.LARGEST}))
        body = request.data
        if not isinstance(body, Mapping):
            raise Invalid(Say("The body must be a JSON object."))
        facts = body["facts"] if set(body) == {"facts"} else body
        if not isinstance(facts, Mapping):
            raise Invalid(fields={"facts": [Say("The facts are a JSON object.")]})
        return Response(asked(facts).as_json())
