from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """A portal to try: people, texts and positions that are marked as invented, and a mailbox."""

    name = "crm_portal.demonstration"
    label = "demonstration"
