"""Open a questionnaire, save answers, hand them in, compare them with the time before."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions import ask_notices
from decisions.models.following_questionnaires import Questionnaire, QuestionnaireAnswer
from decisions.rules.following import questionnaires as rules
from decisions.services.common import one_at_a_time, require_text
from decisions.services.following.common import AGAIN, require_member

SERIES = 40


@transaction.atomic
def open_questionnaire(
    series: str,
    questions: Sequence[dict[str, Any]],
    *,
    title_es: str,
    title_en: str = "",
    due_on: date | None = None,
    by: Viewer,
) -> Questionnaire:
    """Ask the countries to assess themselves; the Secretariat draws it up (003:64).

    Without the name of a series it begins one of its own.
    """
    if not by.has(Role.SECRETARIAT):
        raise Refused(
            _("The Secretariat draws up the questionnaires."),
            code="not_secretariat",
            rule="003:64",
        )
    if not questions or any(each.get("type") not in set(rules.Type) for each in questions):
        raise Invalid(_("A questionnaire has questions of known kinds."), code="questions")
    title = require_text(title_es, _("A questionnaire needs a title."))
    one_at_a_time("questionnaire")
    asked = Questionnaire.objects.filter(title_es=title, questions=list(questions))
    if asked.filter(due_on=due_on, opened_at__gte=by.at - AGAIN, answers=None).exists():
        raise Conflict(_("The same was asked already."), code="same")
    series = series or _free_series(title)
    last = Questionnaire.objects.filter(series=series).order_by("-round").first()
    opened = Questionnaire(
        series=series,
        round=last.round + 1 if last else 1,
        title_es=title,
        title_en=title_en.strip(),
        questions=list(questions),
        due_on=due_on,
        opened_at=by.at,
        opened_by_id=by.signer,
    )
    _refuse(rules.ill_asked(opened.ruled))
    opened.save()
    audit.record(opened, "opened", by=by, series=series, round=opened.round)
    ask_notices.tell_questionnaire(opened, by=by)
    return opened


def _free_series(title: str) -> str:
    base = slugify(title)[: SERIES - 4].strip("-") or "cuestionario"
    taken = set(Questionnaire.objects.values_list("series", flat=True))
    tried = (base, *(f"{base}-{number}" for number in range(2, 999)))
    return next(series for series in tried if series not in taken)


@transaction.atomic
def save_answers(
    pk: int, answers: dict[str, Any], *, seen: str = "", by: Viewer
) -> QuestionnaireAnswer:
    """Keep what a country has answered so far; it may go on another day.

    ``seen`` is the mark of what was saved as its writer had it before them. Conflict:
    somebody else of the country saved other answers meanwhile.
    """
    return _save(pk, answers, by, seen=seen, is_final=False)


@transaction.atomic
def hand_in(
    pk: int, answers: dict[str, Any], *, seen: str = "", by: Viewer
) -> QuestionnaireAnswer:
    """Hand in a country's answers: from then on members read them and nobody changes them."""
    row = _save(pk, answers, by, seen=seen, is_final=True)
    row.handed_in_at = by.at
    row.save(update_fields=["handed_in_at"])
    audit.record(row.questionnaire, "handed_in", by=by, party=row.party_id)
    return row


def _save(
    pk: int, answers: dict[str, Any], by: Viewer, *, seen: str, is_final: bool
) -> QuestionnaireAnswer:
    party = require_member(by)
    asked = Questionnaire.objects.visible_to(by).get(pk=pk)
    _refuse(rules.faults(asked.ruled, answers, is_final=is_final))
    row, is_new = QuestionnaireAnswer.objects.select_for_update().get_or_create(
        questionnaire=asked,
        party_id=party,
        defaults={"saved_at": by.at, "saved_by_id": by.signer},
    )
    if row.handed_in_at is not None:
        raise Conflict(_("The answers were handed in."), code="handed_in")
    if seen and not is_new and seen != mark_of(row) and row.answers != answers:
        raise Conflict(
            _(
                "Somebody of your country saved other answers meanwhile. Compare them first."
            ),
            code="changed",
        )
    row.answers, row.saved_at, row.saved_by_id = answers, by.at, by.signer
    row.save(update_fields=["answers", "saved_at", "saved_by"])
    return row


def mark_of(row: QuestionnaireAnswer | None) -> str:
    """Return what tells one saving of a country's answers from another."""
    return row.saved_at.isoformat() if row else "new"


def _refuse(found: Sequence[tuple[rules.Fault, str]]) -> None:
    if found:
        told = [_(rules.SENTENCES[fault]) % {"key": key} for fault, key in found]
        raise Invalid(" ".join(told), code=found[0][0])


def over_time(
    asked: Questionnaire, party_id: int, by: Viewer
) -> tuple[tuple[str, rules.Change], ...]:
    """Return how a country's answers changed since the last it handed in before this."""
    seen = QuestionnaireAnswer.objects.visible_to(by).filter(
        party=party_id, questionnaire__series=asked.series
    )
    now = seen.filter(questionnaire=asked).first()
    earlier = seen.filter(questionnaire__round__lt=asked.round, handed_in_at__isnull=False)
    before = earlier.order_by("-questionnaire__round").first()
    return rules.compared(
        asked.ruled, before.answers if before else {}, now.answers if now else {}
    )
