"""The stylebook: every component in every state, in a demonstration only."""

from crm_portal.core.stylebook.views import stylebook

__all__ = ["stylebook"]
