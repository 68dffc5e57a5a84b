"""The test suite. Servers come from tests/services.py, which has set the environment before this is read."""

from __future__ import annotations

import base64
import tempfile

from settings.base import *  # noqa: F403
from settings.base import ENV, INSTALLED_APPS, STORAGES

SECRET_KEY = "only-for-tests-" + "0" * 50
KEY_ENCRYPTION_KEYS = {"test": base64.b64decode("dGVzdHMgdXNlIHRoaXMga2V5IGFuZCBubyBvdGhlcnM=")}
SAMPLE_EXCHANGE = True
INSTALLED_APPS = [*INSTALLED_APPS, "seeds"] if "seeds" not in INSTALLED_APPS else INSTALLED_APPS
CLOCK_MOVABLE = ENV["DATABASE_ROLE"] == "application" and bool(ENV["DATABASE_URL"])
DEMO = True
PUBLIC_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
LOG_ORIGIN = "exchange.test"
FILES_ROOT = ENV["FILES_ROOT"] or tempfile.mkdtemp(prefix="shugang-files-")
STORAGES["blobs"]["OPTIONS"]["location"] = FILES_ROOT
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # no scan of the static files at each start
STATIC_ROOT = None  # type: ignore[assignment]  # there is none, and nobody looks for it
