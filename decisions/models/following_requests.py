"""Requests to members: what is asked by when, who answered, who was reminded."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from crm_portal.library.models.documents import Document
from decisions.models.following import Commitment
from decisions.models.register import Provision
from decisions.rules.following import powers
from decisions.rules.following.requests import Ask, Reminder
from members.models import Party
from members.models.history import history

USER = settings.AUTH_USER_MODEL


class RequestKind(models.TextChoices):
    """What members are asked for."""

    INFORMATION = Ask.INFORMATION.value, _("information")
    COMMENTS = Ask.COMMENTS.value, _("comments")
    NOMINATIONS = Ask.NOMINATIONS.value, _("nominations")


class ReminderKind(models.TextChoices):
    """How members were reminded."""

    LETTER = Reminder.LETTER.value, _("letter of follow-up of the Presidency")
    BULLETIN = Reminder.BULLETIN.value, _("bulletin of the Secretariat")
    MEETING = Reminder.MEETING.value, _("in a meeting")


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat; what is asked of members is nobody else's."""
        return self if powers.may_read(viewer) else self.none()

    def live(self) -> Self:
        """Return what nobody closed."""
        return self.filter(closed_at=None)


@history()
class InformationRequest(models.Model):
    """Something asked of member countries; the day it is due is included.

    ``asked_by`` is the party that asks: who presides, or the Secretariat. ``fields`` are the
    names of what a structured reply holds; empty: words or a document.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind)
    title_es = models.CharField(_("title (Spanish)"), max_length=250)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)
    text_es = models.TextField(_("what is asked (Spanish)"))
    text_en = models.TextField(_("what is asked (English)"), blank=True)
    fields = models.JSONField(default=list, blank=True)
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    asked_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(_("asked on"))
    opened_at = models.DateTimeField(_("opened"), editable=False)
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=False, editable=False)

    title = Bilingual()
    text = Bilingual()

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-id"]
        verbose_name = _("request to members")
        verbose_name_plural = _("requests to members")
        constraints = [
            models.CheckConstraint(
                name="decisions_request_due_after_it_was_asked",
                condition=Q(due_on=None) | Q(due_on__gte=models.F("asked_on")),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"request {self.pk}"


class RequestAsked(models.Model):
    """A country asked: the rows, made when it is opened, are the list of those asked."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="asked"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["request", "party__order"]
        verbose_name = _("country asked")
        verbose_name_plural = _("countries asked")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "party"], name="decisions_requestasked_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.request_id} {self.party_id}"


class OfARequestQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As the request."""
        return self if powers.may_read(viewer) else self.none()


class RequestReply(models.Model):
    """What a country answered: in words, with a document, or field by field. The last holds."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="replies"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    said_es = models.TextField(_("reply (Spanish)"), blank=True)
    said_en = models.TextField(_("reply (English)"), blank=True)
    data = models.JSONField(default=dict, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_on = models.DateField(_("replied on"))
    replied_at = models.DateTimeField(_("recorded"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    said = Bilingual()

    objects = OfARequestQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("reply to a request")
        verbose_name_plural = _("replies to requests")
        constraints = [
            models.CheckConstraint(
                name="decisions_requestreply_says_something",
                condition=~Q(said_es="", said_en="", data={}, document=None),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.request_id} {self.party_id}"


class RequestReminder(models.Model):
    """One reminder: how, on which day, to which countries (their codes, as of then)."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="reminders"
    )
    kind = models.CharField(_("how"), max_length=10, choices=ReminderKind)
    reminded_on = models.DateField(_("reminded on"))
    parties = ArrayField(models.CharField(max_length=12))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(_("recorded"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    objects = OfARequestQuerySet.as_manager()

    class Meta:
        ordering = ["reminded_on", "id"]
        verbose_name = _("reminder of a request")
        verbose_name_plural = _("reminders of requests")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind", "reminded_on"],
                name="decisions_requestreminder_once_a_day",
            ),
            models.CheckConstraint(
                name="decisions_requestreminder_reaches_somebody",
                condition=~Q(parties=[]),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind} {self.reminded_on}"
