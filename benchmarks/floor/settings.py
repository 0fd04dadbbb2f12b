"""A Django project with nothing in it but its default middleware, on the same database."""

from crm_portal import settings as portal

SECRET_KEY = portal.SECRET_KEY
ALLOWED_HOSTS = portal.ALLOWED_HOSTS
DATABASES = portal.DATABASES
SESSION_COOKIE_NAME = portal.SESSION_COOKIE_NAME
DEFAULT_AUTO_FIELD = portal.DEFAULT_AUTO_FIELD
ROOT_URLCONF = "benchmarks.floor.urls"
AUTH_USER_MODEL = "floor.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "benchmarks.floor",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
