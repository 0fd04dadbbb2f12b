from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Where the Conference meets and who may do what there."""

    name = "meetings"
    verbose_name = _("Meetings")
