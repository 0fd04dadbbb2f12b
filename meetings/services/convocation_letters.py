"""Letters of convocation on their way: numbered, signed, sent with proof, answered."""

from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit, notifications
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.sections import both, two
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob, StoredFile
from meetings.meeting_states import State
from meetings.models import (
    AnswerKind,
    BodyKind,
    ConvocationAnswer,
    ConvocationLetter,
    Meeting,
    PartyClass,
)
from meetings.rights import Rights
from meetings.rules import convocation as rules
from meetings.services import steps
from meetings.services.agenda import speaks
from meetings.services.convocation import (
    locked_convocation,
    require_convener,
    require_sender,
)
from members.access import focal_points, secretariat, voice_focal_points

ATTESTS = gettext_lazy("A letter by which a party is called to a meeting of the Conference")
TITLE = gettext_lazy("Letter of convocation")
MEMBERS = (PartyClass.MEMBER, PartyClass.PPT, PartyClass.OTHER_TROIKA)


@transaction.atomic
def edit(pk: int, *, by: Viewer, **words: str) -> ConvocationLetter:
    """Change the words of one letter before it is issued."""
    letter = _letter(pk, by)
    if letter.issued_at is not None:
        raise Conflict(_("It is issued: its words do not change."), code="issued")
    for name in ("subject_es", "subject_en", "body_es", "body_en"):
        if not words.get(name, "").strip():
            raise Invalid(_("A letter is written in both languages."), code="required")
        setattr(letter, name, words[name].strip())
    letter.save()
    audit.record(letter, "edited", by=by)
    return letter


@transaction.atomic
def issue(pk: int, *, by: Viewer) -> ConvocationLetter:
    """Number a letter and owe its paper; from here on its words do not change."""
    letter = _letter(pk, by)
    meeting = letter.convocation.meeting
    require_sender(meeting, by)
    if letter.issued_at is not None:
        raise Conflict(_("It has its number already."), code="issued")
    unfilled = rules.FIELD.findall(letter.body_es + letter.body_en + letter.subject_es)
    if unfilled:
        raise Conflict(
            _("These fields are not filled in: %(names)s.")
            % {"names": ", ".join(dict.fromkeys(unfilled))},
            code="fields",
        )
    letter.number = _next_number(_office(meeting, by), by.on.year)
    letter.issued_at = by.at
    letter.save(update_fields=["number", "issued_at"])
    _ask_paper(letter, by)
    audit.record(letter, "issued", by=by, number=letter.number)
    return letter


@transaction.atomic
def issue_all(convocation_id: int, *, by: Viewer) -> list[ConvocationLetter]:
    """Number every letter that is written and has no number, in the order of the parties."""
    made = locked_convocation(convocation_id, by)
    require_sender(made.meeting, by)
    waiting = made.letters.filter(issued_at=None, called_off_at=None)
    return [issue(pk, by=by) for pk in waiting.values_list("pk", flat=True)]


@transaction.atomic
def keep_signed_copy(
    pk: int, *, file: StoredFile, name: str, by: Viewer
) -> ConvocationLetter:
    """Keep the signed copy of an issued letter: it is what its addressee downloads."""
    letter = _letter(pk, by)
    if letter.issued_at is None:
        raise Conflict(_("Issue the letter first."), code="not_issued")
    letter.signed_copy, letter.signed_copy_name = file, name[:200]
    letter.save(update_fields=["signed_copy", "signed_copy_name"])
    audit.record(letter, "signed_copy_kept", by=by, sha256=file.pk)
    return letter


@transaction.atomic
def send(pk: int, *, by: Viewer) -> ConvocationLetter:
    """Send a letter: its addressee's focal points are told, and the outbox keeps the proof.

    The first letter sent convenes a planned meeting.
    """
    letter = _letter(pk, by)
    meeting = letter.convocation.meeting
    require_sender(meeting, by)
    if letter.issued_at is None:
        raise Conflict(_("Issue the letter first."), code="not_issued")
    if letter.sent_at is not None:
        raise Conflict(_("It was sent already."), code="sent")
    if meeting.state == State.PLANNED:
        steps.convene(meeting.pk, by=by)
    letter.sent_at, letter.sent_by = by.at, by.label
    letter.save(update_fields=["sent_at", "sent_by"])
    notifications.owe(
        "convocation.letter",
        letter,
        to=addressees(letter, by),
        key=f"convocation:{letter.pk}:letter",
        by=by,
    )
    audit.record(letter, "sent", by=by, number=letter.number)
    return letter


@transaction.atomic
def send_all(convocation_id: int, *, by: Viewer) -> list[ConvocationLetter]:
    """Send every letter that has its number and was not sent."""
    made = locked_convocation(convocation_id, by)
    require_sender(made.meeting, by)
    waiting = made.letters.filter(sent_at=None, called_off_at=None).exclude(issued_at=None)
    return [send(pk, by=by) for pk in waiting.values_list("pk", flat=True)]


@transaction.atomic
def call_off(pk: int, *, by: Viewer) -> ConvocationLetter:
    """Take a letter back: an invitation that it gave ends with it."""
    letter = _letter(pk, by)
    require_sender(letter.convocation.meeting, by)
    letter.called_off_at = by.at
    letter.save(update_fields=["called_off_at"])
    audit.record(letter, "called_off", by=by)
    return letter


@transaction.atomic
def answer(
    pk: int,
    *,
    kind: str,
    by: Viewer,
    level: str = "",
    note: str = "",
    transcribed_from: str = "",
) -> ConvocationAnswer:
    """Answer a letter for its addressee, or write down what it answered otherwise."""
    found = ConvocationLetter.objects.visible_to(by).select_for_update(of=("self",))
    letter = found.select_related("convocation__meeting").get(pk=pk)
    _require_answerer(letter, by, transcribed_from)
    if letter.sent_at is None or letter.called_off_at is not None:
        raise Conflict(_("That letter is not one to answer."), code="not_sent")
    if kind not in AnswerKind.values:
        raise Invalid(_("Say whether you attend."), code="kind")
    if letter.convocation.meeting.state in {State.CLOSED, State.FINAL, State.CALLED_OFF}:
        raise Conflict(_("That meeting is over."), code="over")
    made = ConvocationAnswer.objects.create(
        letter=letter,
        kind=kind,
        level=level.strip() if kind == AnswerKind.ATTENDS else "",
        note=note.strip(),
        transcribed_from=transcribed_from.strip(),
        answered_at=by.at,
        answered_by=by.label,
    )
    audit.record(letter, "answered", by=by, kind=kind)
    return made


def may_answer(letter: ConvocationLetter, by: Viewer) -> bool:
    """Say whether ``by`` answers for the addressee, or may write its answer down."""
    if by.has(Role.SECRETARIAT):
        return True
    return speaks(by) and by.party_id == letter.party_id


def addressees(letter: ConvocationLetter, by: Viewer) -> list[int]:
    """Return the accounts that a letter goes to: its addressee's, and the Secretariat's."""
    here = Rights.of(None, by.at)
    is_member = here.class_of(letter.party_id) in MEMBERS
    find = voice_focal_points if is_member else focal_points
    return [*find([letter.party_id], by.at), *secretariat(by.at)]


def papers_of(letter: ConvocationLetter) -> QuerySet[RenderJob]:
    """Return the paper of an issued letter."""
    return RenderJob.objects.of(letter).select_related("document__pdf")


def _require_answerer(letter: ConvocationLetter, by: Viewer, written: str) -> None:
    if not may_answer(letter, by):
        raise Refused(_("Its addressee answers a letter, through its focal point."))
    if by.has(Role.SECRETARIAT) and not written.strip():
        raise Invalid(_("Say where the answer is written."), code="required")


def _letter(pk: int, by: Viewer) -> ConvocationLetter:
    found = ConvocationLetter.objects.select_for_update(of=("self",))
    letter = found.select_related("convocation__meeting__body", "party").get(pk=pk)
    require_convener(letter.convocation.meeting, by)
    if letter.called_off_at is not None:
        raise Conflict(_("That letter was taken back."), code="called_off")
    return letter


def _office(meeting: Meeting, by: Viewer) -> str:
    if meeting.body.kind != BodyKind.EVENT:
        return rules.PRESIDENCY
    host = meeting.host
    return host.code if host and host.pk == by.party_id else rules.SECRETARIAT


def _next_number(office: str, year: int) -> str:
    """Return the next number of that office and year: one letter at a time takes one."""
    prefix = rules.letter_number(office, year, 0).rpartition("/")[0] + "/"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [prefix])
    taken = ConvocationLetter.objects.filter(number__startswith=prefix)
    known = taken.values_list("number", flat=True)
    last = max((int(each.removeprefix(prefix)) for each in known), default=0)
    return rules.letter_number(office, year, last + 1)


def _ask_paper(letter: ConvocationLetter, by: Viewer) -> RenderJob:
    made = letter.convocation
    title, said = both(TITLE), both(ATTESTS)
    context: dict[str, Any] = {
        "reference": letter.number,
        "title": title,
        "party": two(letter.party.name_es, letter.party.name_en),
        "subject": two(letter.subject_es, letter.subject_en),
        "body": two(letter.body_es, letter.body_en),
        "signed_by": made.signed_by,
        "office": two(made.office_es, made.office_en),
        "issued_at": by.at.isoformat(),
        "demonstration": settings.DEMONSTRATION,
    }
    paper = library.Paper(
        kind=Kind.LETTER,
        reference=letter.number,
        title_es=letter.subject_es,
        title_en=letter.subject_en,
        language=Language.BOTH,
        # Handed out by the page of the letter, to those who may read that letter.
        audience=Audience.CLOSED,
        template="pdf/convocation.html",
        context=context,
        target=letter,
        attestation_es=said["es"],
        attestation_en=said["en"],
    )
    return library.ask(paper, by=by)
