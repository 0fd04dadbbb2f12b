"""A declaration under negotiation: who prepares it, its paragraphs, the countries around it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from decisions.models import Paragraph, Proposal, Text
from decisions.rules.texts.paragraphs import Paragraph as Ruled
from decisions.rules.texts.paragraphs import Part
from decisions.services.texts import importing, working
from decisions.services.texts.working import NewText
from decisions.services.texts.writing import Written
from meetings.models import Meeting, MeetingState, Session
from tests.cast import Cast
from tests.meetings.delegating import session, the_rules, vice_ministerial

PARAGRAPHS = (
    ("chapeau", "Los Viceministros, reunidos,", "The Vice-Ministers, meeting,"),
    ("preamble", "Recordando el diálogo de Puebla,", "Recalling the dialogue of Puebla,"),
    ("preamble", "Reconociendo su responsabilidad,", "Recognizing their responsibility,"),
    (
        "operative",
        "Reafirman su compromiso con el diálogo.",
        "Reaffirm their commitment to dialogue.",
    ),
    ("operative", "Toman nota del informe de la PPT.", "Take note of the PPT report."),
    (
        "operative",
        "Acuerdan garantizar la protección de la niñez.",
        "Agree to ensure the protection of children.",
    ),
    ("operative", "Invitan a intercambiar prácticas.", "Invite to exchange practices."),
    ("closing", "Adoptada por consenso.", "Adopted by consensus."),
)


@dataclass
class Table:
    """One text, and whoever sits around it, at the clock of record."""

    cast: Cast
    text: Text
    keys: list[str] = field(default_factory=list)

    def viewer(self, name: str) -> Viewer:
        """Return what a person, or a State's focal point (``MX``), is now."""
        user = self.cast.focal_points.get(name) or self.cast.people[name]
        return self.cast.viewer(user, clock.now())

    @property
    def ana(self) -> Viewer:
        """The presidency, which heads the drafting group."""
        return self.viewer("ana")

    def row(self, key: str) -> Paragraph:
        """Return a paragraph of the latest version."""
        version = self.text.versions.order_by("-number")[0]
        return version.paragraphs.get(key=key)

    def words(self) -> list[str]:
        """Return the text as it reads in Spanish, paragraph by paragraph."""
        version = self.text.versions.order_by("-number")[0]
        return list(version.paragraphs.values_list("es", flat=True))

    def again(self) -> Text:
        """Read the text again."""
        return Text.objects.select_related("kind", "meeting").get(pk=self.text.pk)

    def typed(self, key: str, **said: Any) -> Written:
        """Return what somebody types who has the paragraph before them as it stands."""
        row = self.row(key)
        there = {"base_es": row.es, "base_en": row.en, "revision": row.revision}
        return Written(**{"es": row.es, "en": row.en, **there, **said})

    def state(self, proposal: Proposal) -> str:
        """Return where a proposal stands now."""
        return Proposal.objects.get(pk=proposal.pk).state


def laid(cast: Cast, *, opened: bool = True, **more: Any) -> Table:
    """Put the paragraphs of a declaration on the table; in negotiation unless told."""
    the_rules()
    meeting = vice_ministerial(cast)
    ana = cast.viewer("ana", clock.now())
    text = working.open_text(
        NewText(
            **{
                "kind": "declaration",
                "title_es": "Declaración de Guatemala",
                "title_en": "Declaration of Guatemala",
                "meeting_id": meeting.pk,
                **more,
            }
        ),
        by=ana,
    )
    table = Table(cast, text)
    new = [
        Ruled(f"n{number}", es, en, Part(part))
        for number, (part, es, en) in enumerate(PARAGRAPHS)
    ]
    version = importing.take_in(text.pk, new, by=ana)
    table.keys = list(version.paragraphs.values_list("key", flat=True))
    if opened:
        working.open_negotiation(text.pk, by=ana)
    return table


def in_session(table: Table, *present: str) -> Session:
    """Open the meeting of the text, with these countries in the plenary."""
    from meetings.models import Presence

    meeting = Meeting.objects.get(pk=table.text.meeting_id)
    meeting.state = MeetingState.IN_SESSION
    meeting.save()
    sitting = session(meeting, "VM_PLENARIA")
    clock.set_to(sitting.starts_at + timedelta(hours=1), frozen=True)
    for code in present:
        Presence.objects.create(
            meeting=meeting,
            session=sitting,
            party=table.cast.parties[code],
            recorded_at=clock.now(),
        )
    return sitting
