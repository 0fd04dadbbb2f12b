"""The outcome record, written once and never changed, and the papers that it becomes."""

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.deadline_text import full_date
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import both
from crm_portal.library import rules as library_rules
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob
from crm_portal.library.services import Paper
from decisions import reports
from decisions.models import Consultation, OutcomeRecord, TextVersion
from decisions.models.outcomes import RecordKind
from decisions.reports.words import Text, named
from members.models import Party

TITLE = _("Outcome record: %(subject)s")
ATTESTS = _("Outcome recorded by the Pro-Tempore Presidency on %(day)s")
ADOPTED = _("Adopted by consensus on %(day)s by %(members)s")


def write(consultation: Consultation, kind: RecordKind, *, by: Viewer) -> OutcomeRecord:
    """Fix what the consultation amounted to, with all that led there, under its SHA-256.

    A later record of the same consultation repeats the first one word for word, and adds
    what came afterwards.
    """
    earlier = consultation.records.order_by("pk").first()
    if earlier is None:
        data = reports.outcome_record(consultation.pk, kind, by=by)
    else:
        data = reports.successor(earlier, kind, by=by)
    return OutcomeRecord.objects.create(
        consultation=consultation,
        kind=kind,
        data=data,
        digest=library_rules.sha256(library_rules.canonical_json(data)),
        recorded_at=by.at,
        recorded_by_id=by.signer,
    )


def ask_papers(consultation: Consultation, record: OutcomeRecord, *, by: Viewer) -> None:
    """Owe the record on paper in each language; with consensus, the adopted text too.

    All of them are for the members until the presidency publishes the text; the record
    stays theirs.
    """
    for language in LANGUAGES:
        library.ask(_record_paper(consultation, record, language), by=by)
    if record.kind == RecordKind.CONSENSUS:
        library.ask(_adopted_paper(consultation, record), by=by)


def publish_papers(consultation: Consultation, *, by: Viewer) -> None:
    """Publish the adopted text, as soon as it is made; nobody waits for that here."""
    for job in RenderJob.objects.of(consultation).filter(kind=Kind.ADOPTED_TEXT):
        library.publish_when_made(job.pk, by=by)


def _record_paper(
    consultation: Consultation, record: OutcomeRecord, language: str
) -> Paper:
    """The code of the Spanish paper is that of the record's own hash, printed on both."""
    subject = {"es": consultation.subject_es, "en": _english(consultation)}
    title = both(TITLE, subject=subject)
    attests = both(ATTESTS, day=_day(record))
    return Paper(
        kind=Kind.OUTCOME_RECORD,
        reference=consultation.reference,
        title_es=title["es"],
        title_en=title["en"],
        language=language,
        audience=Audience.MEMBERS,
        template="pdf/outcome_record.html",
        context=record.data,
        canonical=library_rules.canonical_json(record.data),
        target=consultation,
        attestation_es=attests["es"],
        attestation_en=attests["en"],
    )


def _adopted_paper(consultation: Consultation, record: OutcomeRecord) -> Paper:
    """The code is that of the text's hash: whoever holds the text can compute it."""
    version = _agreed_version(consultation)
    text = consultation.text
    title = {"es": text.title_es, "en": text.title_en or text.title_es}
    attests = both(ADOPTED, day=_day(record), members=_adopting(record))
    return Paper(
        kind=Kind.ADOPTED_TEXT,
        reference=consultation.reference,
        title_es=title["es"],
        title_en=title["en"],
        language=Language.BOTH,
        audience=Audience.MEMBERS,
        template="pdf/adopted.html",
        context=reports.adopted_text(record, version, title=title),
        canonical=library_rules.canonical_text(
            {"number": row.number, "es": row.es, "en": row.en}
            for row in version.paragraphs.all()
        ),
        target=consultation,
        attestation_es=attests["es"],
        attestation_en=attests["en"],
    )


def _agreed_version(consultation: Consultation) -> TextVersion:
    """The version of the last round, with its corrigenda: the one that was agreed."""
    asked = consultation.rounds.select_related("version").order_by("-number")[0]
    version: TextVersion = asked.version
    return version


def _adopting(record: OutcomeRecord) -> Text:
    codes = [row["code"] for row in record.data["positions"]]
    return named(Party.objects.filter(code__in=codes))


def _day(record: OutcomeRecord) -> Text:
    day = Viewer(at=record.recorded_at).on
    return {language: full_date(day, language) for language in LANGUAGES}


def _english(consultation: Consultation) -> str:
    return consultation.subject_en or consultation.subject_es
