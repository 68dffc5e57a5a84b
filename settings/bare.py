"""For commands that only think: no server is named, none is asked. manage.py takes it for them, whatever the environment says."""

from __future__ import annotations

import secrets

from settings.base import *  # noqa: F403

SECRET_KEY = secrets.token_urlsafe(50)
