"""What gunicorn serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_portal.settings")

application = get_wsgi_application()
# Loaded with the process, not by its first visitor.
import_module(settings.ROOT_URLCONF)
