"""A Django project with nothing in it: default middleware, one table for sessions."""

from crm_portal import settings as portal

SECRET_KEY = portal.SECRET_KEY
ALLOWED_HOSTS = portal.ALLOWED_HOSTS
DATABASES = portal.DATABASES
ROOT_URLCONF = "benchmarks.floor.urls"
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
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
