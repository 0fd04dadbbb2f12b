"""What the public pages say of the register of declarations and decisions."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_known, format_known_briefly
from crm_portal.core.i18n import pick
from crm_portal.library.front import Address, Figure
from decisions.models import Provision, Text
from decisions.models.following_plans import Plan
from decisions.presentation.register import citing, finding, pages
from meetings.presentation.titles import Names
from members.models.parties import Precision

Row = dict[str, Any]
# What concludes a meeting of the Vice-Ministers, under the name it had in its time.
CONCLUDING = ("communique", "declaration", "extraordinary_declaration")
DECIDING = (*CONCLUDING, "decisions")
RECENT, WORDS, QUOTED = 4, 32, 60


def part(viewer: Viewer) -> Row:
    """Return the latest declaration, the latest decisions, and how many texts there are."""
    registered = finding.registered(viewer)
    count = registered.order_by().aggregate(count=Count("pk"), since=Min("adopted_on"))
    dated = registered.filter(adopted_on__isnull=False, kind__in=CONCLUDING)
    latest = dated.select_related("adoption").first()
    names = Names.read()
    recent = finding.provisions(viewer).filter(text__kind__in=DECIDING)
    recent = recent.exclude(text__adopted_on=None).select_related(
        "text__kind", "text__body", "text__meeting__body"
    )
    ordered = recent.order_by("-text__adopted_on", "-text_id", "position", "pk")
    return {
        "register": {**count, "since": count["since"].year} if count["since"] else None,
        "declaration": _declaration(latest, names, viewer) if latest else None,
        "decisions": [_decision(each, names) for each in ordered[:RECENT]],
    }


def _declaration(text: Text, names: Names, viewer: Viewer) -> Row:
    adopted = getattr(text, "adoption", None)
    first = finding.provisions(viewer).filter(text=text).first() if adopted else None
    return {
        "title": text.title,
        "reference": text.reference,
        "url": citing.url(text),
        "meeting": names.title(text.meeting) if text.meeting else "",
        "on": _day(text),
        "quote": Truncator(first.words).words(QUOTED) if first else "",
        "about": "" if first else text.summary or text.note,
        "source": text.source,
        "is_demonstration": text.is_demonstration,
        "files": [
            (label, reverse("register:file", args=[text.reference, shape]))
            for shape, label in pages.FILES
            if adopted
        ],
        "code": pages.code(text) if adopted else "",
    }


def _decision(provision: Provision, names: Names) -> Row:
    text = provision.text
    day, known = text.adopted_on, Precision(text.precision)
    return {
        "on": format_known_briefly(day, known) if day else "",
        "title": Truncator(provision.words).words(WORDS),
        "url": citing.url(text, provision),
        "cited": citing.of_provision(provision, text, names).full,
        "is_demonstration": text.is_demonstration,
    }


def _day(text: Text) -> str:
    return (
        format_known(text.adopted_on, Precision(text.precision)) if text.adopted_on else ""
    )


def figures(viewer: Viewer) -> list[Figure]:
    """Return the texts of the register by kind."""
    rows = finding.registered(viewer).filter(is_demonstration=False).order_by()
    counted = rows.values_list("kind__name_es", "kind__name_en", "kind").annotate(
        count=Count("pk")
    )
    found = sorted(counted, key=lambda each: (-each[3], each[2]))
    if not found:
        return []
    total = sum(each[3] for each in found)
    return [
        Figure(
            key="texts-by-kind",
            title=_("%(count)s texts are on the register") % {"count": total},
            about=_("Texts that a source establishes, by kind"),
            heading=_("Kind of text"),
            rows=[(pick(es, en), count) for es, en, _kind, count in found],
        )
    ]


def addresses(viewer: Viewer) -> Iterator[Address]:
    """Yield the pages of the register and of the plans that anybody may read."""
    yield Address("register:texts")
    texts = {each.pk: each for each in finding.registered(viewer)}
    for text in texts.values():
        yield Address("register:text", (text.reference,))
    for provision in finding.provisions(viewer).order_by("text_id", "position", "pk"):
        text = texts[provision.text_id]
        place = citing.address(provision, text)
        yield Address("register:provision", (text.reference, place))
    yield Address("plans:plans")
    approved = Plan.objects.visible_to(viewer).order_by("code")
    for code in approved.values_list("code", flat=True):
        yield Address("plans:plan", (code,))
