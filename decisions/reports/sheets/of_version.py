"""From the rows of a version to its sheet: the only module here that reads the database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.display import format_days
from crm_portal.core.i18n import LANGUAGES
from crm_portal.library.rules import grouped
from decisions.models import (
    Proposal,
    ProposalStep,
    Text,
    TextAdoption,
    TextStatement,
    TextVersion,
)
from decisions.reports.sheets import wording
from decisions.reports.sheets.building import Facts, Offer, rows
from decisions.reports.sheets.sheet import (
    Adoption,
    Annexed,
    Corrected,
    Issued,
    Row,
    Sheet,
    Statement,
    Status,
    Two,
)
from decisions.reports.words import language_of
from decisions.rules.texts.handling import OF_THE_GROUP, Handling, State
from decisions.rules.texts.kinds import Character
from decisions.rules.texts.languages import Standing
from decisions.rules.texts.languages import State as LanguageState
from decisions.rules.texts.paragraphs import Form, Paragraph, Part, Place
from decisions.rules.texts.proposals import Operation, addition, move, removal, rewording
from decisions.rules.texts.proposals import Proposal as Ruled
from meetings.models import Meeting
from meetings.presentation.titles import Names
from members.models import Party


def of_version(
    version: TextVersion,
    *,
    against: TextVersion | None = None,
    with_proposals: bool = False,
    languages: Sequence[str] = LANGUAGES,
) -> Sheet:
    """Return a version as its outputs say it, in these languages.

    ``against``: with what changed since that version. ``with_proposals``: with what
    delegations propose on it. The adopted version is the adopted text, with what is annexed
    to it and its corrigenda.
    """
    text = version.text
    kind = text.rules
    return Sheet(
        reference=text.reference,
        occasion=text.meeting.symbol.replace("-", " ") if text.meeting else "",
        kind=kind.code,
        kind_name=Two(**kind.names),
        title=Two(text.title_es, text.title_en),
        rows=_rows(version, against, _offers(text) if with_proposals else ()),
        at=version.frozen_at or version.created_at,
        lines=tuple(_lines(text)),
        languages=tuple(languages),
        draft=version.number,
        against=against.number if against else 0,
        authoritative=text.prevailing,
        character=tuple(_character(text)),
        is_demonstration=text.is_demonstration,
        **_as_adopted(text, TextAdoption.objects.filter(version=version).first()),
    )


def _as_adopted(text: Text, adoption: TextAdoption | None) -> dict[str, Any]:
    """Return what only the adopted version has."""
    if adoption is None:
        return {}
    return {
        "status": Status.ADOPTED,
        "adoption": _adoption(adoption),
        "annexed": tuple(_annexed(text)),
        "corrigenda": tuple(_corrigenda(text)),
        "issued": _issued(adoption),
    }


def _rows(
    version: TextVersion, against: TextVersion | None, offers: Iterable[Offer]
) -> tuple[Row, ...]:
    paragraphs = list(version.paragraphs.all())
    facts = Facts(
        frozenset(each.key for each in paragraphs if each.agreed_at),
        {each.key: _standings(each.languages) for each in paragraphs if each.languages},
    )
    return rows(
        [each.ruled for each in paragraphs],
        version.text.rules,
        facts=facts,
        base=[each.ruled for each in against.paragraphs.all()] if against else None,
        offers=offers,
    )


def _standings(said: Mapping[str, Mapping[str, str]]) -> dict[str, Standing]:
    return {
        language: Standing(LanguageState(said.get(language, {}).get("state", "missing")))
        for language in LANGUAGES
    }


def _lines(text: Text) -> Iterator[Two]:
    if text.meeting is not None:
        names = Names.read()
        yield Two(*(names.title(text.meeting, language) for language in LANGUAGES))
        yield _place_and_days(text, text.meeting)
    elif text.place_es or text.place_en:
        yield Two(text.place_es, text.place_en)


def _place_and_days(text: Text, meeting: Meeting) -> Two:
    cities = Two(text.place_es or meeting.city_es, text.place_en or meeting.city_en)
    said = (
        ", ".join(
            filter(
                None,
                [
                    cities.said(language),
                    format_days(meeting.starts_on, meeting.ends_on, language),
                ],
            )
        )
        for language in LANGUAGES
    )
    return Two(*said)


def _character(text: Text) -> Iterator[Two]:
    """What each source says of the legal character, the one that holds first."""
    kind = text.rules
    held = Character(text.character) if text.character else kind.character
    source = text.character_source if text.character else kind.character_source
    yield wording.character(held, source)
    if kind.contrary:
        yield wording.contrary(kind.contrary, kind.contrary_source)


def _adoption(adoption: TextAdoption) -> Adoption:
    day = adoption.adopted_at.astimezone(ZONE_OF_RECORD).date()
    present = Party.objects.filter(code__in=adoption.present)
    return wording.adopted(adoption.way, day, [_named(party) for party in present])


def _issued(adoption: TextAdoption) -> Issued:
    code = grouped(adoption.code)
    return Issued(code, f"{settings.SITE_URL}/v/{code}", adoption.digest)


def _annexed(text: Text) -> Iterator[Annexed]:
    for each in TextStatement.objects.filter(text=text).select_related("party"):
        yield Annexed(
            Statement(each.kind),
            _named(each.party),
            each.made_at,
            Two(each.statement_es, each.statement_en),
        )


def _corrigenda(text: Text) -> Iterator[Corrected]:
    for each in text.corrigenda.all():
        at = each.issued_at
        yield Corrected(
            number=each.number,
            on=at.astimezone(ZONE_OF_RECORD).date() if at else None,
            reference=each.reference,
            language=each.language,
            was=each.printed,
            now=each.corrected,
            reason=Two(each.reason_es, each.reason_en),
        )


def _named(party: Party) -> Two:
    return Two(party.name_es, party.name_en)


def _offers(text: Text) -> list[Offer]:
    found = Proposal.objects.filter(text=text, reply=None).select_related("party", "user")
    decisions = _decisions(text)
    return [_offer(each, decisions.get(each.pk)) for each in found.order_by("number")]


def _decisions(text: Text) -> dict[int, ProposalStep]:
    """Return what the drafting group last did with each proposal."""
    taken = ProposalStep.objects.filter(proposal__text=text, step__in=OF_THE_GROUP)
    steps: Iterable[ProposalStep] = taken.select_related("user").order_by("pk")
    return {each.proposal_id: each for each in steps}


def _offer(row: Proposal, decided: ProposalStep | None) -> Offer:
    decision = decided.reason if decided else ""
    return Offer(
        proposal=_ruled(row),
        party=_named(row.party),
        at=row.made_at,
        handling=Handling(State(row.state), tuple(row.supporters)),
        reason=row.reason,
        reason_language=language_of(row.reason, row.user.language),
        decision=decision,
        decision_language=language_of(decision, decided.user.language if decided else "es"),
    )


def _ruled(row: Proposal) -> Ruled:
    by, operation = row.party.code, Operation(row.operation)
    place = _place(row)
    base = Paragraph(row.paragraph_key, row.base_es, row.base_en, place.part)
    if operation is Operation.ADD:
        form = Form(row.place.get("form") or Form.PARAGRAPH)
        new = Paragraph(row.paragraph_key, row.es, row.en, place.part, form, place.parent)
        return addition(row.number, by, new, place)
    if operation is Operation.REMOVE:
        return removal(row.number, by, base)
    if operation is Operation.MOVE:
        return move(row.number, by, base, place)
    return rewording(row.number, by, base, es=row.es or None, en=row.en or None)


def _place(row: Proposal) -> Place:
    said = row.place
    return Place(
        Part(said.get("part") or Part.OPERATIVE),
        said.get("parent") or None,
        said.get("after") or None,
    )
