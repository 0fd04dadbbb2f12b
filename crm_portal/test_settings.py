"""Settings of the tests: the same real servers, a cheap password hash, a movable clock."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 40)

from crm_portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CLOCK_MAY_MOVE = True
SECOND_FACTOR_REQUIRED = False
# A suite asks for more in a minute than any program: what is held back, a test says itself.
API_RATES = dict.fromkeys(API_RATES, 1_000_000)  # noqa: F405
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A page is made anew for each test; those that judge what is kept choose a cache themselves.
CACHES = {
    **CACHES,  # noqa: F405
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
