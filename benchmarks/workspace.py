"""A declaration of 120 paragraphs with 400 proposals in its workspace, for a focal point.

Beside it, what one paragraph costs to save.
"""

import time
from itertools import cycle
from statistics import median, quantiles

from django.urls import reverse
from django.utils.translation import override

from benchmarks import pages
from benchmarks.figures import Figures
from benchmarks.pages import CONNECTIONS, LANGUAGE, Reach
from benchmarks.pressure import generator
from benchmarks.rows import OTHERS, PRESIDENCY, viewer
from crm_portal.demonstration import week
from crm_portal.demonstration.negotiation import DECLARATION
from crm_portal.devstack.portal import Portal
from decisions.models import Paragraph, Proposal, ProposalCollision, Text, TextVersion
from decisions.models.proposals import ProposalState
from decisions.rules.texts.paragraphs import Paragraph as Ruled
from decisions.rules.texts.paragraphs import Part
from decisions.services.texts import importing, versions, working, writing
from decisions.services.texts.common import working as working_version
from decisions.services.texts.working import NewText
from decisions.services.texts.writing import Written
from meetings.models import Meeting

REACH = Reach("workspace", of_floor=1 / 60, queries=14)
PARAGRAPHS, PROPOSALS, COLLISIONS, SAVINGS = 120, 400, 12, 20
# Of so many paragraphs one was reworded since the draft that went out, one has a bracket.
REWORDED, BRACKETED = 3, 10
STATES = (
    ProposalState.OPEN,
    ProposalState.OPEN,
    ProposalState.ACCEPTED,
    ProposalState.OPEN,
    ProposalState.REJECTED,
)


def measure(portal: Portal) -> Figures:
    """Press the workspace and the floor in turn; report medians and their ratios."""
    text = negotiated()
    what = (
        f"{PARAGRAPHS} paragraphs, {PROPOSALS} proposals, {CONNECTIONS} connections, "
        f"{generator()}"
    )
    found = Figures("workspace", what)
    with override(LANGUAGE):
        page = reverse("texts:text", args=[text.reference])
    paths = {
        REACH.page: page,
        "clean": f"{page}?view=clean",
        "list": page.removesuffix(f"{text.reference}/"),
    }
    pages.press_beside_floors(found, portal, paths, REACH)
    took = [1000 * seconds for seconds in _savings(text)]
    p95 = quantiles(took, n=20)[-1]
    found.saw("saving a paragraph", p50_ms=round(median(took), 1), p95_ms=round(p95, 1))
    return found


def negotiated() -> Text:
    """Return a declaration of full size in negotiation: a draft out, the next one in work."""
    week.prepare()
    by = viewer(PRESIDENCY)
    meeting = Meeting.objects.vice_ministerial().filter(is_demonstration=True)[0]
    new = NewText("declaration", "Declaración", "Declaration", meeting.pk)
    text = working.open_text(new, is_demonstration=True, by=by)
    importing.take_in(text.pk, _paragraphs(), by=by)
    versions.circulate(text.pk, "members", by=by)
    version = working_version(text, by)
    _reword(version)
    _propose(text, version)
    return text


def _paragraphs() -> list[Ruled]:
    operative = [each for each in DECLARATION["paragraph"] if each["part"] == "operative"]
    source = cycle(operative)
    return [
        Ruled(f"n{n}", each["es"], each["en"], Part.OPERATIVE)
        for n, each in zip(range(PARAGRAPHS), source, strict=False)
    ]


def _reword(version: TextVersion) -> None:
    rows = list(version.paragraphs.all())
    for n, row in enumerate(rows):
        if n % REWORDED == 0:
            row.es, row.en = f"{row.es} Y así sea.", f"{row.en} So be it."
        if n % BRACKETED == 0:
            row.es = f"{row.es} [MX: en 2027 | US: cuanto antes]"
            row.en = f"{row.en} [MX: in 2027 | US: as soon as possible]"
    Paragraph.objects.bulk_update(rows, ["es", "en"])


def _propose(text: Text, version: TextVersion) -> None:
    rows = list(version.paragraphs.all())
    voices = [viewer(email) for email in OTHERS]
    made = []
    for n in range(PROPOSALS):
        row, by = rows[n % len(rows)], voices[n % len(voices)]
        made.append(
            Proposal(
                text=text,
                version=version,
                number=n + 1,
                party_id=by.state,
                user_id=by.signer,
                operation="insert",
                paragraph_key=row.key,
                anchor=row.key,
                es=f"{row.es} Además, propuesta {n}.",
                en=f"{row.en} Moreover, proposal {n}.",
                base_es=row.es,
                base_en=row.en,
                reason="Conforme a lo acordado." if n % 2 else "",
                made_at=by.at,
                state=STATES[n % len(STATES)],
                supporters=["CR", "PA"][: n % 3],
            )
        )
    made = Proposal.objects.bulk_create(made)
    _collide(text, made)


def _collide(text: Text, made: list[Proposal]) -> None:
    pairs = zip(made[:COLLISIONS], made[PARAGRAPHS:], strict=False)
    ProposalCollision.objects.bulk_create(
        ProposalCollision(
            text=text,
            first=one,
            second=other,
            clash="same_words",
            paragraph_key=one.paragraph_key,
            language="es",
            found_at=one.made_at,
        )
        for one, other in pairs
    )


def _savings(text: Text) -> list[float]:
    """Save a paragraph again and again; the seconds that each saving took."""
    took = []
    by = viewer(PRESIDENCY)
    for n in range(SAVINGS):
        row = working_version(text, by).paragraphs.order_by("position")[n]
        there = {"base_es": row.es, "base_en": row.en, "revision": row.revision}
        typed = Written(f"{row.es} Otra vez.", f"{row.en} Once more.", **there)
        began = time.perf_counter()
        writing.save(text.pk, row.key, typed, by=by)
        took.append(time.perf_counter() - began)
    return took
