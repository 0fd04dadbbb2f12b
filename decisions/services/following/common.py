"""What every verb of following up checks first."""

from datetime import date, timedelta

from django.db.models import Model
from django.utils.translation import gettext as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.models.documents import Document
from decisions.rules.following import powers
from members.models import Party
from members.models.parties import PartyKind

# How long after it a form sent again is the same form.
AGAIN = timedelta(hours=1)


def require_following(by: Viewer) -> None:
    """Raise Refused unless the viewer follows up for the Conference (003:61)."""
    if not powers.may_follow(by):
        raise Refused(
            _("The Presidency and the Secretariat follow up what was decided."),
            code="not_following",
            rule="003:61",
        )


def require_member(by: Viewer) -> int:
    """Return the country that the viewer speaks for. Refused: he or she speaks for none."""
    if not by.has(Role.MEMBER) or by.party_id is None:
        raise Refused(
            _("A country itself says where it stands."), code="not_a_member", rule="003:64"
        )
    return by.party_id


def secretariat() -> Party:
    """Return the party that is the Secretariat. Party.DoesNotExist: there is none."""
    return Party.objects.filter(kind=PartyKind.SECRETARIAT).order_by("order")[0]


def document_of(pk: int | None, by: Viewer) -> int | None:
    """Return the document that shows it. Invalid: there is none that the viewer may read."""
    if pk is None:
        return None
    if not Document.objects.visible_to(by).filter(pk=pk).exists():
        raise Invalid(_("There is no such document."), code="document")
    return pk


def require_other(new: Model, last: Model | None, *names: str) -> None:
    """Raise Conflict where ``new`` says in ``names`` what ``last`` said: a second click."""
    if last is not None and all(getattr(new, n) == getattr(last, n) for n in names):
        raise Conflict(_("The same is on record already."), code="same")


def day_of(on: date | None, by: Viewer) -> date:
    """Return the day of which one tells: today unless told. Invalid: it is still to come."""
    if on is not None and on > by.on:
        raise Invalid(_("What was done is not of a day to come."), code="day_to_come")
    return on or by.on
