"""Addresses of the webhooks, below the intranet."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from crm_portal.library.views import webhooks

app_name = "webhooks"
urlpatterns = [
    path("", webhooks.index, name="webhooks"),
    path(_("new/"), webhooks.new, name="new"),
    path("<int:pk>/", webhooks.webhook, name="webhook"),
    path(_("<int:pk>/edit/"), webhooks.edit, name="edit"),
    path(_("<int:pk>/pause/"), webhooks.pause, name="pause"),
    path(_("<int:pk>/resume/"), webhooks.resume, name="resume"),
    path(_("<int:pk>/secret/"), webhooks.rotate, name="rotate"),
    path(_("<int:pk>/test/"), webhooks.test, name="test"),
    path(_("<int:pk>/end/"), webhooks.end, name="end"),
    path(_("<int:pk>/deliveries/<int:delivery>/again/"), webhooks.again, name="redeliver"),
]
