"""All settings, read from the environment (and from `var/env`, which `make start` writes).

The names are those of the README; nothing else is read from outside.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from bijnaderinzien import environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / "var" / "env")

DEBUG: bool = env.bool("DEBUG", default=False)
SECRET_KEY: str = environment.secret_key(env)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
PORT: int = environment.number(env, "PORT", 8000, 1, 65_535)
BASE_URL: str = environment.base_url(env, f"http://127.0.0.1:{PORT}", DEBUG)
_base = urlsplit(BASE_URL)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[_base.hostname or "127.0.0.1"])
if DEBUG:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
HTTPS = _base.scheme == "https"

INSTALLED_APPS = [
    "accounts.office_app.OfficeConfig",  # Django's admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_htmx",
    "accounts",
    "content",
    "sessions_app",
    "insight",
    "pages",
    "operations",
]

MIDDLEWARE = [
    # Before all that is for pages: a file that a page loads obeys the page's policies, so repeating
    # them cost a phone's first visit 400 bytes for each of twenty files.
    "bijnaderinzien.files.Files",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    # Bad Wi-Fi: an evaluation is 45 kB of HTML and 5 kB of gzip. Django pads replies at random and
    # masks the CSRF token, so compressing does not give it away.
    "django.middleware.gzip.GZipMiddleware",
    "bijnaderinzien.middleware.sound",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "operations.logs.request_line",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bijnaderinzien.middleware.permissions_policy",
    "bijnaderinzien.middleware.no_store",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.known_browser",
]

ROOT_URLCONF = "bijnaderinzien.urls"
ASGI_APPLICATION = "bijnaderinzien.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Database: SQLite for one process, PostgreSQL for any number (docs/architecture.md).
DATABASE_URL: str = env.str("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}")
WEB_CONCURRENCY: int = environment.number(env, "WEB_CONCURRENCY", 1, 1, 64)
DATABASES = {"default": environment.database(env, DATABASE_URL)}
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if SQLITE:
    DATABASES["default"]["ENGINE"] = "bijnaderinzien.sqlite3"  # Django's, readable by us alone
    if WEB_CONCURRENCY > 1:
        raise ImproperlyConfigured(environment.ONE_PROCESS)
    # FULL keeps an acknowledged answer through a power cut; IMMEDIATE avoids the deadlock of two
    # readers that both want to write; secure_delete wipes what `finish` drops.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA secure_delete=ON; PRAGMA cache_size=-16000;",
    )
    # Opening the file and its PRAGMAs cost more than most requests; threads here are few and fixed.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # As many as there are threads that ask. None is waited for long: a page that says that
        # the database is gone is better than all threads waiting for it.
        pool={"min_size": 2, "max_size": 14, "timeout": 5},
        # A machine that is gone without a word is noticed, on a connection in use too.
        connect_timeout=5,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        tcp_user_timeout=10_000,  # milliseconds
        # Values travel beside a statement, not in it: the server's log of one that failed or was
        # cancelled holds no answer and no pen (README: the log settings that production needs).
        server_side_binding=True,
    )
    # A connection that died in the pool (a restart, a cut) is found before somebody gets it.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Whole copies (`manage.py backup`) are deleted after so many days; the privacy page says so.
BACKUP_DAYS: int = environment.number(env, "BACKUP_DAYS", 30, 1, 3650)
# What people wrote is deleted so many days after their session; everybody is told so.
TEXTS_DAYS: int = environment.number(env, "TEXTS_DAYS", 30, 1, 90)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
SITE_ID = 1

# Accounts: log in with a code by e-mail; no passwords to remember.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/sessies/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds; mail of an organisation may take minutes
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_TIMEOUT = 3600  # for all codes of one log-in together, and a second factor
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
}
ACCOUNT_RATE_LIMITS = {
    # allauth counts these per address and per network, so a stranger could keep the owner out.
    "login": None,
    "request_login_code": None,
    # Ours (accounts/budgets.py): a known browser on its own, strangers together.
    "code_for_known_browser": "10/10m/key",
    "code_for_stranger": "3/m/key",
    "code_from_network": "20/m/ip",
    # Codes of sessions that led nowhere, by a keyed hash of the address (live.guessing).
    "typed_code": "100/10m/key",
    # Keys of links that led nowhere, by the same hash (surfaces.wrong_keys).
    "report_key": "100/10m/key",
    "colleague_key": "100/10m/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Bij nader inzien: "
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.forms.AddPasskeyForm"}
MFA_RATE_LIMITS = {"webauthn_login": None}  # nothing to guess, and a ward shares one address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_ISSUER = "Bij nader inzien"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: phones and servers differ, and people type

EMAIL_URL: str = env.str("EMAIL_URL", default="consolemail://")
_mail = environment.mail(env, EMAIL_URL)
MAILS_NOBODY = not _mail["EMAIL_HOST"]  # on the console, in a file: for who develops
MAIL_TIMEOUT: int = environment.number(env, "MAIL_TIMEOUT", 10, 1, 60)  # seconds
MAILERS = {
    # Beside the pages (operations/outbox.py), by way of the second.
    "default": {"BACKEND": "operations.mail.Beside"},
    "direct": {
        "BACKEND": _mail["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": _mail["EMAIL_HOST"],
            "port": _mail["EMAIL_PORT"],
            "username": _mail["EMAIL_HOST_USER"],
            "password": _mail["EMAIL_HOST_PASSWORD"],
            "use_tls": _mail.get("EMAIL_USE_TLS", False),
            "use_ssl": _mail.get("EMAIL_USE_SSL", False),
            "timeout": MAIL_TIMEOUT,
        },
    },
}
if MAILS_NOBODY:
    MAILERS = {"default": {"BACKEND": _mail["EMAIL_BACKEND"]}}
DEFAULT_FROM_EMAIL: str = env.str(
    "DEFAULT_FROM_EMAIL", default=f"Bij nader inzien <noreply@{_base.hostname}>"
)

# One language for everybody: a LocaleMiddleware would serve English to an English browser.
LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "bijnaderinzien.files.StaticFiles"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = not DEBUG  # no page asks for others, and packing takes long
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's page has business with our files
WHITENOISE_ADD_HEADERS_FUNCTION = lambda headers, path, url: headers.add_header(  # noqa: E731
    "X-Content-Type-Options", "nosniff"
)

# Security.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# `__Host-`: no other site of the same domain, and nobody without HTTPS, can set these.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
KNOWN_BROWSER_COOKIE = f"{COOKIE_PREFIX}bekend"  # accounts/budgets.py
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # until the browser closes: a year would tie two sessions of one phone
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Both reach beyond this site, so whoever owns the domain decides.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and env.bool(
    "HSTS_ALL_SUBDOMAINS", default=False
)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # they want exactly those two
# YouTube answers 'error 153' without a referrer, so not Django's stricter default.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CSP = {
    "default-src": [CSP.SELF],  # scripts, styles, fonts and streams: said once, each phone pays
    "img-src": [CSP.SELF, "data:"],
    "frame-src": ["https://www.youtube-nocookie.com"],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
_FILM = '(self "https://www.youtube-nocookie.com")'
PERMISSIONS_POLICY = ",".join(
    f"{feature}={who}"
    for feature, who in {
        "autoplay": _FILM,
        "encrypted-media": _FILM,
        "fullscreen": _FILM,
        "screen-wake-lock": "(self)",
        "publickey-credentials-get": "(self)",  # passkeys
        "publickey-credentials-create": "(self)",
        "clipboard-write": "(self)",  # 'Kopieer' beside a link
        **dict.fromkeys(
            (
                *("accelerometer", "camera", "clipboard-read", "display-capture", "geolocation"),
                *("gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
                *("microphone", "midi", "payment", "picture-in-picture", "serial", "usb"),
                *("xr-spatial-tracking", "browsing-topics"),
            ),
            "()",
        ),
    }.items()
)

# Holds only what limits count, so that all processes count together (decision 0017). It must never
# be emptied by whoever makes it full, hence the size.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "accounts.counts.hashed_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# For who keeps the site running (docs/operating.md). The port is for the machine itself; an address
# of another can only be asked for by name.
METRICS_PORT: int = environment.number(env, "METRICS_PORT", 0, 0, 65_535)
METRICS_HOST: str = env.str("METRICS_HOST", default="127.0.0.1")
SENTRY_DSN: str = env.str("SENTRY_DSN", default="")
# Every night `tidy` asks here whether each film is still to be seen; empty: it does not.
FILM_CHECK_URL: str = env.str("FILM_CHECK_URL", default="https://www.youtube.com/oembed")
# Films as files of our own, called after their YouTube id (content/film_files.py).
FILMS_DIR: str = env.str("FILMS_DIR", default=str(BASE_DIR / "var" / "films"))
LOGGING_CONFIG = "operations.logs.set_up"
LOGGING = {"as_json": not DEBUG}
