"""Who can read a document, and by which rule, in words."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library import circles
from crm_portal.library.models import Document, DocumentReader, Level
from members.models import Party
from members.models.parties import PartyKind


@dataclass(frozen=True)
class Reach:
    """Whom a level reaches: in a sentence, by which rule, and why somebody is left out."""

    sentence: str | Promise
    source: str
    why_not: str | Promise = ""


REACHES: dict[str, Reach] = {
    Level.PUBLIC: Reach(_("Anybody: it is published on the Conference's site."), "001:455"),
    Level.CIRCULATION: Reach(
        _(
            "The member countries, the observer countries and organizations, and the"
            " Secretariat."
        ),
        "001:378",
        _("Civil society and special guests read what is given to them at their meeting."),
    ),
    Level.MEMBERS: Reach(
        _("The member countries and the Secretariat."),
        "001:455",
        _("It is an internal document: observers do not read it."),
    ),
    Level.PARTICIPANTS: Reach(
        _("Those who take part in the meeting, with what their right there reaches."),
        "001:455",
    ),
    Level.DRAFTING: Reach(
        _("The drafting group of the meeting, which the Presidency heads."), "001:399"
    ),
    Level.CLOSED: Reach(
        _(
            "Only the Vice-Ministers and whoever accompanies them in the closed session."
            " Not the Secretariat, nor whoever keeps the portal."
        ),
        "001:376",
        _("In the closed session only the Vice-Ministers and their companions sit."),
    ),
    Level.NAMED: Reach(_("Only the persons named here, one by one."), ""),
}


@dataclass(frozen=True)
class Told:
    """Everything that the page says: the reach, its parties, its persons, its circle."""

    reach: Reach
    parties: list[str] = field(default_factory=list)
    readers: list[DocumentReader] = field(default_factory=list)
    circle: circles.Described | None = None
    is_under_embargo: bool = False


def told(document: Document, viewer: Viewer) -> Told:
    """Return who can read ``document``, for somebody who reads it."""
    circle = circles.described(document.circle, viewer) if document.circle else None
    named = document.readers.select_related("user", "added_by")
    until = document.embargo_until
    return Told(
        reach=REACHES[document.level],
        parties=circle.parties if circle else _parties(document.level, viewer),
        readers=list(named),
        circle=circle,
        is_under_embargo=until is not None and until > viewer.at,
    )


def _parties(level: str, viewer: Viewer) -> list[str]:
    """Return the parties of a level today, in the reader's language."""
    parties = Party.objects
    if level == Level.MEMBERS:
        return [each.name for each in parties.members_on(viewer.on)]
    if level != Level.CIRCULATION:
        return []
    kinds = (
        PartyKind.MEMBER_STATE,
        PartyKind.OBSERVER_STATE,
        PartyKind.OBSERVER_ORGANIZATION,
    )
    taking = parties.active_on(viewer.on).filter(kind__in=kinds)
    return [each.name for each in taking]
