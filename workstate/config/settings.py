"""Django's settings. Every value comes from the environment and has a safe default: docs/configuration.md lists them."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab, schedule
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from workstate.config.checks import refuse_unsafe_settings
from workstate.config.environment import Environment, database_from_url
from workstate.config.files import bucket, folder
from workstate.embedded.data_folder import DataFolder, default_data_folder

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent

# ---- Safety -----------------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
refuse_unsafe_settings(secret_key=SECRET_KEY, debug=DEBUG, allowed_hosts=ALLOWED_HOSTS)
SITE_URL = env.text("SITE_URL") or f"http://localhost:{env.number('PORT', 8000)}"
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")
SERVED_OVER_HTTPS = urlsplit(SITE_URL).scheme == "https"
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ---- The house ---------------------------------------------------------------------------------------------------
ROOMS = [
    "workstate.core",
    "workstate.activity",
    "workstate.accounts",
    "workstate.workspaces",
    "workstate.projects",
    "workstate.tasks",
    "workstate.discussions",
    "workstate.attachments",
    "workstate.customfields",
    "workstate.blueprints",
    "workstate.timetracking",
    "workstate.billing",
    "workstate.budgets",
    "workstate.live",  # Ahead of the search: open pages are told before documents are written.
    "workstate.savedviews",
    "workstate.feeds",
    "workstate.search",
    "workstate.reports",
    "workstate.timesheets",
    "workstate.focus",
    "workstate.notifications",
    "workstate.transfer",
    "workstate.administration",
    "workstate.audit",
    "workstate.publishing",
    "workstate.integrations.webhooks",
    "workstate.demo",
    "workstate.api",
    "workstate.web",
    "workstate.theme",
]
INSTALLED_APPS = [
    *ROOMS,
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
]
# Tools of the workshop, present in a checkout and absent from the wheel.
TAILWIND_APP_NAME = "workstate.theme"
if find_spec("tailwind"):
    INSTALLED_APPS.append("tailwind")
if DEBUG and find_spec("django_extensions"):
    INSTALLED_APPS.append("django_extensions")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "workstate.web.middleware.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workstate.accounts.keys.middleware.KeyMiddleware",
    "workstate.web.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "workstate.accounts.middleware.LastSeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workstate.accounts.middleware.PersonMiddleware",
    "workstate.accounts.middleware.LeavingMiddleware",
    "workstate.api.limits.LimitsMiddleware",
    "workstate.api.idempotency.IdempotencyMiddleware",
    "workstate.api.preconditions.PreconditionsMiddleware",
    "workstate.web.middleware.RefusalsMiddleware",
]
DEBUG_TOOLBAR = DEBUG and env.flag("DEBUG_TOOLBAR", default=False) and find_spec("debug_toolbar") is not None
if DEBUG_TOOLBAR:
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(0, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1"]

ROOT_URLCONF = "workstate.config.urls"
ASGI_APPLICATION = "workstate.config.asgi.application"
WSGI_APPLICATION = "workstate.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workstate.web.context_processors.shell",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

# ---- Data --------------------------------------------------------------------------------------------------------
DATABASE = database_from_url(env.secret("DATABASE_URL") or "postgresql://localhost/workstate")
DATABASE["OPTIONS"] = {
    **DATABASE["OPTIONS"],  # type: ignore[dict-item]
    "pool": {"min_size": 0, "max_size": env.number("DATABASE_POOL_SIZE", 10), "timeout": 10},
}
# A database that was restarted costs a look at the connection, not a failed request.
DATABASE["CONN_HEALTH_CHECKS"] = True
DATABASE["TEST"] = {
    "NAME": env.text("TEST_DATABASE_NAME") or None,
    "TEMPLATE": env.text("TEST_DATABASE_TEMPLATE") or None,
}
DATABASES = {"default": DATABASE}

REDIS_URL = env.secret("REDIS_URL") or "redis://localhost:6379/0"
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "workstate",
        # The cache speeds things up; it is never needed to answer (law 6).
        "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1, "IGNORE_EXCEPTIONS": True},
    },
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
SESSION_ENGINE = "workstate.accounts.sessions"
# What was done names tasks and projects: it stays on the server rather than in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "workstate"},
    },
}

# ---- Jobs --------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.secret("CELERY_BROKER_URL") or REDIS_URL
CELERY_RESULT_BACKEND = env.secret("CELERY_RESULT_BACKEND") or None
CELERY_TASK_IGNORE_RESULT = CELERY_RESULT_BACKEND is None
CELERY_TASK_DEFAULT_QUEUE = "workstate"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request that only wants to wake a worker must not wait for a broker that is gone: the sweep will do.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 30, "visibility_timeout": 600}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "relay events": {"task": "workstate.activity.jobs.relay_events", "schedule": schedule(10)},
    "clear idempotent answers": {"task": "workstate.api.jobs.clear_answers", "schedule": crontab(minute=27)},
    "draw missing pictures": {
        "task": "workstate.attachments.jobs.draw_missing_pictures",
        "schedule": schedule(300),
    },
    "clear attachments": {
        "task": "workstate.attachments.jobs.clear_attachments",
        "schedule": crontab(hour=3, minute=17),
    },
    "shorten addresses": {"task": "workstate.audit.jobs.shorten_addresses", "schedule": crontab(hour=3, minute=37)},
    "send invitations": {"task": "workstate.workspaces.jobs.send_invitations", "schedule": schedule(60)},
    "clear workspaces": {"task": "workstate.workspaces.jobs.clear_workspaces", "schedule": crontab(hour=3, minute=37)},
    "pulse": {
        "task": "workstate.administration.jobs.pulse",
        "schedule": schedule(60),
        "options": {"expires": 50},
    },
    "tend account exports": {"task": "workstate.administration.jobs.tend_exports", "schedule": schedule(60)},
    "clear account exports": {
        "task": "workstate.administration.jobs.clear_exports",
        "schedule": crontab(hour=3, minute=47),
    },
    "delete accounts": {
        "task": "workstate.administration.jobs.delete_accounts",
        "schedule": crontab(hour=3, minute=57),
    },
    "clear bin": {"task": "workstate.tasks.jobs.clear_bin", "schedule": crontab(hour=3, minute=7)},
    "build missing search": {"task": "workstate.search.jobs.build_missing_indexes", "schedule": schedule(60)},
    "watch budgets": {"task": "workstate.budgets.jobs.watch_budgets", "schedule": schedule(300)},
    "tell of goals": {"task": "workstate.focus.jobs.tell_of_goals", "schedule": schedule(60)},
    "send due reports": {"task": "workstate.reports.jobs.send_due_reports", "schedule": schedule(60)},
    "settle focus": {"task": "workstate.focus.jobs.settle_due", "schedule": schedule(10)},
    "tend report files": {"task": "workstate.reports.files.jobs.tend_report_files", "schedule": schedule(60)},
    "clear report files": {
        "task": "workstate.reports.files.jobs.clear_report_files",
        "schedule": crontab(hour=3, minute=27),
    },
    "remind": {"task": "workstate.notifications.jobs.remind", "schedule": schedule(10), "options": {"expires": 60}},
    "send mail": {
        "task": "workstate.notifications.jobs.send_due_mail",
        "schedule": schedule(10),
        "options": {"expires": 60},
    },
    "send push": {
        "task": "workstate.notifications.jobs.send_due_push",
        "schedule": schedule(10),
        "options": {"expires": 60},
    },
    "send due webhooks": {
        "task": "workstate.integrations.webhooks.jobs.send_due_webhooks",
        "schedule": schedule(10),
        "options": {"expires": 60},
    },
    "clear webhook deliveries": {
        "task": "workstate.integrations.webhooks.jobs.clear_deliveries",
        "schedule": crontab(hour=4, minute=7),
    },
    "surface snoozed": {"task": "workstate.notifications.jobs.surface_snoozed", "schedule": schedule(60)},
    "clear notifications": {
        "task": "workstate.notifications.jobs.clear_notifications",
        "schedule": crontab(hour=3, minute=37),
    },
    "tend imports": {"task": "workstate.transfer.jobs.tend_imports", "schedule": schedule(60)},
    "tend clocks": {"task": "workstate.timetracking.jobs.tend_clocks", "schedule": schedule(30)},
    "put day sums together": {"task": "workstate.timetracking.jobs.put_day_sums_together", "schedule": schedule(900)},
    "remind of tracking": {"task": "workstate.timetracking.jobs.remind_of_tracking", "schedule": schedule(60)},
}

# ---- Accounts ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_CONFIGURED = bool(EMAIL_HOST or env.text("EMAIL_BACKEND"))
EMAIL_BACKEND = env.text("EMAIL_BACKEND") or (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_PORT = env.number("EMAIL_PORT", 587 if env.flag("EMAIL_USE_TLS", default=False) else 25)
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = (
    env.text("DEFAULT_FROM_EMAIL") or f"Workstate <workstate@{urlsplit(SITE_URL).hostname or 'localhost'}>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_REPLY_TO = env.text("EMAIL_REPLY_TO")

# ---- Requests to addresses that somebody typed -------------------------------------------------------------------
OUTGOING_ALLOWED = env.networks("OUTGOING_ALLOWED")
OUTGOING_HTTP = env.flag("OUTGOING_HTTP", default=False)
OUTGOING_CA_FILE = env.text("OUTGOING_CA_FILE")

SIGN_UP = env.text("SIGN_UP", "open")
ACCOUNT_ADAPTER = "workstate.workspaces.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "workstate.accounts.forms.SignUpForm",
    "login": "workstate.accounts.forms.SignInForm",
    "reset_password": "workstate.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "workstate.accounts.forms.NewPasswordForm",
    "change_password": "workstate.accounts.forms.ChangePasswordForm",
    "set_password": "workstate.accounts.forms.SetPasswordForm",
}
# allauth counts in the cache, which may be gone (law 6); we count in PostgreSQL: accounts/throttles.py.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_CONFIGURED else "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SERVED_OVER_HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = EMAIL_CONFIGURED
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# ---- Cookies and headers -----------------------------------------------------------------------------------------
# The __Host- prefix needs https; a laptop at http://localhost gets the plain names.
_PREFIX = "__Host-" if SERVED_OVER_HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}workstate_session"
SESSION_COOKIE_SECURE = SERVED_OVER_HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
DEVICE_COOKIE_NAME = f"{_PREFIX}workstate_device"
CSRF_COOKIE_NAME = f"{_PREFIX}workstate_csrf"
CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "workstate.web.errors.csrf_failure"
LANGUAGE_COOKIE_SECURE = SERVED_OVER_HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SERVED_OVER_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# ---- Language and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# ---- Files -------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = env.text("MEDIA_ROOT") or str(DataFolder(default_data_folder(os.environ)).media)
AWS_STORAGE_BUCKET_NAME = env.text("AWS_STORAGE_BUCKET_NAME")
STORAGES = {
    "default": bucket(env) if AWS_STORAGE_BUCKET_NAME else folder(),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ATTACHMENT_MAX_MB = env.number("ATTACHMENT_MAX_MB", 25)
ATTACHMENT_QUOTA_MB = env.number("ATTACHMENT_QUOTA_MB", 5 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# ---- API ---------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "workstate.api.authentication.KeyAuthentication",
        "workstate.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "workstate.api.scopes.WithinScopes",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["workstate.api.parsing.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workstate.api.errors.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Requests in a minute, which may come all at once; 0 is no limit.
API_LIMITS = {
    "key": env.number("API_LIMIT_PER_KEY", 1200),
    "person": env.number("API_LIMIT_PER_PERSON", 3000),
    "address": env.number("API_LIMIT_PER_ADDRESS", 120),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Workstate",
    "DESCRIPTION": "Tasks and time, for programs.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "CustomFieldKindEnum": "workstate.customfields.models.Kind",
        "TemplateKindEnum": "workstate.blueprints.models.Kind",
        "FocusKindEnum": "workstate.focus.models.Kind",
        "SearchKindEnum": "workstate.search.models.Kind",
        "RateKindEnum": "workstate.billing.models.RateKind",
        "ReportKindEnum": "workstate.reports.shapes.ReportKind",
        "ReportValueKindEnum": "workstate.reports.api_shapes.VALUE_KINDS",
    },
}

# ---- Logs --------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.channels.server": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
    },
}
