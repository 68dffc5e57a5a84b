"""What all profiles share. Values of the environment come from env.py only; demo, test and production differ in little."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from settings import env
from settings.permissions import permissions, scopes
from settings.work import (
    APPROVAL_OUTCOMES as APPROVAL_OUTCOMES,
    CHECKERS as CHECKERS,
    CLOSING_CHECKS as CLOSING_CHECKS,
    EXPIRIES as EXPIRIES,
    KEY_REGISTER as KEY_REGISTER,
    OPEN_BORDER as OPEN_BORDER,
    READERS as READERS,
    SCHEDULE,
)
from web.console import UNFOLD as UNFOLD

ENV = env.read()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- who we are ---------------------------------------------------------------------------------------------------------
PUBLIC_URL: str = ENV["PUBLIC_URL"] or "http://127.0.0.1:8000"
PUBLIC_HOST: str = urlsplit(PUBLIC_URL).hostname or ""
LOG_ORIGIN: str = ENV["LOG_ORIGIN"] or PUBLIC_HOST
DEBUG: bool = ENV["DEBUG"]
SAMPLE_EXCHANGE: bool = ENV["SAMPLE_EXCHANGE"]
# the moved clock is a row: not for commands that make the tables, nor for those without a database
CLOCK_MOVABLE: bool = SAMPLE_EXCHANGE and ENV["DATABASE_ROLE"] == "application" and bool(ENV["DATABASE_URL"])
DEMO: bool = SAMPLE_EXCHANGE
ALLOWED_HOSTS: list[str] = [PUBLIC_HOST, *ENV["ALLOWED_HOSTS"]]
CSRF_TRUSTED_ORIGINS: list[str] = [PUBLIC_URL]
SECRET_KEY: str = ENV["SECRET_KEY"] or ""
SECRET_KEY_FALLBACKS: list[str] = [key for key in ENV["SECRET_KEY_FALLBACKS"].split(",") if key]
KEY_ENCRYPTION_KEYS: dict[str, bytes] = ENV["KEY_ENCRYPTION_KEY"] or {}
METRICS_TOKEN: str = ENV["METRICS_TOKEN"]

# --- what runs ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS: list[str] = [
    # ours first: their templates and commands win
    "kernel",
    "web",
    "accounts",
    "catalog",
    "exchange",
    "unfold",  # before the admin, whose templates it replaces
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa", "allauth.usersessions",
    "oauth2_provider",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_prometheus",
    "csp", "pgtrigger",
    *(["seeds"] if SAMPLE_EXCHANGE else []),  # the command that loads the sample exists nowhere else
]

MIDDLEWARE: list[str] = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "web.middleware.PageHeaders",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.Actors",
    "django_htmx.middleware.HtmxMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "settings.urls"
CSRF_FAILURE_VIEW = "web.views.csrf_failure"
# what the page shell shows: dotted functions, each giving fields of web.shell.Shell
SHELL_PROVIDERS: list[str] = ["accounts.shell.provide", "exchange.desk.shell.provide"]
WSGI_APPLICATION = "settings.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- where things are kept ----------------------------------------------------------------------------------------------
# Two roles on one database: the owner migrates, the application may neither change tables nor touch what is append-only.
# Port 1 answers nobody: a command that needs no database runs without one, any other fails at its first query.
NO_DATABASE: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "NAME": "none", "USER": "none", "HOST": "127.0.0.1", "PORT": "1"}
DATABASE: dict[str, Any] = (ENV["DATABASE_OWNER_URL"] if ENV["DATABASE_ROLE"] == "owner" else ENV["DATABASE_URL"]) or NO_DATABASE
DATABASES: dict[str, dict[str, Any]] = {"default": DATABASE | {"ATOMIC_REQUESTS": False, "CONN_HEALTH_CHECKS": True, "OPTIONS": env.PLANNED | DATABASE.get("OPTIONS", {})}}
APPLICATION_ROLE: str = (ENV["DATABASE_URL"] or NO_DATABASE)["USER"]

REDIS_URL: str = ENV["REDIS_URL"] or "redis://127.0.0.1:1/0"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "shugang"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # a flushed cache signs nobody out

FILES_ROOT: str = ENV["FILES_ROOT"]
STATE_FOLDER: str = ENV["STATE_FOLDER"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "blobs": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT, "file_permissions_mode": 0o600}},
}
STATIC_URL, STATIC_ROOT = "/static/", BASE_DIR / "static"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- language and time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS: list[Path] = []  # each app has its own locale folder
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- signing in ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.member.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True  # a person has one address; the old one stays in force until the new one is confirmed
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds for which signing, deciding and funding need no new password
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(PUBLIC_URL).scheme
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Shugang"
USERSESSIONS_TRACK_ACTIVITY = False  # the list of sessions needs no write on every page
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# --- trading ------------------------------------------------------------------------------------------------------------
PLATFORM_FEE_BASIS_POINTS = 150  # of the price, borne by the provider; frozen in each deal's terms when it is asked for

# --- machines -----------------------------------------------------------------------------------------------------------
PERMISSIONS = permissions()  # every permission by its name
OAUTH2_PROVIDER_APPLICATION_MODEL = "accounts.Client"
OAUTH_PRACTICES = ("TOKEN_STORAGE", "IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS", "REFRESH_TOKEN", "REDIRECT_URI_SCHEME")
OAUTH2_PROVIDER: dict[str, Any] = {
    "SCOPES_BACKEND_CLASS": "accounts.client.scopes.GrantedScopes",
    "APPLICATION_ADMIN_CLASS": "accounts.admin.ClientRegister",
    "OAUTH2_VALIDATOR_CLASS": "accounts.client.validator.ClientCredentialsOnly",
    # every part of the security practice of RFC 9700 that the toolkit knows, none of its older habits
    **{f"COMPLIANT_BCP_RFC9700_{part}": True for part in OAUTH_PRACTICES},
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "SCOPES": scopes(),
    "DEFAULT_SCOPES": ["read"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "PKCE_REQUIRED": True,
    "OIDC_ENABLED": False,
}
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.client.authentication.Bearer"],
    "DEFAULT_PERMISSION_CLASSES": [],  # the use cases authorise
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "web.openapi.Described",
    "URL_FORMAT_OVERRIDE": None,  # `format` is a filter of the catalog, not a way to choose the media type
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Shugang",
    "DESCRIPTION": _("An open data exchange: register, find, agree, clear, deliver, settle, and check the record."),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "EXTERNAL_DOCS": {"description": _("A whole deal by API"), "url": "/api/v1/docs/walkthrough"},
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],  # enumerations stay where they are used: many machines have a `state` of their own
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- background work ----------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # every task is idempotent; a killed worker's task comes again
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "shugang"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_connect_timeout": 2, "socket_timeout": 10, "max_retries": 1}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- limits of the ground floor -----------------------------------------------------------------------------------------
BLOB_LARGEST = 20 * 1024**3  # bytes of one file
SCAN_LARGEST, SCAN_SECONDS = 4 * 1024**3, 500  # bytes of one file as a scan reads it, unpacked; seconds, below CELERY_TASK_TIME_LIMIT
BLOB_PART_BYTES = 16 * 1024**2  # what an interrupted upload loses at most
IDEMPOTENCY_DAYS = 7
PROBE_DAYS = 90
# calls to others' servers: https to the public internet on these ports; the rest is for tests and closed networks
OUTBOUND_PORTS: tuple[int, ...] = (443, 8443)
OUTBOUND_HTTP = False
OUTBOUND_NETWORKS: tuple[str, ...] = ()
OUTBOUND_CA_FILE = ""

# --- what a browser may do ----------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# the registers' theme evaluates expressions (Alpine) and sets styles on elements; its pages replace these two directives
CONSOLE_CONTENT_SECURITY_POLICY: dict[str, list[str]] = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
COUNTRY_HEADER: str = ENV["COUNTRY_HEADER"]
if COUNTRY_HEADER and not ENV["BEHIND_PROXY"]:
    raise env.Malformed("COUNTRY_HEADER is believed of a proxy only: give BEHIND_PROXY as well.")
if ENV["BEHIND_PROXY"]:
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # limits of failed sign-ins count the visitor's address, not the proxy's
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- mail and messages --------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL: str = ENV["EMAIL_FROM"]
SERVER_EMAIL: str = DEFAULT_FROM_EMAIL
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV["LOG_LEVEL"]},
    "loggers": {
        "django": {"handlers": [], "level": ENV["LOG_LEVEL"], "propagate": True},
        # two lines for each of several tasks a second say nothing
        **{name: {"level": "WARNING"} for name in ("celery.app.trace", "celery.worker.strategy", "celery.beat")},
    },
}
