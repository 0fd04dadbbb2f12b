from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """The facts the portal ships with, each with its source, and the command that loads them."""

    name = "crm_portal.reference"
    label = "reference"
