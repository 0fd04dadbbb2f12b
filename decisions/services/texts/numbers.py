"""Keys of paragraphs and numbers of proposals: each is given once in the life of a text."""

from collections.abc import Iterable, Iterator
from itertools import count

from django.db.models import Max

from decisions.models import LanguageEvent, Paragraph, Proposal
from decisions.services.common import one_at_a_time


def next_proposals(text_id: int) -> Iterator[int]:
    """Yield the numbers of the next proposals on a text; nobody else gets them meanwhile."""
    one_at_a_time(f"proposals of {text_id}")
    last = Proposal.objects.filter(text=text_id).aggregate(last=Max("number"))["last"]
    return count((last or 0) + 1)


def new_keys(text_id: int, also: Iterable[str] = ()) -> Iterator[str]:
    """Yield keys that no paragraph and no proposal of the text ever had."""
    written = Paragraph.objects.filter(version__text=text_id).values_list("key", flat=True)
    erased = LanguageEvent.objects.filter(text=text_id).values_list("key", flat=True)
    proposed = Proposal.objects.filter(text=text_id)
    asked = proposed.values_list("paragraph_key", flat=True)
    used = {*written.distinct(), *erased.distinct(), *asked, *also}
    numbers = [int(key[1:]) for key in used if key[1:].isdigit()]
    return (f"p{number}" for number in count(max(numbers, default=0) + 1))
