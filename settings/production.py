"""Production: every default that would be dangerous is refused, by name, before anything starts."""

from __future__ import annotations

from urllib.parse import urlsplit

from settings import env
from settings.base import *  # noqa: F403
from settings.base import DATABASES, ENV, PUBLIC_URL, SECRET_KEY, STORAGES

env.require(ENV, "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "KEY_ENCRYPTION_KEY", "PUBLIC_URL", "EMAIL_URL")
if ENV["DATABASE_ROLE"] == "owner":
    env.require(ENV, "DATABASE_OWNER_URL")
if ENV["DATABASE_OWNER_URL"] and ENV["DATABASE_OWNER_URL"]["USER"] == ENV["DATABASE_URL"]["USER"]:
    raise env.Malformed("DATABASE_URL and DATABASE_OWNER_URL name the same role; the application must not own the tables of the log.")
if ENV["DEBUG"]:
    raise env.Malformed("DEBUG must be 0 in production.")
if ENV["SAMPLE_EXCHANGE"]:
    raise env.Malformed("SAMPLE_EXCHANGE must be 0 in production: its logins and their password are public.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 12:
    raise env.Malformed("SECRET_KEY must have 50 characters or more, at random.")
if any(len(set(key)) < 8 for key in ENV["KEY_ENCRYPTION_KEY"].values()):
    raise env.Malformed("KEY_ENCRYPTION_KEY must be made at random.")
if urlsplit(PUBLIC_URL).scheme != "https":
    raise env.Malformed("PUBLIC_URL must begin with https://.")
if bool(ENV["FILES_ROOT"]) == bool(ENV["FILES_S3_BUCKET"]):
    raise env.Malformed("give either FILES_ROOT or FILES_S3_BUCKET.")

DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {"pool": {"min_size": 1, "max_size": 20, "timeout": 10}}
if ENV["FILES_S3_BUCKET"]:
    STORAGES["blobs"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ENV["FILES_S3_BUCKET"],
            "endpoint_url": ENV["FILES_S3_ENDPOINT"] or None,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
globals().update(ENV["EMAIL_URL"])

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
