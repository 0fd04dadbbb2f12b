"""What is measured: consultations of full size, and a past of hundreds."""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from crm_portal.core import clock
from crm_portal.demonstration.scenario import script
from decisions.models import Consultation, Proposal, Round
from decisions.models.consultations import Visibility
from decisions.models.rounds import RoundStatus
from decisions.rules.positions import Position
from decisions.services import (
    conducting,
    distribution,
    drafting,
    replying,
    revising,
    troika,
)
from decisions.services.closing import SETTLE
from decisions.services.drafting import Draft
from decisions.services.replying import Answer, Change
from decisions.states import State
from decisions.sweeps import expire_due_rounds
from drills.load import next_bound, open_rounds, viewer
from members.models import User

PARAGRAPHS, PROPOSALS, PAST = 15, 40, 300
PRESIDENCY = "guatemala@example.org"
READER = "panama@example.org"
OTHERS = (
    "belize@example.org",
    "canada@example.org",
    "costarica@example.org",
    "elsalvador@example.org",
    "unitedstates@example.org",
    "honduras@example.org",
    "mexico@example.org",
    "nicaragua@example.org",
    "dominicanrepublic@example.org",
)
# What the past came to, as often as each stands here.
ENDS = (State.CONCLUDED, State.CONCLUDED, State.CONSENSUS, State.NO_CONSENSUS)


def past(count: int = PAST) -> None:
    """Add ``count`` consultations that are over."""
    bound = next_bound(clock.now())
    rounds = Round.objects.filter(pk__in=open_rounds(count, bound))
    clock.set_to(bound + timedelta(hours=9))
    ids = list(rounds.values_list("consultation_id", flat=True))
    for place, end in enumerate(ENDS):
        some = Consultation.objects.filter(pk__in=ids[place :: len(ENDS)])
        some.update(state=end)
    rounds.update(status=RoundStatus.EXPIRED, expired_at=bound + SETTLE)


def expired() -> Consultation:
    """Return one whose second round is over: a redline and every proposal, for all to see."""
    consultation = _second_round()
    _propose(consultation)
    _reply(READER, consultation, Answer(Position.AGREE))
    _end_of(consultation)
    return consultation


def running() -> Consultation:
    """Return one whose second round runs and shows its replies; the reader has not replied."""
    consultation = _second_round()
    conducting.show_replies(consultation.pk, Visibility.FULL, by=viewer(PRESIDENCY))
    _propose(consultation)
    return consultation


def session_cookie(email: str = READER, backend: str = "") -> str:
    """Return the cookie of a session of this person, as a browser sends it.

    ``backend`` is what let them in; the portal's own unless told.
    """
    person = User.objects.get(email=email)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def _second_round() -> Consultation:
    """Draft, clear and distribute a text; change two paragraphs of it, and do so again."""
    by = viewer(PRESIDENCY)
    consultation = drafting.draft(
        subject_es="Mecanismos para la toma de decisiones",
        subject_en="Mechanisms for decision-making",
        reason_es="El texto de 2011 da dos plazos distintos.",
        reason_en="The text of 2011 gives two different terms.",
        is_demonstration=True,
        by=by,
    )
    drafting.write(consultation.pk, _text(), by=by)
    troika.present(consultation.pk, by=by)
    troika.react(consultation.pk, "favourable", by=viewer(OTHERS[0]))
    distribution.distribute(consultation.pk, by=by)
    _reply(OTHERS[1], consultation, _changes("p3", "p7"))
    _end_of(consultation)
    _revise(consultation)
    return consultation


def _text() -> list[Draft]:
    rows = script.text("mechanisms")["paragraph"]
    return [
        Draft(es=row["es"], en=row["en"], number=str(place + 1))
        for place, row in enumerate((rows * 2)[:PARAGRAPHS])
    ]


def _revise(consultation: Consultation) -> None:
    by = viewer(PRESIDENCY)
    revising.revise(consultation.pk, by=by)
    for proposal in Proposal.objects.filter(
        reply__consulted__round__consultation=consultation
    ):
        revising.dispose(proposal.pk, "accepted", by=by)
    kept = drafting.latest_version(consultation).paragraphs.all()
    changed = {"p3", "p7", "p11"}
    drafting.write(
        consultation.pk,
        [
            Draft(
                _reworded(row.es, "es") if row.key in changed else row.es,
                _reworded(row.en, "en") if row.key in changed else row.en,
                row.key,
                row.number,
            )
            for row in kept
        ],
        by=by,
    )
    distribution.distribute(consultation.pk, by=by)


def _propose(consultation: Consultation) -> None:
    """Let the others propose forty changes, spread evenly over the paragraphs."""
    for place, email in enumerate(OTHERS):
        turns = range(place, PROPOSALS, len(OTHERS))
        keys = [f"p{turn % PARAGRAPHS + 1}" for turn in turns]
        _reply(email, consultation, _changes(*keys))


def _changes(*keys: str) -> Answer:
    rows = {f"p{place + 1}": row for place, row in enumerate(_text())}
    return Answer(
        Position.CHANGES,
        changes=[
            Change(
                key=key,
                es=_reworded(rows[key].es, "es"),
                en=_reworded(rows[key].en, "en"),
                reason="El párrafo queda más claro así.",
            )
            for key in keys
        ],
    )


def _reworded(text: str, language: str) -> str:
    """Change words in the middle of a paragraph and add some to its end."""
    words = text.split(" ")
    middle = len(words) // 2
    instead, tail = {
        "es": ("de manera concertada", " y se informará a todos los Países Miembros."),
        "en": ("in a concerted manner", " and all Member Countries shall be informed."),
    }[language]
    return " ".join([*words[:middle], instead, *words[middle + 1 :]]).rstrip(".") + tail


def _reply(email: str, consultation: Consultation, answer: Answer) -> None:
    replying.reply(consultation.pk, answer, by=viewer(email))


def _end_of(consultation: Consultation) -> None:
    """Go to the morning after the bound of its last round, once the sweep has settled it."""
    asked = consultation.rounds.order_by("-number")[0]
    assert asked.closes_at is not None
    clock.set_to(_morning_after(asked.closes_at))
    expire_due_rounds()


def _morning_after(bound: datetime) -> datetime:
    return bound + timedelta(hours=9)
