from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The Virtual Secretariat: what the Conference issued, and who may read it."""

    name = "crm_portal.library"
    label = "library"
