from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The kernel: time, access, audit, notices, paper. It imports no other app."""

    name = "crm_portal.core"
    label = "core"
