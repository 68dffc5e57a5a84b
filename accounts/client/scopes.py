"""Which scopes a client may be given: those it was granted, as the OAuth toolkit asks for them.

What the responsible person has lost since is taken away at every call (see authentication.py), not here.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from oauth2_provider.scopes import BaseScopes


class GrantedScopes(BaseScopes):
    def get_all_scopes(self) -> dict[str, str]:
        scopes: dict[str, str] = settings.OAUTH2_PROVIDER["SCOPES"]
        return scopes

    def get_available_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        return list(application.scopes) if application else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """A token asked for without naming scopes gets all that the client was granted."""
        return self.get_available_scopes(application)
