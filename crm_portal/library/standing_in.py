"""Who speaks with whose voice: an alternate and whoever he or she replaces are one person."""

from django.db.models import Q

from crm_portal.core.access import Viewer
from members.models import Mandate


def delegates_of(user_id: int, viewer: Viewer) -> frozenset[int]:
    """Return the accounts that stand in for ``user_id``, or for which it stands in.

    An alternate and whoever he or she replaces speak with one voice: they are not two persons.
    """
    mandates = Mandate.objects.at(viewer.at)
    same = Q(pk__in=[])
    for own in mandates.filter(user=user_id):
        office = Q(party=own.party_id, institution=own.institution_id, role=own.role)
        same |= office if own.is_alternate else office & Q(is_alternate=True)
    return frozenset(mandates.filter(same).values_list("user_id", flat=True)) - {user_id}
