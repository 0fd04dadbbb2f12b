"""Addresses of the plans as anybody reads them, below ``/es/`` and ``/en/``."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from decisions.views import public_plans

app_name = "plans"
PAGES = [
    path("", public_plans.plans, name="plans"),
    path("<slug:code>/", public_plans.plan, name="plan"),
    path("<slug:code>/<int:number>/", public_plans.plan, name="version"),
]
urlpatterns = [path(_("plan-of-action/"), include(PAGES))]
