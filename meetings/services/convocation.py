"""Convening a meeting: the letter as it is drafted, and to whom it is addressed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import letters, rights
from meetings.meeting_states import State
from meetings.models import (
    BodyKind,
    Convocation,
    ConvocationLetter,
    LetterBasis,
    Meeting,
    PartyClass,
    Right,
)
from meetings.rights import Rights
from meetings.rules import Ground, Verdict
from meetings.rules import convocation as rules
from meetings.services.agenda import lock
from members.models import Party

WORDS = (
    "subject_es",
    "subject_en",
    "body_es",
    "body_en",
    "signed_by",
    "office_es",
    "office_en",
)


@dataclass(frozen=True, slots=True)
class Called:
    """A party, why it is called or may be, and what the matrix says."""

    party: Party
    verdict: Verdict
    by_right: bool
    invitable: bool


@transaction.atomic
def draft(
    meeting_id: int,
    *,
    by: Viewer,
    answer_by: date | None,
    remind_on: Iterable[date] = (),
    **words: str,
) -> Convocation:
    """Write or rewrite the letter of a meeting, with its named fields and its dates."""
    meeting = lock(meeting_id)
    require_convener(meeting, by)
    _require_ahead(meeting)
    _require_words(words)
    _require_dates(meeting, answer_by, remind_on, by)
    found = Convocation.objects.filter(meeting=meeting).first()
    made = found or Convocation(meeting=meeting)
    for name in WORDS:
        setattr(made, name, words.get(name, "").strip())
    made.answer_by, made.remind_on = answer_by, sorted(set(remind_on))
    made.recorded_at, made.recorded_by = by.at, by.label
    made.save()
    audit.record(made, "drafted", by=by)
    return made


@transaction.atomic
def address(
    convocation_id: int, party_id: int, *, by: Viewer, invited: bool = False
) -> ConvocationLetter:
    """Write the letter to one party: by right, or because the presidency invites it.

    A party that the matrix keeps out is refused with its rule; one whose right to attend
    waits for an invitation needs one, which only the presidency gives (001:399, 001:441).
    """
    made = locked_convocation(convocation_id, by)
    party = Party.objects.get(pk=party_id)
    here = Rights.of(made.meeting, by.at)
    if party_id == _convener(made.meeting, here):
        raise Conflict(_("Whoever convenes is not called by letter."), code="convener")
    verdict = _attend(here, made.meeting, party_id)
    if rules.is_called(verdict):
        basis = LetterBasis.BY_RIGHT
    elif not rules.may_be_invited(verdict):
        rights.require(verdict, Right.ATTEND)
        raise Refused(_("It is not called to this meeting."))
    elif not invited:
        raise Conflict(
            _("It attends only if it is invited: say that the presidency invites it."),
            code="invitation",
            rule=verdict.sources.split(" ")[0],
        )
    else:
        _require_inviter(made.meeting, by)
        basis = LetterBasis.INVITATION
    if made.letters.filter(party=party, called_off_at=None).exists():
        raise Conflict(_("There is a letter to that party already."), code="duplicate")
    told = letters.fields(made, party, by)
    letter = ConvocationLetter.objects.create(
        convocation=made,
        party=party,
        basis=basis,
        rule=verdict.sources,
        **{
            f"{name}_{lang}": rules.filled(getattr(made, f"{name}_{lang}"), told[lang])
            for name in ("subject", "body")
            for lang in ("es", "en")
        },
    )
    audit.record(letter, "written", by=by, party=party.code, basis=basis)
    return letter


@transaction.atomic
def address_all(convocation_id: int, *, by: Viewer) -> list[ConvocationLetter]:
    """Write the letters to every party that is called by right and has none yet."""
    made = locked_convocation(convocation_id, by)
    has = set(made.letters.filter(called_off_at=None).values_list("party_id", flat=True))
    return [
        address(made.pk, each.party.pk, by=by)
        for each in parties(made.meeting, by)
        if each.by_right and each.party.pk not in has
    ]


def parties(meeting: Meeting, by: Viewer) -> list[Called]:
    """Return every party that is called or may be, with what the matrix says of it."""
    here = Rights.of(meeting, by.at)
    known = Party.objects.filter(pk__in={*here.classes, *here.met}).order_by("order")
    convener = _convener(meeting, here)
    found = []
    for party in known:
        if here.class_of(party.pk) == PartyClass.SECRETARIAT or party.pk == convener:
            continue
        verdict = _attend(here, meeting, party.pk)
        by_right, invitable = rules.is_called(verdict), rules.may_be_invited(verdict)
        found.append(Called(party, verdict, by_right, invitable))
    return found


def may_convene(meeting: Meeting, by: Viewer) -> bool:
    """Say whether ``by`` sends the letters of this meeting."""
    is_event = meeting.body.kind == BodyKind.EVENT
    return rules.may_convene(by, is_event=is_event, host_id=meeting.host_id)


def may_draft(meeting: Meeting, by: Viewer) -> bool:
    """Say whether ``by`` writes them: the Secretariat helps whoever convenes (001:451)."""
    return by.has(Role.SECRETARIAT) or may_convene(meeting, by)


def require_convener(meeting: Meeting, by: Viewer) -> None:
    """Raise Refused unless ``by`` writes the letters of this meeting."""
    if not may_draft(meeting, by):
        raise Refused(
            _("The presidency convenes, and the Secretariat helps it to."), rule="001:399"
        )


def require_sender(meeting: Meeting, by: Viewer) -> None:
    if not may_convene(meeting, by):
        is_event = meeting.body.kind == BodyKind.EVENT
        raise Refused(
            _("Whoever hosts a workshop convenes it, with the Secretariat.")
            if is_event
            else _("The presidency convenes to the Conference's own meetings."),
            rule="001:406" if is_event else "001:399",
        )


def _require_inviter(meeting: Meeting, by: Viewer) -> None:
    if not may_convene(meeting, by):
        raise Refused(_("An invitation is the presidency's to give."), rule="001:399")


def _require_ahead(meeting: Meeting) -> None:
    if meeting.state not in {State.PLANNED, State.CONVENED}:
        raise Conflict(_("Only a meeting that lies ahead is convened."), code="over")


def _require_words(words: dict[str, str]) -> None:
    needed = ("subject_es", "subject_en", "body_es", "body_en", "signed_by", "office_es")
    if not all(words.get(name, "").strip() for name in needed):
        raise Invalid(_("A letter is written in both languages."), code="required")
    unknown = rules.unknown_fields(" ".join(words.values()))
    if unknown:
        raise Invalid(
            _("No letter knows these fields: %(names)s.") % {"names": ", ".join(unknown)},
            code="fields",
        )


def _require_dates(
    meeting: Meeting, answer_by: date | None, remind_on: Iterable[date], by: Viewer
) -> None:
    dates = [each for each in (answer_by, *remind_on) if each is not None]
    if any(each >= meeting.starts_on for each in dates):
        raise Invalid(_("Answers are asked for before the meeting opens."), code="dates")
    if answer_by is not None and answer_by < by.on:
        raise Invalid(_("The last day for an answer has passed."), code="dates")


def locked_convocation(pk: int, by: Viewer) -> Convocation:
    found = Convocation.objects.select_for_update(of=("self",))
    made = found.select_related("meeting__body", "meeting__host").get(pk=pk)
    require_convener(made.meeting, by)
    _require_ahead(made.meeting)
    return made


def _convener(meeting: Meeting, here: Rights) -> int | None:
    """Return the party that convenes: the presiding country, or the host of a workshop."""
    if meeting.body.kind == BodyKind.EVENT:
        return meeting.host_id
    presiding = (pk for pk, known in here.classes.items() if known == PartyClass.PPT)
    return next(presiding, None)


def _attend(here: Rights, meeting: Meeting, party_id: int) -> Verdict:
    return here.may(
        Right.ATTEND, meeting.body.forum, party_id, also_met=[Ground.COMPOSITION]
    )
