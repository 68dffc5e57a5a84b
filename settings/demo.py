"""The exchange on one machine with its sample: what run.py starts. Nothing here is fit for the open network."""

from __future__ import annotations

from settings import env
from settings.base import *  # noqa: F403
from settings.base import DATABASES, ENV, SECRET_KEY

env.require(ENV, "SECRET_KEY", "KEY_ENCRYPTION_KEY", "FILES_ROOT")
if len(SECRET_KEY) < 50:
    raise env.Malformed("SECRET_KEY must have 50 characters or more.")

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES["default"]["CONN_MAX_AGE"] = 60
WHITENOISE_USE_FINDERS = True  # no collectstatic: the compressed kind takes more than a minute
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = None  # type: ignore[assignment]  # there is none, and nobody looks for it
EMAIL_BACKEND = "accounts.notice.mailbox.MailboxBackend"
