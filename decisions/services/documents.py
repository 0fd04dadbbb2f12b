"""Files that prove what was recorded: kept under their own hash, once."""

from crm_portal.library.uploads import keep

__all__ = ["keep"]
