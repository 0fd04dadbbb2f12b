"""The papers of a text: owed with the act, made once by the worker, stored, never made again."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.deadline_text import full_date
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import both
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob
from crm_portal.library.models.documents import Level
from crm_portal.library.services import Paper
from decisions.models import Circulation, Text, TextAdoption, TextVersion
from decisions.reports.sheets import data, paper
from decisions.reports.sheets.of_version import of_version
from decisions.reports.sheets.sheet import Sheet, in_languages
from decisions.reports.words import named
from members.models import Party

DRAFT = _("%(title)s (draft %(number)s)")
TABLE = _("%(title)s: proposals on draft %(number)s")
ADOPTED = _("Adopted on %(day)s by %(members)s")
SIGNED = _("Signed by the Pro-Tempore Presidency on %(day)s")
KINDS = {"decisions": Kind.DECISION, "letter": Kind.LETTER, "report": Kind.REPORT}
# What a circle alone reads is handed out by the page of its text, and by nothing else.
AUDIENCES = {Level.MEMBERS: Audience.MEMBERS, Level.CIRCULATION: Audience.CIRCULATION}
BOTH = (Language.BOTH, Language.SPANISH, Language.ENGLISH)


def ask_draft(found: Circulation, *, by: Viewer) -> None:
    """Owe a circulated draft, with what changed since the one before it, and the table."""
    version = found.version
    earlier = version.text.versions.filter(
        number__lt=version.number, frozen_at__isnull=False
    )
    sheet = of_version(version, against=earlier.order_by("-number").first())
    audience = AUDIENCES.get(Level(found.level), Audience.CLOSED)
    library.ask(_draft(version, sheet, audience), by=by)
    _ask_table(version, by=by)


def _draft(version: TextVersion, sheet: Sheet, audience: Audience) -> Paper:
    text = version.text
    title = {"es": text.title_es, "en": text.title_en or text.title_es}
    told = both(DRAFT, title=title, number=version.number)
    return Paper(
        kind=Kind.DRAFT,
        reference=text.reference,
        title_es=told["es"],
        title_en=told["en"],
        language=Language.BOTH,
        audience=audience,
        template=paper.template(sheet),
        context=paper.context(sheet),
        canonical=data.canonical(sheet),
        target=version,
    )


def _ask_table(version: TextVersion, *, by: Viewer) -> None:
    """Owe the comparative table of what was proposed up to a draft; it is the members'."""
    sheet = of_version(version, with_proposals=True)
    if not any(row.proposals for row in sheet.rows):
        return
    asked = _draft(version, sheet, Audience.MEMBERS)
    title = {"es": version.text.title_es, "en": version.text.title_en}
    told = both(TABLE, title=title, number=version.number)
    library.ask(
        replace(
            asked,
            kind=Kind.PROPOSALS,
            title_es=told["es"],
            title_en=told["en"],
            template=paper.PROPOSALS,
        ),
        by=by,
    )


def ask_adopted(text: Text, *, by: Viewer) -> None:
    """Owe the adopted text in both languages, in Spanish and in English.

    The bilingual one comes first: its code is that of the text's own hash.
    """
    adoption = TextAdoption.objects.select_related("version__text__kind").get(text=text)
    sheet = of_version(adoption.version)
    for each in _adopted(text, adoption, sheet):
        library.ask(each, by=by)


def _adopted(text: Text, adoption: TextAdoption, sheet: Sheet) -> Iterator[Paper]:
    attests = _attestation(adoption)
    for language in BOTH:
        own = sheet if language == Language.BOTH else in_languages(sheet, language)
        yield Paper(
            kind=KINDS.get(text.kind.code, Kind.DECLARATION),
            reference=text.reference,
            title_es=text.title_es,
            title_en=text.title_en or text.title_es,
            language=language,
            audience=Audience.MEMBERS,
            template=paper.template(own),
            context=paper.context(own),
            canonical=data.canonical(own),
            target=text,
            attestation_es=attests["es"],
            attestation_en=attests["en"],
        )


def _attestation(adoption: TextAdoption) -> dict[str, str]:
    day = Viewer(at=adoption.adopted_at).on
    on = {language: full_date(day, language) for language in LANGUAGES}
    if not adoption.present:
        return both(SIGNED, day=on)
    members = named(Party.objects.filter(code__in=adoption.present))
    return both(ADOPTED, day=on, members=members)


def publish(text: Text, *, by: Viewer) -> None:
    """Publish the adopted papers, each as soon as it is made."""
    for job in RenderJob.objects.of(text):
        library.publish_when_made(job.pk, by=by, is_released=True)


def renew(text: Text, *, by: Viewer) -> None:
    """Owe the adopted papers anew after something was annexed or corrected beside the text."""
    ask_adopted(text, by=by)
    if text.published_at is not None:
        publish(text, by=by)
