"""The bodies that liaison officers belong to: networks, and the working groups after them."""

from datetime import date

from meetings.models import BodyKind, BodyName
from members.networks import Network

OF_LIAISON = (BodyKind.NETWORK, BodyKind.WORKING_GROUP, BodyKind.AD_HOC_GROUP)


def networks(on: date) -> list[Network]:
    """Return those that existed by ``on``, under their name of that day or their last one."""
    names = BodyName.objects.filter(body__kind__in=OF_LIAISON, valid_from__lte=on)
    latest = {
        each.body.code: each
        for each in names.select_related("body").order_by("body__order", "valid_from")
    }
    return [
        Network(
            code=code,
            name_es=each.name_es,
            name_en=each.name_en,
            is_current=each.valid_until is None or each.valid_until > on,
        )
        for code, each in latest.items()
    ]
