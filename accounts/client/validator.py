"""The token endpoint serves client credentials and nothing else: no password grant, no redirect, no refresh."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class ClientCredentialsOnly(OAuth2Validator):
    def validate_grant_type(self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        return grant_type == "client_credentials" and bool(super().validate_grant_type(client_id, grant_type, client, request, *args, **kwargs))
