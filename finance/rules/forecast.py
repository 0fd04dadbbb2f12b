"""What the cash comes to if what is announced arrives and the rest of the budget is spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Outlook:
    """The lowest that the cash is to stand at, in cents, on which day, and when it runs out.

    ``empty_on`` is the first day on which it would be below nothing; None: it lasts.
    """

    least: int
    least_on: date
    empty_on: date | None
    end: int


def outlook(
    cash: int, on: date, ends_on: date, to_spend: int, expected: Mapping[date, int]
) -> Outlook:
    """Return what becomes of ``cash`` after the day ``on``, to the end of the period.

    ``to_spend`` cents go out evenly over the days left, and ``expected`` cents come in on
    their days (those already past: on the next). What nobody announced is not counted.
    """
    days = max((ends_on - on).days, 0)
    coming = _by_place(on, days, expected)
    least, least_on, empty_on, stands = cash, on, None, cash
    received = 0
    for place in range(1, days + 1):
        received += coming.get(place, 0)
        stands = cash + received - to_spend * place // days
        day = on + timedelta(days=place)
        if stands < least:
            least, least_on = stands, day
        if stands < 0 and empty_on is None:
            empty_on = day
    return Outlook(least, least_on, empty_on if cash >= 0 else on, stands)


def _by_place(on: date, days: int, expected: Mapping[date, int]) -> dict[int, int]:
    places: dict[int, int] = {}
    for day, cents in expected.items():
        place = max((day - on).days, 1)
        if place <= days:
            places[place] = places.get(place, 0) + cents
    return places
