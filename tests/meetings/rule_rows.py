"""Cells of the participation matrix for a test that needs one or two of them."""

from meetings.models import ParticipationRule
from meetings.models.participation import DEFAULT_OF_VALUE, Value


def cell(
    forum: str, party_class: str, right: str, value: str, *, ground: str = ""
) -> ParticipationRule:
    """Write one cell as a source would have it, unless it is there already."""
    is_open = value == Value.UNREGULATED
    return ParticipationRule.objects.get_or_create(
        body=forum,
        party_class=party_class,
        right=right,
        defaults={
            "value": value,
            "default": DEFAULT_OF_VALUE[Value(value)],
            "basis": "none" if is_open else "literal",
            "sources": "" if is_open else "001:375",
            "ground": ground,
        },
    )[0]
