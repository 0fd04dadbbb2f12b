"""The list of texts: what is in work, what waits to be published, what each row says."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from crm_portal.core import deadline_text
from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import active_language
from decisions.models import Paragraph, Proposal, Text, TextVersion
from decisions.models.proposals import UNDECIDED
from decisions.presentation.workspace.head import TONES
from decisions.text_states import IN_WORK, TextState

INSIDE = (Role.MEMBER, Role.SECRETARIAT)


def listed(viewer: Viewer) -> QuerySet[Text]:
    """Return the texts in work that exist for the viewer, and those just adopted; newest first.

    The text of a consultation is found with its consultation.
    """
    mine = Text.objects.visible_to(viewer).order_by().values("pk")
    here = Q(state__in=[*IN_WORK, TextState.ADOPTED])
    found = Text.objects.filter(here, pk__in=mine, consultation=None)
    return found.select_related("kind", "meeting").order_by("-created_at", "-pk")


def rows(texts: Sequence[Text], viewer: Viewer) -> list[dict[str, Any]]:
    """Return one row a text: three queries, however many there are."""
    keys = [text.pk for text in texts]
    last = _last_versions(keys)
    agreed = _agreed([pk for pk, _number in last.values()])
    waiting = _waiting(keys) if viewer.has(*INSIDE) else {}
    return [_row(text, last, agreed, waiting) for text in texts]


def _last_versions(keys: list[int]) -> dict[int, tuple[int, int]]:
    found = TextVersion.objects.filter(text__in=keys).values_list("text", "pk", "number")
    return {text: (pk, number) for text, pk, number in found.order_by("text", "number")}


def _agreed(versions: list[int]) -> dict[int, tuple[int, int]]:
    rows = Paragraph.objects.filter(version__in=versions).order_by().values("version")
    counted = rows.annotate(
        there=Count("pk"), done=Count("pk", filter=Q(agreed_at__isnull=False))
    )
    return {each["version"]: (each["done"], each["there"]) for each in counted}


def _waiting(keys: list[int]) -> dict[int, int]:
    open_ones = Proposal.objects.filter(text__in=keys, state__in=UNDECIDED, reply=None)
    counted = open_ones.order_by().values_list("text").annotate(Count("pk"))
    return dict(counted)


def _row(
    text: Text,
    last: dict[int, tuple[int, int]],
    agreed: dict[int, tuple[int, int]],
    waiting: dict[int, int],
) -> dict[str, Any]:
    version, number = last.get(text.pk, (0, 0))
    done, there = agreed.get(version, (0, 0))
    until = text.comments_until
    return {
        "text": text,
        "url": text.get_absolute_url(),
        "kind": text.kind.name,
        "tone": TONES[TextState(text.state)],
        "state": text.get_state_display(),
        "number": number,
        "agreed": done,
        "paragraphs": there,
        "waiting": waiting.get(text.pk, 0),
        "until": deadline_text.short(until, active_language()) if until else "",
    }
