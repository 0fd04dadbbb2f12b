"""What every verb does first: lock its consultation, check the power, take the step."""

from django.db import connection
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions import states
from decisions.models import Consultation, Round
from decisions.models.rounds import RoundStatus
from decisions.rules import powers
from decisions.states import Step
from members.models import Presidency


def locked(pk: int) -> Consultation:
    """Return the consultation under a row lock that lasts as long as the transaction."""
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("text", "conducted_by")
        .get(pk=pk)
    )


def conduct(pk: int, *, by: Viewer) -> Consultation:
    """Lock the consultation for the presidency in office, which must have assumed it."""
    consultation = locked(pk)
    require_presidency(by)
    _require_assumed(consultation, by)
    return consultation


def one_at_a_time(what: str) -> None:
    """Wait until nobody else is doing ``what``; the turn ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def require_presidency(by: Viewer) -> None:
    if not powers.may_conduct(by):
        raise Refused(
            _("Only the presidency in office may do this."),
            code="not_presidency",
            rule="001:388",
        )


def _require_assumed(consultation: Consultation, by: Viewer) -> None:
    in_office = _in_office(by)
    if not in_office:
        return
    presiding = {term.pk for term in in_office}
    if powers.must_assume(consultation.state, consultation.conducted_by_id, presiding):
        raise Conflict(
            _("The presidency has changed hands: assume the consultation first."),
            code="assume_first",
            rule="1.6",
        )
    if consultation.conducted_by_id not in presiding:
        consultation.conducted_by = in_office[0]
        consultation.save(update_fields=["conducted_by"])


def presidency_at(by: Viewer) -> Presidency | None:
    """Return the term in force at the viewer's instant, if any; of several, the viewer's own."""
    return next(iter(_in_office(by)), None)


def _in_office(by: Viewer) -> list[Presidency]:
    """Return the terms in force, the viewer's own first: one, unless the chair is shared."""
    found = Presidency.objects.at(by.at)
    return sorted(found, key=lambda term: term.party_id != by.party_id)


def take(consultation: Consultation, step: Step) -> None:
    """Move the consultation by ``step``, or raise IllegalStep."""
    consultation.state = states.after(consultation.state, step)
    consultation.save(update_fields=["state"])


def live_round(consultation: Consultation) -> Round:
    """Return the open or suspended round under a row lock, or raise Conflict."""
    live = [RoundStatus.OPEN, RoundStatus.SUSPENDED]
    found = consultation.rounds.select_for_update().filter(status__in=live).first()
    if found is None:
        raise Conflict(_("No round is open."), code="no_open_round")
    return found


def last_round(consultation: Consultation) -> Round:
    """Return the last round under a row lock, or raise Conflict."""
    found = consultation.rounds.select_for_update().order_by("-number").first()
    if found is None:
        raise Conflict(_("The text has not been distributed."), code="not_distributed")
    return found


def require_text(value: str, message: str) -> str:
    """Return ``value`` stripped, or raise Invalid with ``message`` when nothing is left."""
    text = value.strip()
    if not text:
        raise Invalid(message, code="required")
    return text


def require_running(asked: Round, by: Viewer) -> None:
    """Raise Conflict when the bound of the round has been reached."""
    if asked.closes_at is not None and by.at >= asked.closes_at:
        raise Conflict(_("The term of this round is over."), code="term_over")
