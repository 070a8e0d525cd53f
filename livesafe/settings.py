"""Django settings. Production is the default; every value that differs between machines is read from the environment here.

LIVESAFE_DEBUG=1 is for a developer's machine: it relaxes secrets and HTTPS, and nothing else.
"""

import os
from decimal import Decimal, InvalidOperation
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django.conf.locale
import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from livesafe import languages, logs

django_stubs_ext.monkeypatch()  # Lets ModelForm[Page] stand at run time.

BASE_DIR = Path(__file__).resolve().parent.parent


def env_bool(name: str, *, default: bool) -> bool:
    match os.environ.get(name):
        case None | "":
            return default
        case "1":
            return True
        case "0":
            return False
        case other:
            raise ImproperlyConfigured(f"{name} must be 1 or 0, not {other!r}")


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_number(name: str, *, default: int) -> int:
    """A whole number above nought."""
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} must be a whole number above 0, not {text!r}")
    return int(text)


def env_networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks, with commas: 127.0.0.1, 10.0.0.0/8."""
    try:
        return tuple(map(ip_network, env_list(name)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be addresses or networks, with commas: {error}") from None


def env_required(name: str, *, development: str) -> str:
    """Read a value that production cannot do without; a developer's machine falls back to `development`."""
    if value := os.environ.get(name):
        return value
    if DEBUG_MACHINE:
        return development
    raise ImproperlyConfigured(f"{name} is required (or LIVESAFE_DEBUG=1 on a developer's machine)")


def database(url: str, options: dict[str, object]) -> dict[str, object]:
    """A PostgreSQL address as Django's settings; raises for any other scheme."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def sqlite(path: Path, *, wait: float, pragmas: str = "") -> dict[str, object]:
    """A file of SQLite; `wait` is how many seconds a writer waits for another."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # DEFERRED gave "database is locked" in every read-then-write beside the counter's writes.
            "transaction_mode": "IMMEDIATE",
            "timeout": wait,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {pragmas}",
        },
    }


# The machine ---------------------------------------------------------------

DEBUG_MACHINE = env_bool("LIVESAFE_DEBUG", default=False)
DEBUG = env_bool("LIVESAFE_DJANGO_DEBUG", default=False)
SECRET_KEY = env_required("LIVESAFE_SECRET_KEY", development="not-a-secret-on-a-developers-machine")
ALLOWED_HOSTS = env_list("LIVESAFE_HOSTS", "localhost,127.0.0.1,[::1]")
if not DEBUG_MACHINE and "LIVESAFE_HOSTS" not in os.environ:
    raise ImproperlyConfigured("LIVESAFE_HOSTS is required: the host names of the site, with commas")
PORT = int(os.environ.get("PORT") or 8000)  # Of the demo.
ADMIN_PASSWORD = os.environ.get("LIVESAFE_ADMIN_PASSWORD", "")  # Of the demo.
BASE_URL = env_required("LIVESAFE_BASE_URL", development=f"http://localhost:{PORT}").rstrip("/")
DATA_DIR = Path(os.environ.get("LIVESAFE_DATA") or BASE_DIR / "var")
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)
VERSION = "0.1.0"

# Proxies that add to X-Forwarded-For, and set X-Forwarded-Proto themselves. Nobody else is believed.
TRUSTED_PROXIES = env_networks("LIVESAFE_TRUSTED_PROXIES")

# More requests a second than a whole school sends, from one address, held for this long, are not counted.
FLOOD_PER_SECOND = env_number("LIVESAFE_FLOOD_PER_SECOND", default=50)
FLOOD_SECONDS = env_number("LIVESAFE_FLOOD_SECONDS", default=10)

# Of the server, which reads the same variable, and takes as many where it is alone and nobody says. Half of them at
# most wait for a count; one that waits costs next to nothing.
THREADS = env_number("GRANIAN_BLOCKING_THREADS", default=512)

# Devices of a campaign are told apart for up to 92 days only where a data protection impact assessment allows it.
CAMPAIGN_REACH_DPIA = os.environ.get("LIVESAFE_CAMPAIGN_REACH_DPIA", "")

# Databases and cache -------------------------------------------------------

DATABASE_URL = env_required("DATABASE_URL", development="sqlite")
TALLIES_SEPARATE = DATABASE_URL == "sqlite"
if TALLIES_SEPARATE:
    # A second file: the counter's writes never wait for an editor's, nor hers for the counter. And not for long for
    # each other: a visitor's page asks again, and a reader's must not wait.
    DATABASES = {
        "default": sqlite(DATA_DIR / "livesafe.sqlite3", wait=20),
        "tallies": sqlite(DATA_DIR / "tallies.sqlite3", wait=0.3),
        # A third: what is deleted here is overwritten, and no backup holds it.
        "sketches": sqlite(DATA_DIR / "sketches.sqlite3", wait=5, pragmas="PRAGMA secure_delete=ON;"),
    }
else:
    # A connection notices within seconds that the machine at its other end is gone.
    notices: dict[str, object] = {
        "connect_timeout": 2,
        "keepalives_idle": 2,
        "keepalives_interval": 2,
        "keepalives_count": 2,
        "tcp_user_timeout": 5000,
    }
    # The same database by a connection of its own. Tests see one through the other.
    DATABASES = {
        "default": database(DATABASE_URL, {"pool": {"min_size": 1, "max_size": 20, "timeout": 5}} | notices)
        | {"CONN_HEALTH_CHECKS": True},  # Or each connection from before a restart would fail one reader.
        # No pool: the counter's writer keeps one connection, and learns within seconds that it broke.
        "tallies": database(
            DATABASE_URL,
            {"options": "-c lock_timeout=300 -c statement_timeout=2000"} | notices,
        )
        | {"TEST": {"MIRROR": "default"}},
    }
DATABASE_ROUTERS = ["campaigns.router.TalliesRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
# Readers do without what is cached where Redis fails them. Failed log-ins must be counted: there it is an error.
CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "livesafe.cache.Forgiving", "LOCATION": REDIS_URL},
    "attempts": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    },
}
if not REDIS_URL:
    CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in CACHES
    }

# Apps ----------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # Before the admin, as it asks.
    "livesafe.translations",
    "livesafe.content",
    "campaigns",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
if not TALLIES_SEPARATE:
    INSTALLED_APPS.append("django.contrib.postgres")  # Wagtail's search index on PostgreSQL needs it.

MIDDLEWARE = [
    "livesafe.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "livesafe.store.StoreMiddleware",  # What follows is for what is rendered.
    "livesafe.middleware.PathLanguageMiddleware",
    "livesafe.middleware.CompressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "livesafe.middleware.LanguageRedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "livesafe.urls"
WSGI_APPLICATION = "livesafe.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "livesafe.content.context.site",
            ]
        },
    }
]

# People who log in ---------------------------------------------------------

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Failed log-ins are counted in the cache, so that no address is ever stored in a database.
# A cache of one process counts for one process, which throttles all the same.
SILENCED_SYSTEM_CHECKS = ["axes.W001"]
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_CACHE = "attempts"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # Hours.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "content/locked_out.html"

AXES_CLIENT_IP_CALLABLE = "livesafe.address.of_request"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = False  # Wagtail's editor reads it.
CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG_MACHINE:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # A balancer asks these over plain HTTP.
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# Under no-referrer a same-origin POST has "Origin: null", and Django refuses it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# Languages -----------------------------------------------------------------

LANGUAGE_CODE = languages.SOURCE.code
LANGUAGES = [(language.code, language.name) for language in languages.ALL]
LANGUAGES_BIDI = [language.code for language in languages.ALL if language.rtl]
# Django knows neither Gujarati nor Somali, and calls Punjabi by its English name.
django.conf.locale.LANG_INFO.update(
    {
        language.code: {
            "bidi": language.rtl,
            "code": language.code,
            "name": language.name,
            "name_local": language.endonym,
        }
        for language in languages.ALL
    }
)
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["livesafe.formats"]
USE_TZ = True
TIME_ZONE = "Europe/London"

MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
MODELTRANSLATION_FALLBACK_LANGUAGES = (LANGUAGE_CODE,)
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField", "WordsField")
# Staff edit the English column alone, so its label needs no "[en]".
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = lambda name, language: name  # noqa: E731

# Wagtail -------------------------------------------------------------------

WAGTAIL_SITE_NAME = "LiveSafe"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False  # True would make addresses follow a page's locale; ours follow the reader's.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # No request to a third party, from the admin either.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[object] = []  # Nothing is embedded from elsewhere.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
WAGTAILIMAGES_IMAGE_MODEL = "content.SafeImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "livesafe.content.desk.SafeImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]  # No SVG: it can carry script.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "pptx", "xlsx", "odt", "txt", "mp3", "mp4", "vtt", "zip"]
WAGTAILDOCS_CONTENT_TYPES = {"vtt": "text/vtt", "mp4": "video/mp4", "mp3": "audio/mpeg"}
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf", "text/vtt", "video/mp4", "audio/mpeg"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_USER_EDIT_FORM = "wagtail.users.forms.UserEditForm"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # A long page has more fields than Django expects.

# Files ---------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
S3_BUCKET = os.environ.get("LIVESAFE_S3_BUCKET", "")
S3_HOST = os.environ.get("LIVESAFE_S3_HOST", "")  # Where browsers fetch media: added to the policy.
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": os.environ.get("LIVESAFE_S3_ENDPOINT") or None,
                "custom_domain": S3_HOST or None,
                "querystring_auth": False,
                "file_overwrite": False,
            },
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "livesafe.content.staticfiles.HashedModules"},
}
if S3_BUCKET and not S3_HOST:
    raise ImproperlyConfigured(
        "LIVESAFE_S3_HOST is required with LIVESAFE_S3_BUCKET: the host that serves the media"
    )
WHITENOISE_MAX_AGE = 60

# Mail, tasks, translation --------------------------------------------------

EMAIL_HOST = os.environ.get("LIVESAFE_SMTP_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("LIVESAFE_SMTP_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("LIVESAFE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LIVESAFE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("LIVESAFE_MAIL_FROM", "livesafe@localhost")
STAFF_EMAILS = env_list("LIVESAFE_STAFF_EMAILS")  # Who is reminded that a support service needs checking.

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEEPL_AUTH_KEY = os.environ.get("DEEPL_AUTH_KEY", "")
DEEPL_SERVER_URL = os.environ.get("DEEPL_SERVER_URL", "")
DEEPL_MONTHLY_CHARACTERS = env_number("LIVESAFE_DEEPL_MONTHLY_CHARACTERS", default=500_000)
_price = os.environ.get("LIVESAFE_DEEPL_PRICE_PER_MILLION", "")  # In pounds, as the contract says.
try:
    DEEPL_PRICE_PER_MILLION = Decimal(_price) if _price else None
except InvalidOperation:
    raise ImproperlyConfigured(
        f"LIVESAFE_DEEPL_PRICE_PER_MILLION must be a number such as 17.50, not {_price!r}"
    ) from None

# Analytics of others: off unless configured, and never with a name ---------

ANALYTICAL_AUTO_IDENTIFY = False  # django-analytical would send the name of who is logged in.
MATOMO_DISABLE_COOKIES = True
ANALYTICS_PROVIDER = ""  # As its readers are asked about it.
ANALYTICS_HOSTS: list[str] = []  # Added to the policy of the pages that ask.
if matomo := os.environ.get("LIVESAFE_MATOMO", ""):
    ANALYTICS_PROVIDER, ANALYTICS_HOSTS = "Matomo", [matomo.split("/")[0]]
    MATOMO_DOMAIN_PATH, MATOMO_SITE_ID = matomo, os.environ.get("LIVESAFE_MATOMO_SITE") or "1"
elif provider := os.environ.get("LIVESAFE_ANALYTICS_PROVIDER", ""):
    # Not our own server: it takes an assessment, by name, and every host that the provider uses.
    ANALYTICS_PROVIDER, ANALYTICS_HOSTS = provider, env_list("LIVESAFE_ANALYTICS_HOSTS")
    options = dict(pair.split("=", 1) for pair in env_list("LIVESAFE_ANALYTICS_SETTINGS") if "=" in pair)
    if not (os.environ.get("LIVESAFE_ANALYTICS_DPIA") and ANALYTICS_HOSTS and options):
        raise ImproperlyConfigured(
            "LIVESAFE_ANALYTICS_PROVIDER needs LIVESAFE_ANALYTICS_DPIA (the assessment that allows it), "
            "LIVESAFE_ANALYTICS_HOSTS and LIVESAFE_ANALYTICS_SETTINGS"
        )
    if strange := [name for name in options if not name.startswith(f"{provider.upper()}_")]:
        raise ImproperlyConfigured(f"LIVESAFE_ANALYTICS_SETTINGS may not set {', '.join(strange)}")
    globals().update(options)

# Quick exit ----------------------------------------------------------------

EXIT_URL = os.environ.get("LIVESAFE_EXIT_URL", "https://www.bbc.co.uk/weather")
SECURITY_CONTACT = os.environ.get("LIVESAFE_SECURITY_CONTACT", "mailto:security@livesafe.example")

# What the minute's clock does, in order. Each is a function without arguments.
CHORES = [
    "livesafe.content.clock.publish_scheduled",
    "livesafe.content.clock.remind_of_checks",
    "livesafe.content.clock.purge",
    "livesafe.pages.purge",
    "campaigns.keys.retire",
    "campaigns.sketches.merge_parts",
    "campaigns.months.settle",
    "campaigns.report.access.schedules.send_due",
    "campaigns.report.access.doors.purge",
    "campaigns.imports.jobs.revive",
    "campaigns.imports.jobs.purge",
    "livesafe.translations.desk.files.purge",
    "livesafe.translations.invitations.tidy",
    "livesafe.translations.jobs.revive",
    "livesafe.translations.jobs.tidy",
    "livesafe.translations.account.ask",
]

LOGGING = logs.LOGGING
