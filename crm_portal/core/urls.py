"""Addresses of the kernel's own pages, below ``/es/intranet/`` and ``/en/intranet/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from crm_portal.core import views

app_name = "core"
urlpatterns = [
    path(_("status/"), views.status, name="status"),
]
