"""What silence means: a Vice-Ministerial decision is recorded, and a presidency refers to it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Consultation, SilenceRuleDecision
from decisions.rules import powers
from decisions.rules.outcome import SilenceRule
from decisions.services.common import conduct
from decisions.states import BEFORE_DISTRIBUTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision as it was adopted; in force from a day (included) until a day (excluded)."""

    reference: str
    adopted_on: date
    text_es: str
    text_en: str
    in_force_from: date
    in_force_until: date | None = None


@transaction.atomic
def record_silence_decision(decided: Decided, *, by: Viewer) -> SilenceRuleDecision:
    """Record a decision by which silence is no objection (P2); it is never changed afterwards."""
    if not powers.may_record_silence(by):
        raise Refused(_("Only the Secretariat records decisions on silence."), rule="P2")
    _require_complete(decided, by)
    try:
        with transaction.atomic():
            decision = SilenceRuleDecision.objects.create(
                reference=decided.reference.strip(),
                adopted_on=decided.adopted_on,
                text_es=decided.text_es.strip(),
                text_en=decided.text_en.strip(),
                in_force_from=decided.in_force_from,
                in_force_until=decided.in_force_until,
            )
    except IntegrityError:
        raise Conflict(
            _("A decision with that reference is recorded already."), code="same"
        ) from None
    audit.record(decision, "silence_decided", by=by, reference=decision.reference)
    return decision


@transaction.atomic
def choose_silence_rule(pk: int, decision_id: int | None, *, by: Viewer) -> Consultation:
    """Fix what silence will mean in a consultation, before it is distributed (P2).

    None: every State answers expressly, as ever. A decision: silence is no objection,
    if that decision is in force today, and again on the day of distribution.
    """
    consultation = conduct(pk, by=by)
    if consultation.state not in BEFORE_DISTRIBUTION:
        raise Conflict(
            _("What silence means is fixed once the text was distributed."),
            code="distributed",
            rule="P2",
        )
    decision = None
    if decision_id is not None:
        decision = SilenceRuleDecision.objects.get(pk=decision_id)
        require_in_force(decision, by.on)
    consultation.silence_decision = decision
    consultation.silence_rule = (
        SilenceRule.NON_OBJECTION if decision else SilenceRule.EXPRESS
    )
    consultation.save(update_fields=["silence_rule", "silence_decision"])
    audit.record(
        consultation,
        "silence_chosen",
        by=by,
        rule=consultation.silence_rule,
        decision=decision.reference if decision else "",
    )
    return consultation


def require_in_force(decision: SilenceRuleDecision, on: date) -> None:
    """Raise Conflict unless ``decision`` is in force on ``on``."""
    if not powers.is_in_force(decision.in_force_from, decision.in_force_until, on):
        raise Conflict(
            _("Decision %(reference)s is not in force on that day.")
            % {"reference": decision.reference},
            code="not_in_force",
            rule="P2",
        )


def _require_complete(decided: Decided, by: Viewer) -> None:
    if not decided.reference.strip() or not decided.text_es.strip():
        raise Invalid(_("A decision has a reference and a text."), code="required")
    if decided.adopted_on > by.on:
        raise Invalid(_("A decision is recorded once it is taken."), code="future")
    if decided.in_force_from < decided.adopted_on:
        raise Invalid(_("A decision is in force once it is taken."), code="too_early")
    until = decided.in_force_until
    if until is not None and until <= decided.in_force_from:
        raise Invalid(_("It ends after it begins."), code="ends_first")
