"""Settings, in one file, from the environment. What is secret or public-facing has no default."""

import os
import zoneinfo
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from crm_portal.core.calendars import SEAT
from crm_portal.core.instance import THIS, words

# The pinned tz database, never the host's: a deadline records which one counted it.
zoneinfo.reset_tzpath(to=())
BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """Return an environment variable, or its ``NAME_FILE`` content, or fail loudly."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def env_bool(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def database(url: str) -> dict[str, object]:
    """Read ``postgresql://user:password@host:port/name?host=/socket`` for Django."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **query},
    }


DEBUG = env_bool("DEBUG")
DEMONSTRATION = env_bool("DEMONSTRATION")
DEMONSTRATION_STORY = env_bool("CRM_DEMO_STORY", default=True)
CLOCK_MAY_MOVE = DEMONSTRATION
CRASHPOINTS = env_bool("CRM_CRASHPOINTS")
SECRET_KEY = env("SECRET_KEY")
MFA_SECRET_KEYS = env_list("MFA_SECRET_KEYS") or [SECRET_KEY]
FUND_KEYS = env_list("FUND_KEYS") or [SECRET_KEY]
WEBHOOK_KEYS = env_list("WEBHOOK_KEYS") or [SECRET_KEY]
# Lets webhooks lead to this very machine, in the clear: to try a receiver out, never in earnest.
WEBHOOKS_REACH_LOOPBACK = env_bool("WEBHOOKS_REACH_LOOPBACK")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", SITE_URL)
DATA_DIR = Path(env("CRM_DATA_DIR", str(BASE_DIR / "var")))
VERSION = "0.1.0"

DATABASES = {"default": database(env("DATABASE_URL"))}
REDIS_URL = env("REDIS_URL", "redis://127.0.0.1:6379/0")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits and tickets live with the rest of the truth: no login depends on Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # Past so many addresses the oldest counts would be forgotten, those of logins too.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Public pages as strangers get them, for a minute, in each process.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
    # How often each has asked the API of late, in each process.
    "rates": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rates",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "crm_portal.core",
    "members",
    "crm_portal.library",
    "meetings",
    "decisions",
    "finance",
    "crm_portal.reference",
    "crm_portal.demonstration",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "crm_portal.core.middleware.ServiceUnavailableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "members.middleware.ViewerMiddleware",
    "members.middleware.SecondFactorMiddleware",
    "crm_portal.library.middleware.CirclesMiddleware",
    "crm_portal.core.middleware.PrivateMiddleware",
    "crm_portal.core.middleware.RevalidatedMiddleware",
    "crm_portal.core.middleware.DomainErrorMiddleware",
]
ROOT_URLCONF = "crm_portal.urls"
WSGI_APPLICATION = "crm_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "crm_portal.core.context.portal",
            ],
            "builtins": ["crm_portal.core.templatetags.instance"],
        },
    }
]

# Time: instants are UTC in the database; the zone of record is the Secretariat's.
USE_TZ = True
TIME_ZONE = "UTC"
CONFERENCE_TZ = SEAT

USE_I18N = True
LANGUAGE_CODE = THIS.languages.first
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
if THIS.words:
    LOCALE_PATHS.insert(0, words.folder(THIS.words, LOCALE_PATHS[0], DATA_DIR / "words"))
FORMAT_MODULE_PATH = ["crm_portal.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media"},
    },
    # A demonstration serves files as they are found: compressing them all takes a minute.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMONSTRATION
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880

# Documents: what one file may weigh, and the scanner (clamd) that clears them, if there is one:
# ``/run/clamav/clamd.ctl`` or ``tcp://host:3310``.
LIBRARY_MAX_BYTES = int(env("LIBRARY_MAX_BYTES", str(25 * 1024 * 1024)))
CLAMD_SOCKET = env("CLAMD_SOCKET", "")
CLAMD_TIMEOUT_SECONDS = 30
# Who sits round which table: asked of the apps that know the tables, whenever it is asked.
CIRCLES: list[str] = ["meetings.circles.circles"]
CIRCLES_OFFERED: list[str] = ["meetings.circle_words.offered"]
CIRCLES_DESCRIBED: list[str] = ["meetings.circle_words.described"]
CIRCLES_ACCOUNTS: list[str] = ["meetings.circle_words.accounts"]
# Whom bulletins may be for besides those whom offices tell: asked of the apps that know them.
BULLETIN_AUDIENCES: list[str] = ["meetings.bulletin_audiences"]

# Accounts: by invitation, by e-mail, with a second factor.
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "core:today"
ACCOUNT_LOGOUT_REDIRECT_URL = "library:home"
ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("NUM_PROXIES", "0"))
ACCOUNT_RATE_LIMITS = {
    "login": "20/m/ip",
    "login_failed": "10/h/key,20/h/ip",
    "reset_password": "5/h/key,20/h/ip",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "members.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = THIS.prefix
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://")
USERSESSIONS_TRACK_ACTIVITY = False
SECOND_FACTOR_REQUIRED = not DEMONSTRATION

# Behind TLS everywhere but on a machine of one's own.
_TLS = SITE_URL.startswith("https://")
SESSION_ENGINE = "members.sessions"
SESSION_COOKIE_NAME = "__Host-session" if _TLS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The clock of a demonstration jumps by days, and nobody has been away for it.
SESSION_IDLE_SECONDS = 30 * 60 if not DEMONSTRATION else 3650 * 24 * 60 * 60
SESSION_LONGEST_SECONDS = SESSION_COOKIE_AGE if not DEMONSTRATION else SESSION_IDLE_SECONDS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "crm_portal.core.views.csrf_failure"
LANGUAGE_COOKIE_SECURE = _TLS
SECURE_SSL_REDIRECT = _TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

EMAIL_BACKEND = (
    "crm_portal.demonstration.mail.MailboxBackend"
    if DEMONSTRATION and "EMAIL_URL" not in os.environ
    else "django.core.mail.backends.smtp.EmailBackend"
)
_MAIL = urlsplit(env("EMAIL_URL", "smtp://127.0.0.1:25"))
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "127.0.0.1", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.username or "", _MAIL.password or ""
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", f"Portal {THIS.prefix} <portal@example.org>")
MESSAGE_ID_DOMAIN = env("MESSAGE_ID_DOMAIN", "portal.example.org")

# Entering a closure moves the terms that are running: the use case stands above members.
CLOSURE_ENTRY = "decisions.services.calendars.enter_closure"
HAND_OVER = "decisions.services.handover.hand_over"
# What one presidency hands to the next: each app's part of it, in this order.
HANDOVER_SECTIONS = [
    "decisions.passing.sections",
    "meetings.passing.sections",
    "finance.passing.sections",
    "crm_portal.library.passing.sections",
    "members.passing.sections",
]

# What apps above tell in the presidency's report of activities.
ACTIVITY_REPORT_SECTIONS = ["finance.activity_section.section"]

# What is found by words: each app's part of it, in this order.
SEARCH_SOURCES = [
    "decisions.searching.PROVISIONS",
    "decisions.searching.TEXTS",
    "crm_portal.library.searching.documents.SOURCE",
    "crm_portal.library.searching.terms.SOURCE",
    "crm_portal.library.searching.published.PUBLICATIONS",
    "crm_portal.library.searching.published.COLLECTIONS",
    "meetings.searching.SOURCE",
]

# What other systems are told of when it becomes public: each app's part of it.
PUBLISHED = [
    "crm_portal.library.public_rows.NEWS",
    "crm_portal.library.public_rows.DOCUMENTS",
    "crm_portal.library.public_rows.REVISIONS",
    "crm_portal.library.public_rows.PAPERS",
    "crm_portal.library.public_rows.PUBLICATIONS",
    "meetings.public_rows.MEETINGS",
    "decisions.public_rows.TEXTS",
    "decisions.public_rows.CORRIGENDA",
]

# The public pages: each app's part of the front page, its figures, its pages for anybody.
PUBLIC_FRONT = ["meetings.front.part", "decisions.front.part"]
PUBLIC_FIGURES = ["meetings.front.figures", "decisions.front.figures"]
PUBLIC_ADDRESSES = [
    "crm_portal.library.mapping.addresses",
    "meetings.front.addresses",
    "decisions.front.addresses",
]
# How the Secretariat is reached, as the contact page says it; empty is not shown.
CONTACT_EMAIL = env("CONTACT_EMAIL", "")
CONTACT_PHONE = env("CONTACT_PHONE", "")
CONTACT_ADDRESS = env("CONTACT_ADDRESS", "")

# The networks of liaison officers are bodies, which stand above the people in them.
NETWORKS = "meetings.networks.networks"

# Duties: what the tick does, in order, and who writes each family of notices.
SWEEPS = [
    "decisions.sweeps.expire_due_rounds",
    "decisions.sweeps.owe_due_reminders",
    "decisions.following_sweeps.remind_of_commitments",
    "crm_portal.library.sweeps.render_due",
    "crm_portal.library.sweeps.scan_due",
    "members.sweeps.note_bounces",
    "members.sweeps.ask_contacts",
    "members.sweeps.ask_calendars",
    "meetings.report_sweeps.remind_of_reports",
    "meetings.convocation_sweeps.remind_the_silent",
    "crm_portal.core.notifications.deliver_due",
    "crm_portal.library.sweeps.index_due",
    "crm_portal.library.sweeps.look_into_searches",
    "crm_portal.library.sweeps.read_due",
    "crm_portal.library.webhook_sweeps.notice_due",
    "crm_portal.library.webhook_sweeps.deliver_due",
    "finance.sweeps.erase_due",
    "finance.sweeps.prove_ledger",
    "finance.bank_sweeps.read_due",
    # Last: one takes seconds, and nothing else waits for it.
    "meetings.pack_sweeps.make_due",
]
if DEMONSTRATION and DEMONSTRATION_STORY:
    SWEEPS = [
        *SWEEPS,
        "crm_portal.demonstration.plans.prepare",
        "crm_portal.demonstration.follow_up.prepare",
        "crm_portal.demonstration.week.prepare",
        "crm_portal.demonstration.shelves.prepare",
        "crm_portal.demonstration.bulletins.prepare",
        "crm_portal.demonstration.negotiation.prepare",
        "crm_portal.demonstration.finances.prepare",
    ]
NOTICE_COMPOSERS = {
    "consultation": "decisions.notices.compose",
    "account": "members.notices.compose",
    "admission": "meetings.notices.compose",
    "report": "meetings.report_notices.compose",
    "agenda": "meetings.agenda_notices.compose",
    "convocation": "meetings.convocation_notices.compose",
    "delegation": "meetings.delegation_notices.compose",
    "statement": "meetings.statement_notices.compose",
    "document": "crm_portal.library.notices.compose",
    "bulletin": "crm_portal.library.bulletin_letters.compose",
    "search": "crm_portal.library.saved_notices.compose",
    "meeting": "meetings.meeting_notices.compose",
    "text": "decisions.text_notices.compose",
    "request": "decisions.ask_notices.compose",
    "commitment": "decisions.following_notices.compose",
    "finance": "finance.notices.compose",
}
# What each app's acts are called on the page of whoever did them.
ACTS_IN_WORDS = [
    "crm_portal.library.act_words.ACTS",
    "decisions.act_words.ACTS",
    "finance.act_words.ACTS",
]
# What may wait for its reader's hours, by family; everything else is formal and does not.
ROUTINE_NOTICES = {
    "bulletin": "crm_portal.library.bulletin_letters.ROUTINE",
    "account": "members.notices.ROUTINE",
    "report": "meetings.report_notices.ROUTINE",
    "convocation": "meetings.convocation_notices.ROUTINE",
    "text": "decisions.text_notices.ROUTINE",
    "request": "decisions.ask_notices.ROUTINE",
    "commitment": "decisions.following_notices.ROUTINE",
    "search": "crm_portal.library.saved_notices.ROUTINE",
    "finance": "finance.notices.ROUTINE",
}
NOTICE_TIMINGS = "members.timings.timings"
DIGEST_COMPOSER = "members.notices.digest"
# Late duties, and whether one that is late puts the Conference in danger.
OVERDUE = {
    "decisions.sweeps.oldest_overdue": True,
    "crm_portal.library.sweeps.oldest_overdue": False,
    "crm_portal.library.sweeps.oldest_unscanned": False,
    "meetings.pack_sweeps.oldest_overdue": False,
    "finance.checking.oldest_unproven": False,
    "finance.bank_sweeps.oldest_overdue": False,
    "crm_portal.library.webhook_sweeps.oldest_overdue": False,
}
HEARTBEAT_LIMIT_SECONDS = 180

CELERY = {
    "broker_url": REDIS_URL.replace("unix://", "redis+socket://", 1),
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "task_time_limit": 120,
    "task_soft_time_limit": 90,
    "worker_max_tasks_per_child": 500,
    "worker_max_memory_per_child": 400_000,
    "worker_hijack_root_logger": False,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "worker_cancel_long_running_tasks_on_connection_loss": True,
    "broker_transport_options": {
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    "timezone": "UTC",
}
CELERY_APP = "crm_portal.celery.app"
TICK_SECONDS = int(env("CRM_TICK_SECONDS", "30"))

# In which area a personal token must be let act for an act at each address of the API: at
# an address that is not here no token acts.
API_AREAS = {
    "consultations": "consultations",
    "texts": "texts",
    "commitments": "follow-up",
    "requests": "follow-up",
    "questionnaires": "follow-up",
    "matrices": "follow-up",
    "plans": "follow-up",
    "receipts": "finance",
}
# How many requests a minute the API takes in each process: of a token, a person, an address.
API_RATES = {"token": 600, "person": 1200, "anonymous": 600}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "members.bearer.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["crm_portal.core.permissions.HasAuthority"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["crm_portal.core.api.JSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_PAGINATION_CLASS": "crm_portal.core.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "crm_portal.core.schema.Schema",
    "EXCEPTION_HANDLER": "crm_portal.core.api.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["crm_portal.core.throttling.Rates"],
    "NUM_PROXIES": int(env("NUM_PROXIES", "0")),
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{THIS.prefix} portal API",
    "DESCRIPTION": f"{THIS.name.en}: what the reader may see on the pages, and named acts "
    "under the same rules. One signs in with the session of the pages or with a personal "
    "token. Lists come in pages by cursor; refusals are problems (RFC 9457) with a stable code.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "crm_portal.described.describe",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "TextPartEnum": "decisions.models.versions.TextPart",
        "TextStateEnum": "decisions.text_states.TextState",
        "ProposalStateEnum": "decisions.models.proposals.ProposalState",
        "OperationEnum": "decisions.models.proposals.REPLY_CHOICES",
        "TextOperationEnum": "decisions.models.proposals.ProposalOperation",
        "ParagraphStyleEnum": "decisions.models.versions.ParagraphStyle",
        "PrecisionEnum": "members.models.parties.Precision",
        "PositionEnum": "decisions.api.rounds.POSITIONS",
        "StandingEnum": "decisions.api.rounds.STANDINGS",
        "ReactionKindEnum": "decisions.models.consultations.ReactionKind",
        "TreatmentEnum": "decisions.models.proposals.DispositionKind",
        "StateEnum": "decisions.states.State",
        "ApplicationStateEnum": "meetings.models.ApplicationState",
        "MeetingStateEnum": "meetings.models.MeetingState",
        "AgendaVersionKindEnum": "meetings.models.agenda_versions.VersionKind",
        "ConvocationAnswerEnum": "meetings.models.convocation.AnswerKind",
        "OutcomeKindEnum": "meetings.models.results.OutcomeKind",
        "AgreementKindEnum": "meetings.models.representation.AgreementKind",
        "StatementStateEnum": "meetings.models.statements.StatementState",
        "RightEnum": "meetings.models.participation.Right",
        "ApplicationKindEnum": "meetings.models.ApplicationKind",
        "PartyKindEnum": "members.models.parties.PartyKind",
        "StandingStatusEnum": "members.models.parties.StandingStatus",
        "PlanKindEnum": "decisions.models.following_plans.PlanKindChoice",
        "RequestReplyEnum": "decisions.api.following_requests.REPLIES",
        "RequestKindEnum": "decisions.models.following_requests.RequestKind",
        "MatrixKindEnum": "decisions.models.following_matrices.KINDS",
        "BudgetStateEnum": "finance.states.BudgetState",
        "BudgetStepEnum": "finance.states.BudgetStep",
        "AssessmentStatusEnum": "finance.rules.standing.Status",
        "JournalKindEnum": "finance.models.ledger.JournalKind",
        "LetterKindEnum": "finance.models.letters.LetterKind",
        "PastKindEnum": "finance.models.past.PastKind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "crm_portal.core.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
