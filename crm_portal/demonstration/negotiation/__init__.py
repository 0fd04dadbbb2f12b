"""A declaration in negotiation, invented and marked so: eleven delegations, forty proposals."""

from crm_portal.demonstration.negotiation.playing import DECLARATION, Negotiation, prepare

__all__ = ["DECLARATION", "Negotiation", "prepare"]
