"""What States reply. Every row stays as it was received; a correction is a new row."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.models import append_only
from decisions.models.rounds import Consulted, Round
from decisions.models.versions import TextVersion
from decisions.rules.positions import JOINS, Position
from members.models import Institution, Party

POSITION_LABELS = [
    (Position.AGREE.value, _("Agrees")),
    (Position.AGREE_OBSERVATIONS.value, _("Agrees, with observations")),
    (Position.RESERVATION.value, _("Agrees, with a reservation")),
    (Position.ABSTAIN.value, _("Abstains")),
    (Position.CHANGES.value, _("Proposes changes")),
    (Position.OBJECT.value, _("Objects")),
    (Position.RETRACTED.value, _("Reply withdrawn")),
]
SILENT_LABEL = _("No reply")
USER = settings.AUTH_USER_MODEL

STAMP = """
    IF NEW.received_at > core_now() + interval '1 second'
       OR NEW.received_at < core_now() - interval '5 minutes' THEN
        RAISE EXCEPTION 'a reply is stamped by the clock of record';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM decisions_consulted c
                    WHERE c.id = NEW.consulted_id AND c.party_id = NEW.party_id) THEN
        RAISE EXCEPTION 'a reply belongs to the State it was asked of';
    END IF;
    RETURN NEW;
"""


class Channel(models.TextChoices):
    PORTAL = "portal", _("portal")
    TRANSCRIPTION = "transcription", _("recorded by the Secretariat")


class Reply(models.Model):
    """What one institution sent for its State. ``received_at`` is the clock of record's.

    ``party`` and ``institution`` are who speaks; ``user`` is who typed. ``is_official``:
    the institution was the State's official voice when the reply was received.
    """

    consulted = models.ForeignKey(
        Consulted, on_delete=models.PROTECT, related_name="replies"
    )
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(_("position"), max_length=20, choices=POSITION_LABELS)
    comment = models.TextField(_("comment"), blank=True)
    reservation = models.TextField(_("text of the reservation"), blank=True)
    received_at = models.DateTimeField(_("received"))
    is_official = models.BooleanField()
    channel = models.CharField(max_length=14, choices=Channel, default=Channel.PORTAL)
    document = models.ForeignKey(
        "library.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    document_name = models.CharField(max_length=200, blank=True)
    submission_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [
            models.CheckConstraint(
                name="decisions_reply_known_position",
                condition=Q(position__in=[value for value, _label in POSITION_LABELS]),
            ),
            models.CheckConstraint(
                name="decisions_reply_reservation_has_text",
                condition=~Q(position=Position.RESERVATION) | ~Q(reservation=""),
            ),
            models.CheckConstraint(
                name="decisions_reply_transcription_has_document",
                condition=Q(channel=Channel.PORTAL) | Q(document__isnull=False),
            ),
        ]
        triggers = [
            *append_only("append_only"),
            pgtrigger.Trigger(
                name="stamp",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=STAMP,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.position}"


class Endorsement(models.Model):
    """The official voice makes another institution's contribution the State's reply."""

    reply = models.OneToOneField(
        Reply, on_delete=models.PROTECT, related_name="endorsement"
    )
    endorsed_at = models.DateTimeField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return str(self.reply_id)


class Dispute(models.Model):
    """The State says that a reply recorded by the Secretariat is not its own (P17)."""

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="dispute")
    disputed_at = models.DateTimeField()
    reason = models.TextField(_("reason"), blank=True)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return str(self.reply_id)


class Admission(models.Model):
    """The presidency admits the late replies of one kind, all alike, with reasons (P15)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="admissions")
    position = models.CharField(max_length=20, choices=POSITION_LABELS)
    reason = models.TextField(_("reason"))
    admitted_at = models.DateTimeField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("admission of late replies")
        verbose_name_plural = _("admissions of late replies")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.round_id} {self.position}"


class Lift(models.Model):
    """A State lifts its objection in writing, after expiry and before recording (P16)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="lifts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    becomes = models.CharField(max_length=20, choices=POSITION_LABELS)
    text = models.TextField(_("text"))
    lifted_at = models.DateTimeField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("lifted objection")
        verbose_name_plural = _("lifted objections")
        constraints = [
            models.CheckConstraint(
                name="decisions_lift_joins",
                condition=Q(becomes__in=sorted(position.value for position in JOINS)),
            )
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.round_id} {self.party_id}"


class SubstanceRequest(models.Model):
    """A member asks that the corrigenda of a round be treated as a change of substance (P8)."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="substance_requests"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    requested_at = models.DateTimeField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("request on a corrigendum")
        verbose_name_plural = _("requests on corrigenda")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.round_id} {self.party_id}"
