from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinanceConfig(AppConfig):
    """What each member contributes, by the scale in force."""

    name = "finance"
    verbose_name = _("Finance")
