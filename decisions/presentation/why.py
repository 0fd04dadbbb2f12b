"""What somebody may see and do in one consultation, and why: the table behind the buttons.

The answers are those of ``acts`` and of ``visible_to``; only the reasons are written here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from decisions.models import Consultation
from decisions.presentation import acts, reading
from decisions.presentation.acts import ACTS, Act
from decisions.presentation.dossier import Dossier

Text = str | Promise

# Who may, for each of the tests by which an act's power is decided.
WHO: dict[Callable[[Dossier], bool], tuple[Text, str]] = {
    acts._conducts: (
        gettext_lazy("The presidency in office conducts, once it has taken the matter up."),
        "001:388, 001:391",
    ),
    acts._presides: (
        gettext_lazy("The presidency in office conducts."),
        "001:388, 001:391",
    ),
    acts._distributes: (
        gettext_lazy("The presidency distributes; the Secretariat with its delegation."),
        "001:389, 1.5",
    ),
    acts._keeps: (gettext_lazy("The presidency in office and the Secretariat."), "1.9"),
    acts._speaks: (
        gettext_lazy("The official voice of a State that was consulted."),
        "P17",
    ),
    acts._replies: (
        gettext_lazy("A focal point of a consulted State, for that State and no other."),
        "P17",
    ),
    acts._reacts: (
        gettext_lazy("The official voice of a State of the Troika that must react."),
        "001:388–389",
    ),
    acts._transcribes: (
        gettext_lazy("The Secretariat records notes and mails, with the document."),
        "P17",
    ),
}
# What may be done now comes first, then what could be; within that, the procedure's order.
ORDER = ("ok", "due", "line")
SEEING = (
    gettext_lazy(
        "Before distribution: the Troika of that stage and the Secretariat; then the "
        "members; after publication, everybody who takes part."
    ),
    "1.9",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds of one act for one viewer: may, may but not now, or may not."""

    label: Text
    word: str
    tone: str
    why: Text
    source: str


def answers(consultation: Consultation, viewer: Viewer) -> list[Answer]:
    """Return what ``viewer`` may see and do in ``consultation`` as it stands now."""
    found = reading.for_page(viewer, consultation.reference)
    why, source = SEEING
    label = _("See the consultation")
    if found is None:
        return [Answer(label, _("not found"), "line", why, source)]
    dossier = reading.load(found, viewer)
    seen = Answer(label, _("reads"), "ok", why, source)
    found_out = (_answer(each, dossier) for each in ACTS)
    return [seen, *sorted(found_out, key=lambda answer: ORDER.index(answer.tone))]


def _answer(act: Act, dossier: Dossier) -> Answer:
    why, source = WHO[act.power]
    if not act.power(dossier):
        return Answer(act.label, _("may not"), "line", why, source)
    if act.is_possible(dossier):
        return Answer(act.label, _("may"), "ok", why, source)
    return Answer(act.label, _("may, not now"), "due", why, source)
