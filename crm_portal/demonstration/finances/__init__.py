"""Three years of the Conference's money, invented and marked so: nothing of it happened.

The scale is the real one of 2005. The year of the clock is the third: nine members pay it,
one has not, one owes the year before as well.
"""

from crm_portal.demonstration.finances.playing import FINANCES, prepare

__all__ = ["FINANCES", "prepare"]
