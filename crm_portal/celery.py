"""Celery: one beat entry, in plain seconds, that sweeps what is due."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_portal.settings")

app = Celery("crm_portal")
app.conf.update(settings.CELERY)
app.conf.beat_schedule = {
    "tick": {
        "task": "core.tick",
        "schedule": float(settings.TICK_SECONDS),
        "options": {"expires": settings.TICK_SECONDS - 5},
    }
}
app.autodiscover_tasks(["crm_portal.core"])
