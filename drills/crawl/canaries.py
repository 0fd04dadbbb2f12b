"""Words that only some may read, and the search for them in what the others get.

Each is taken from a record as it stands: what a row says that ``visible_to`` does not show a
person, and no row that it does show says too, may be in nothing that this person gets. A few
more are planted where the demonstration left a field empty that nobody else may read.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q

from crm_portal.core.access import Role, Viewer
from crm_portal.library.models import IssuedDocument
from decisions.models import Consultation, Paragraph, Proposal, Reply, Round
from decisions.models.consultations import TroikaVoice
from decisions.models.replies import Channel
from decisions.models.rounds import RoundStatus

SHORTEST, LONGEST = (
    14,
    40,
)  # characters of a canary; longer words are known by their beginning
FEW = 600
BLANK = re.compile(r"\s+")
PLANTED = "Canario reservado {}"
# Where the demonstration is silent: what is told behind the closed door, of a person, of a case.
PLANTS = (
    ("meetings.AgendaItem", "description_es", {"session__forum": "vm_closed"}),
    ("meetings.Session", "room", {"forum": "vm_closed"}),
    ("meetings.Delegate", "institution", {}),
    ("meetings.ConvocationLetter", "sent_by", {}),
    ("members.User", "phone", {"is_demonstration": True}),
    ("decisions.CommitmentReport", "said_en", {}),
    ("decisions.RequestReply", "said_en", {}),
    ("finance.Receipt", "note", {}),
    ("finance.CaseDecision", "act", {}),
    ("finance.BankLine", "details", {}),
)
AT_MOST = 3
# Rows that are read with another row, by the way to it.
OWNERS = {
    "decisions.Paragraph": "version",
    "decisions.ProposalComment": "proposal",
    "decisions.ProposalStep": "proposal",
    "decisions.TroikaReaction": "stage__consultation",
    "decisions.Reply": "consulted",
    "decisions.PlanItem": "version",
    "decisions.MatrixTopic": "matrix",
    "decisions.MatrixVerdict": "cell",
    "library.AudienceChange": "document",
    "library.DocumentReader": "document",
}
# What is nobody's to read and says nothing when it is read, and what cites a source.
NO_WORDS = {
    "password",
    "sha256",
    "text_sha256",
    "source_hash",
    "content_hash",
    "time_zone",
    "rule",
    "source",
}


@dataclass
class Canaries:
    """Of each person, the words that he or she may not read, with where they stand."""

    of: dict[str, dict[str, str]] = field(default_factory=dict)

    def found(self, who: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Return each forbidden word in ``texts`` with the field that it is from."""
        kept = self.of.get(who, {})
        for text in texts:
            likely = kept if len(kept) <= FEW else self._likely(who, text)
            yield from ((word, kept[word]) for word in likely if word in text)

    def _likely(self, who: str, text: str) -> list[str]:
        """Return the words whose beginning is in a text: quicker than to look for many."""
        starts = self._starts(who)
        there = {text[at : at + SHORTEST] for at in range(len(text) - SHORTEST + 1)}
        return [word for start in there & starts.keys() for word in starts[start]]

    def _starts(self, who: str) -> dict[str, list[str]]:
        if who not in self._kept:
            grouped: dict[str, list[str]] = defaultdict(list)
            for word in self.of.get(who, {}):
                grouped[word[:SHORTEST]].append(word)
            self._kept[who] = dict(grouped)
        return self._kept[who]

    _kept: dict[str, dict[str, list[str]]] = field(default_factory=dict)


def plant() -> int:
    """Fill fields that stand empty with words of their own; return how many."""
    planted = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for label, name, only in PLANTS:
            model: Any = apps.get_model(label)
            empty = model._base_manager.filter(**only, **{name: ""}).order_by("pk")
            for pk in list(empty.values_list("pk", flat=True)[:AT_MOST]):
                planted += 1
                word = PLANTED.format(f"{planted:03}")
                model._base_manager.filter(pk=pk).update(**{name: word})
    return planted


def harvest(viewers: Mapping[str, Viewer]) -> Canaries:
    """Return what each of ``viewers`` may not read, by the rows that they do not see."""
    said: dict[str, set[str]] = {who: set() for who in viewers}
    hidden: dict[str, dict[str, str]] = {who: {} for who in viewers}
    for model, owner, names in _kinds():
        rows = list(model._base_manager.values_list("pk", owner or "pk", *names))
        told = [(pk, of, _lines(names, row, model)) for pk, of, *row in rows]
        for who, viewer in viewers.items():
            seen = set(_visible(model, owner, viewer)) if told else set()
            also = set(_also(model, viewer)) if told else set()
            for pk, of, lines in told:
                if of in seen or pk in also:
                    said[who].update(lines)
                else:
                    hidden[who].update(_words(lines))
    return Canaries({who: _only(hidden[who], said[who]) for who in viewers})


def _kinds() -> Iterator[tuple[Any, str, list[str]]]:
    """Return each kind of row that not everybody sees, and its fields of words."""
    for model in apps.get_models():
        owner = OWNERS.get(model._meta.label, "")
        if owner or hasattr(model._default_manager.all(), "visible_to"):
            names = [each.name for each in model._meta.fields if _is_words(each)]
            if names:
                yield model, owner, names


def _is_words(field_: Any) -> bool:
    is_text = isinstance(field_, models.CharField | models.TextField)
    return is_text and not field_.choices and field_.name not in NO_WORDS


def _visible(model: Any, owner: str, viewer: Viewer) -> Iterable[Any]:
    if model is Reply:
        return ()
    of = model
    for step in owner.split("__") if owner else ():
        of = of._meta.get_field(step).related_model
    return of.objects.visible_to(viewer).values_list("pk", flat=True)


def _also(model: Any, viewer: Viewer) -> Iterable[Any]:
    """Return the rows of ``model`` that a person reads in a consultation."""
    if model not in {Paragraph, Proposal, Reply}:
        return ()
    seen = Consultation.objects.visible_to(viewer)
    if model is Paragraph:
        issued = IssuedDocument.objects.visible_to(viewer).values("reference")
        either = Q(consultation__in=seen) | Q(consultation__reference__in=issued)
        rounds = Round.objects.filter(either).values("version")
        # What was presented to the Troika and went no further, whoever of its countries reads.
        mine = seen.filter(pk__in=TroikaVoice.objects.of_party(viewer.party_id))
        presented = mine.exclude(rounds__number=1)
        shown_to_me = Q(version__in=rounds) | Q(version__text__in=presented.values("text"))
        return Paragraph.objects.filter(shown_to_me).values_list("pk", flat=True)
    replies = Reply.objects.filter(consulted__round__consultation__in=seen)
    shown = replies.filter(_may_be_seen(viewer)).values_list("pk", flat=True)
    if model is Reply:
        return shown
    return Proposal.objects.filter(reply__in=shown).values_list("pk", flat=True)


def _may_be_seen(viewer: Viewer) -> Q:
    """Replies: one's own State's; of others the official ones, members once a term is over."""
    over = ~Q(consulted__round__status=RoundStatus.OPEN)
    conducts = viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)
    official = Q(is_official=True) if conducts else Q(is_official=True) & over
    endorsed = (
        Q(endorsement__isnull=False) if conducts else Q(endorsement__isnull=False) & over
    )
    transcribed = Q(channel=Channel.TRANSCRIPTION) if conducts else Q(pk=None)
    return Q(party=viewer.party_id) | official | endorsed | transcribed


def _lines(names: list[str], row: Iterable[Any], model: Any) -> dict[str, str]:
    """Return the lines of a row that are long enough, each with the field it is from."""
    found = {}
    for name, value in zip(names, row, strict=True):
        for line in str(value or "").splitlines():
            if len(told := BLANK.sub(" ", line).strip()) >= SHORTEST:
                found[told] = f"{model._meta.label}.{name}"
    return found


def _words(lines: Mapping[str, str]) -> dict[str, str]:
    """Return how each line begins: pages shorten what is long."""
    return {line[:LONGEST].strip(): where for line, where in lines.items()}


def _only(hidden: Mapping[str, str], said: Iterable[str]) -> dict[str, str]:
    """Return what is hidden and is not, nor is part of, what may be read."""
    readable = "\n".join(said)
    return {word: where for word, where in hidden.items() if word not in readable}
