"""The floor of the list API: what the REST framework gives out of the box over the same rows, with a token looked up per request."""

from __future__ import annotations

import hashlib
from typing import Any

from oauth2_provider.models import get_access_token_model
from rest_framework import generics, pagination, permissions, renderers, serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import User
from catalog.models import SearchEntry


class Token(BaseAuthentication):
    """As rest_framework.authentication.TokenAuthentication: one row by its key, with its user."""

    def authenticate(self, request: Request) -> tuple[Any, Any]:
        raw = request.META.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        row = get_access_token_model().objects.select_related("application__responsible").filter(token_checksum=hashlib.sha256(raw.encode()).hexdigest()).first()
        if row is None:
            raise AuthenticationFailed
        user: User = row.application.responsible
        return user, row


class EntrySerializer(serializers.ModelSerializer[SearchEntry]):
    provider_zh = serializers.CharField(source="provider.name_zh")
    provider_en = serializers.CharField(source="provider.name_en")

    class Meta:
        model = SearchEntry
        fields = (
            "dataset", "revision", "title_zh", "title_en", "summary_zh", "summary_en", "provider", "provider_zh", "provider_en", "industry", "frequency", "zone", "grade", "marks",
            "formats", "price_minor", "currency", "available", "updated_on", "listed_at",
        )  # fmt: skip


class Pages(pagination.CursorPagination):
    ordering = ("-listed_at", "-dataset")
    page_size = 20


class BareList(generics.ListAPIView[SearchEntry]):
    authentication_classes = (Token,)
    permission_classes = (permissions.IsAuthenticated,)
    renderer_classes = (renderers.JSONRenderer,)
    pagination_class = Pages
    serializer_class = EntrySerializer
    queryset = SearchEntry.objects.select_related("provider").defer("vector")
