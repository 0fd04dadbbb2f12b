"""Questionnaires for periodic self-assessment, and what each country answered (003:64)."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from decisions.rules.following import powers
from decisions.rules.following.questionnaires import Question, Type
from members.models import Party
from members.models.history import history

USER = settings.AUTH_USER_MODEL


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat."""
        return self if powers.may_read(viewer) else self.none()


@history()
class Questionnaire(models.Model):
    """One round of questions. Those of one ``series`` are compared by the keys of questions.

    ``questions`` hold key, type, choices, whether one is required, and the words in both
    languages; once it is open they never change. The day it is due is included.
    """

    series = models.SlugField(_("series"), max_length=40)
    round = models.PositiveSmallIntegerField(_("round"))
    title_es = models.CharField(_("title (Spanish)"), max_length=250)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)
    questions = models.JSONField()
    due_on = models.DateField(_("due on"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), editable=False)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    title = Bilingual()

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["series", "-round"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "round"], name="decisions_questionnaire_round_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_asked", fields=["series", "round", "questions"]),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.round}"

    @property
    def ruled(self) -> tuple[Question, ...]:
        """Return the questions as the rules take them."""
        return tuple(
            Question(
                each["key"],
                Type(each["type"]),
                tuple(each.get("choices", ())),
                bool(each.get("required", False)),
            )
            for each in self.questions
        )


class QuestionnaireAnswerQuerySet(models.QuerySet["QuestionnaireAnswer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A draft: its own country. What was handed in: members and the Secretariat."""
        if not powers.may_read(viewer):
            return self.none()
        seen = Q(handed_in_at__isnull=False)
        if viewer.has(Role.MEMBER) and viewer.party_id is not None:
            seen |= Q(party=viewer.party_id)
        return self.filter(seen)


@history()
class QuestionnaireAnswer(models.Model):
    """What a country answers: saved as often as it likes, never changed once handed in."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="answers"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(_("handed in"), null=True, editable=False)

    objects = QuestionnaireAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["questionnaire", "party__order"]
        verbose_name = _("answer to a questionnaire")
        verbose_name_plural = _("answers to questionnaires")
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "party"], name="decisions_questionnaireanswer_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="handed_in",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__handed_in_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.party_id}"
