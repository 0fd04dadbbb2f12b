"""Texts and their provisions as they are found, in the register or at the table."""

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library.models.search import SearchEntry
from crm_portal.library.searching.sources import Source, shortened
from decisions.models import Provision, Text
from decisions.models.kinds import TextKind
from decisions.presentation.register import citing
from decisions.text_states import STANDING
from meetings.presentation.titles import Names


def texts(keys: Collection[int]) -> Iterator[SearchEntry]:
    """Yield the entries of texts: what they are called and what a source says they say."""
    rows = Text.objects.filter(pk__in=keys).exclude(reference=None)
    for text in rows.select_related("meeting"):
        page = "register:text" if text.state in STANDING else "texts:text"
        yield SearchEntry(
            kind="text",
            target_id=text.pk,
            reference=text.reference,
            title_es=text.title_es,
            title_en=text.title_en,
            words_es=shortened(f"{text.summary_es}\n{text.note_es}"),
            words_en=shortened(f"{text.summary_en}\n{text.note_en}"),
            dated=text.adopted_on,
            precision=text.precision,
            series=text.meeting.symbol if text.meeting else "",
            sort=text.kind_id or "",
            languages=" ".join(sorted(text.languages.replace(",", " ").split())),
            address=[page, text.reference],
        )


def provisions(keys: Collection[int]) -> Iterator[SearchEntry]:
    """Yield the entries of single decisions, conclusions and paragraphs of adopted texts."""
    names = Names.read()
    rows = Provision.objects.filter(pk__in=keys, text__state__in=STANDING)
    related = rows.select_related("text__kind", "text__meeting__body", "text__body")
    for provision in related:
        text = provision.text
        yield SearchEntry(
            kind="provision",
            target_id=provision.pk,
            reference=f"{text.reference} {citing.address(provision, text)}",
            title_es=citing.of_provision(provision, text, names, "es").full,
            title_en=citing.of_provision(provision, text, names, "en").full,
            words_es=shortened(provision.words_es),
            words_en=shortened(provision.words_en),
            dated=text.adopted_on,
            precision=text.precision,
            series=text.meeting.symbol if text.meeting else "",
            sort=text.kind_id or "",
            languages=_written(provision),
            address=[
                "register:provision",
                text.reference,
                citing.address(provision, text),
            ],
        )


def _written(provision: Provision) -> str:
    both = {"es": provision.words_es, "en": provision.words_en}
    return " ".join(language for language, words in both.items() if words)


def _readable(viewer: Viewer) -> QuerySet[Text]:
    """Return the texts that have a page for the viewer where their entries lead."""
    at_the_table = Text.objects.visible_to(viewer).exclude(state__in=STANDING)
    register = Text.objects.register_for(viewer)
    return Text.objects.filter(
        Q(pk__in=at_the_table.values("pk")) | Q(pk__in=register.values("pk"))
    )


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of texts, in their order, in the active language."""
    return [(kind.code, kind.name) for kind in TextKind.objects.all()]


TEXTS = Source(
    kind="text",
    label=_("Texts"),
    build=texts,
    visible=_readable,
    every=Text.objects.all,
    sorts=kinds,
)
PROVISIONS = Source(
    kind="provision",
    label=_("Decisions and paragraphs"),
    build=provisions,
    visible=Provision.objects.visible_to,
    every=Provision.objects.all,
)
