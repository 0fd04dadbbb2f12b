from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Who the Conference is, who speaks for whom, and who presides, on any date."""

    name = "members"
    verbose_name = _("Members")
