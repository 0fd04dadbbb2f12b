"""Commitments, requests, a questionnaire, a matrix and an item of news, invented and marked so.

The decisions that are followed up are real; what is told of them is not. Each thing is done
by the service that would do it in earnest, on the day on which it is told to have happened.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from crm_portal.core import clock
from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.library import services as library
from decisions import following_notices
from decisions.models import Provision, Text
from decisions.models.following import Commitment, Lead
from decisions.models.following_requests import InformationRequest, ReminderKind
from decisions.services.common import one_at_a_time
from decisions.services.following import (
    commitments,
    matrices,
    matrix_keeping,
    questionnaires,
    requests,
)
from decisions.services.following.commitments import NewCommitment
from decisions.services.following.matrices import Said
from decisions.services.following.matrix_keeping import NewMatrix, NewTopic
from decisions.services.following.requests import NewRequest
from members.access import troika_at, viewer_for
from members.models import Mandate, Party

Told = Mapping[str, Any]
FOLLOW_UP: Told = tomllib.loads(
    Path(__file__).with_name("follow_up.toml").read_text("utf-8")
)
# What was told so long ago is told nobody any more.
STALE = timedelta(days=7)
TWO_PERSONS = 2


@dataclass
class Desk:
    """Who follows up, and who answers for each party; provisions by text and number."""

    at: datetime
    presidency: Viewer
    secretariat: Viewer
    second: Viewer
    voices: Mapping[str, Viewer]
    parties: Mapping[str, int]
    texts: Mapping[str, int]
    provisions: Mapping[tuple[str, str], int]
    made: dict[str, int] = field(default_factory=dict)

    def on(self, viewer: Viewer, days: int) -> Viewer:
        """Return that person as of so many days from now (before it: negative)."""
        return replace(viewer, at=self.at + timedelta(days=days))

    def day(self, days: int | None) -> date | None:
        """Return the civil day so many days from now; None: none is told."""
        return None if days is None else self.secretariat.on + timedelta(days=days)

    def chair(self, days: int) -> Viewer:
        """Return the presidency of that day: it is then that of its country."""
        by = self.on(self.presidency, days)
        return replace(by, party_id=troika_at(by.at).current or by.party_id)


@transaction.atomic
def prepare() -> int:
    """Lay what is followed up, once; return how many times it was done (0 or 1).

    Nothing is laid before the facts are there, nor while an office is empty, nor once
    somebody has begun to follow up by themselves.
    """
    one_at_a_time("demonstration:follow_up")
    is_begun = Commitment.objects.exists() or InformationRequest.objects.exists()
    desk = None if is_begun else _opened(clock.now())
    if desk is None:
        return 0
    for told in FOLLOW_UP["commitment"]:
        _commit(told, desk)
    for told in FOLLOW_UP["request"]:
        _ask(told, desk)
    _assess(FOLLOW_UP["questionnaire"], desk)
    _keep(FOLLOW_UP["matrix"], desk)
    _publish(FOLLOW_UP["news"], desk)
    _tell_nobody_of_the_past(desk)
    return 1


def _opened(at: datetime) -> Desk | None:
    """Return who is there, unless a text, a country's voice or an office is missing at ``at``."""
    voices, officers = _people(at)
    presides = next((each for each in voices.values() if each.has(Role.PRESIDENCY)), None)
    texts = dict(Text.objects.filter(reference__in=_texts()).values_list("reference", "pk"))
    is_short = len(officers) < TWO_PERSONS or bool(_asked(at) - voices.keys())
    if presides is None or is_short or texts.keys() != _texts():
        return None
    named = Provision.objects.filter(text__in=texts.values(), part="operative")
    rows = named.values_list("text__reference", "number", "pk")
    return Desk(
        at,
        presides,
        officers[0],
        officers[1],
        {**voices, "ST": officers[0]},
        dict(Party.objects.values_list("code", "pk")),
        texts,
        {(text, number): pk for text, number, pk in rows},
    )


def _people(at: datetime) -> tuple[dict[str, Viewer], list[Viewer]]:
    """Return the first focal point of each party, and the officers of the Secretariat."""
    mandates = Mandate.objects.at(at).filter(user__is_demonstration=True)
    held = mandates.select_related("user", "party").order_by("user_id")
    voices: dict[str, Viewer] = {}
    for mandate in held.focal_points():
        if mandate.party.code not in voices:
            voices[mandate.party.code] = viewer_for(mandate.user, at)
    offices = held.filter(role=Role.SECRETARIAT)
    return voices, [viewer_for(mandate.user, at) for mandate in offices]


def _asked(at: datetime) -> set[str]:
    """Return who is asked to report: the members, and who administers the fund."""
    members = Party.objects.members_on(at.astimezone(ZONE_OF_RECORD).date())
    return {"OIM", *members.values_list("code", flat=True)}


def _texts() -> set[str]:
    return {told["text"] for told in FOLLOW_UP["commitment"]}


def _marked(told: Told) -> tuple[str, str]:
    """Return the words in both languages, each with the mark of what is invented."""
    es, en = FOLLOW_UP["mark_es"], FOLLOW_UP["mark_en"]
    return f"{told['es']} {es}", f"{told['en']} {en}"


# -- commitments -------------------------------------------------------------------------


def _commit(told: Told, desk: Desk) -> None:
    what_es, what_en = _marked(told)
    is_chair = told["lead"] == Lead.PRESIDENCY
    number = told.get("provision", "")
    new = NewCommitment(
        text_id=desk.texts[told["text"]],
        provision_id=desk.provisions[told["text"], number] if number else None,
        what_es=what_es,
        what_en=what_en,
        lead=Lead.PRESIDENCY if is_chair else Lead.PARTY,
        lead_party_id=None if is_chair else desk.parties[told["lead"]],
        partners=[desk.parties[code] for code in told.get("partners", ())],
        by_country=told.get("by_country", True),
        due_on=desk.day(told.get("due")),
        review_on=desk.day(told.get("review")),
        evidence_es=told.get("evidence_es", ""),
        evidence_en=told.get("evidence_en", ""),
        theme=told.get("theme", ""),
        source=FOLLOW_UP["source"],
    )
    by = desk.on(desk.secretariat, told["made"])
    commitment = commitments.commit(new, by=by)
    Commitment.objects.filter(pk=commitment.pk).update(is_demonstration=True)
    desk.made[f"{told['text']} {number}".strip()] = commitment.pk
    for code, on, word, es, en in told["reports"]:
        commitments.report_status(
            commitment.pk, word, said_es=es, said_en=en, by=desk.on(desk.voices[code], on)
        )
    if "closed" in told:
        commitments.close(
            commitment.pk,
            outcome_es=told["outcome_es"],
            outcome_en=told["outcome_en"],
            by=desk.chair(told["closed"]),
        )


# -- what members are asked --------------------------------------------------------------


def _ask(told: Told, desk: Desk) -> None:
    title_es, title_en = _marked(told)
    new = NewRequest(
        kind=told["kind"],
        title_es=title_es,
        title_en=title_en,
        text_es=told["text_es"],
        text_en=told["text_en"],
        due_on=desk.day(told["due"]),
        fields=told.get("fields", ()),
        commitment_id=desk.made[told["commitment"]],
        source=FOLLOW_UP["source"],
    )
    asked = requests.open_request(new, by=desk.chair(told["asked"]))
    InformationRequest.objects.filter(pk=asked.pk).update(is_demonstration=True)
    reminded = told.get("reminded", 0)
    replies = sorted(told["replies"].items(), key=lambda each: each[1])
    _reply(asked, [each for each in replies if each[1] <= reminded], told, desk)
    if "reminded" in told:
        by = desk.on(desk.secretariat, reminded)
        requests.remind(asked.pk, ReminderKind.BULLETIN, by=by)
    _reply(asked, [each for each in replies if each[1] > reminded], told, desk)


def _reply(
    asked: InformationRequest, replies: Iterable[tuple[str, int]], told: Told, desk: Desk
) -> None:
    for code, on in replies:
        requests.reply_request(
            asked.pk,
            said_es=told.get("said_es", ""),
            said_en=told.get("said_en", ""),
            data=told.get("data"),
            by=desk.on(desk.voices[code], on),
        )


def _assess(told: Told, desk: Desk) -> None:
    title_es, title_en = _marked(told)
    asked = questionnaires.open_questionnaire(
        told["series"],
        told["question"],
        title_es=title_es,
        title_en=title_en,
        due_on=desk.day(told["due"]),
        by=desk.on(desk.secretariat, told["asked"]),
    )
    for answer in told["answer"]:
        keep = (
            questionnaires.hand_in if "is_final" in answer else questionnaires.save_answers
        )
        keep(
            asked.pk, answer["said"], by=desk.on(desk.voices[answer["party"]], answer["on"])
        )


def _keep(told: Told, desk: Desk) -> None:
    name_es, name_en = _marked(told)
    topics = [NewTopic(*_marked(topic)) for topic in told["topic"]]
    new = NewMatrix("words", name_es, topics, name_en, FOLLOW_UP["source"])
    matrix = matrix_keeping.open_matrix(new, by=desk.on(desk.secretariat, told["on"]))
    for topic, said in zip(matrix.topics.order_by("position"), told["topic"], strict=True):
        for cell in said["cells"]:
            _fill(topic.pk, cell, desk)


def _fill(topic: int, told: Told, desk: Desk) -> None:
    """Let a country propose its cell; the Secretariat confirms it where that is told."""
    by = desk.on(desk.voices[told["party"]], told["on"])
    said = Said(FOLLOW_UP["source"], said_es=told["es"], said_en=told["en"])
    cell = matrices.propose_cell(topic, desk.parties[told["party"]], said, by=by)
    if "confirmed" in told:
        matrices.confirm_cell(cell.pk, by=desk.on(desk.secretariat, told["confirmed"]))


# -- news --------------------------------------------------------------------------------


def _publish(told: Told, desk: Desk) -> None:
    """Write an item of news; the second person of the Secretariat approves it."""
    title_es, title_en = _marked(told)
    by = desk.on(desk.secretariat, told["written"])
    words = library.Words(
        title_es=title_es,
        title_en=title_en,
        words_es=told["words_es"],
        words_en=told["words_en"],
        public_from=by.at,
    )
    item = library.write_news(words, by=by)
    library.approve_news(item.pk, by=desk.on(desk.second, told["approved"]))


def _tell_nobody_of_the_past(desk: Desk) -> None:
    """Skip the letters of what happened long ago, those of what has long been overdue with it."""
    late = Commitment.objects.live().filter(due_on__lt=desk.day(-STALE.days))
    for commitment in late:
        by = desk.on(desk.secretariat, -STALE.days - 1)
        following_notices.tell(following_notices.OVERDUE, commitment, by=by)
    of_these = Q(event__startswith="request.") | Q(event__startswith="commitment.")
    past = Notice.objects.owed().filter(of_these, owed_at__lt=desk.at - STALE)
    past.update(skipped_at=desk.at, outcome="stale")
