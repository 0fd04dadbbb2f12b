"""A Vice-Ministerial week as its Secretariat prepares it: invented, and marked so.

Two working groups, the GRCM, the plenary and the closed door: thirty items, sixty
participants, eighty documents, each through the service that would do it in earnest.
"""

from crm_portal.demonstration.week.preparing import prepare

__all__ = ["prepare"]
