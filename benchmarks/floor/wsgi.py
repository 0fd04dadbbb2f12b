"""What gunicorn serves as the floor; ``BARE=1`` leaves the middleware out as well."""

import os
from importlib import import_module

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.floor.settings"

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if os.environ.get("BARE"):
    settings.MIDDLEWARE = []
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
