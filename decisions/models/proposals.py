"""What delegations propose on the paragraphs of a text, and what becomes of it.

A consultation's reply and a negotiation bring the same proposals: the change table of the
one and the comparative table of the other are made of these rows.
"""

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import append_only, kept_whole
from decisions.models.replies import Reply
from decisions.models.texts import Text
from decisions.models.versions import TextVersion
from decisions.rules.texts.collisions import Clash
from decisions.rules.texts.handling import State, Step
from decisions.rules.texts.proposals import Operation
from members.models import Party

USER = settings.AUTH_USER_MODEL


class ProposalOperation(models.TextChoices):
    """What a proposal does: to words of a paragraph, or with a whole one."""

    REPLACE = Operation.REPLACE.value, _("replace the paragraph")
    INSERT = Operation.INSERT.value, _("insert words")
    DELETE = Operation.DELETE.value, _("delete words")
    ADD = Operation.ADD.value, _("insert a paragraph after")
    REMOVE = Operation.REMOVE.value, _("delete the paragraph")
    MOVE = Operation.MOVE.value, _("move the paragraph")


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    OPEN = State.OPEN.value, _("open")
    BRACKETED = State.BRACKETED.value, _("in brackets")
    ACCEPTED = State.ACCEPTED.value, _("accepted")
    MERGED = State.MERGED.value, _("accepted in part")
    REJECTED = State.REJECTED.value, _("not accepted")
    WITHDRAWN = State.WITHDRAWN.value, _("withdrawn")


# What a reply to a consultation may propose: whole paragraphs (001:389).
OF_A_REPLY = (
    ProposalOperation.REPLACE,
    ProposalOperation.ADD,
    ProposalOperation.REMOVE,
)
REPLY_CHOICES = [(each.value, each.label) for each in OF_A_REPLY]
UNDECIDED = (ProposalState.OPEN, ProposalState.BRACKETED)
SAID = (
    "text",
    "version",
    "number",
    "party",
    "user",
    "reply",
    "operation",
    "paragraph_key",
    "anchor",
    "es",
    "en",
    "base_es",
    "base_en",
    "place",
    "reason",
    "made_at",
)


def nowhere() -> dict[str, Any]:
    """Return the place of a proposal that puts nothing anywhere."""
    return {}


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat, of what they see: observers take no part in drafting.

        What came with a reply is read with the reply.
        """
        if not viewer.has(Role.MEMBER, Role.SECRETARIAT):
            return self.none()
        seen = Text.objects.visible_to(viewer)
        return self.filter(text__in=seen, reply=None)


class Proposal(models.Model):
    """One change that a delegation proposes on one paragraph. What it says never changes.

    ``paragraph_key`` is the paragraph it is about; of an addition, the new one's, and
    ``anchor`` the paragraph after which it stands, otherwise the same. ``es`` and ``en`` are
    the paragraph as it would read (empty: that language stays as it is), ``base_es`` and
    ``base_en`` as it read on the ``version`` it was made on. ``place`` is where an added or
    moved one goes: ``part``, ``parent``, ``after`` and, of an addition, ``form``. ``state``,
    ``supporters`` (codes) and ``is_stranded`` follow from its steps and from the text.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="proposals")
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reply = models.ForeignKey(
        Reply, on_delete=models.PROTECT, null=True, related_name="proposals"
    )
    operation = models.CharField(
        max_length=8, choices=ProposalOperation, default=ProposalOperation.REPLACE
    )
    paragraph_key = models.SlugField(max_length=12)
    anchor = models.SlugField(max_length=12, blank=True)
    es = models.TextField(_("Spanish"), blank=True)
    en = models.TextField(_("English"), blank=True)
    base_es = models.TextField(blank=True)
    base_en = models.TextField(blank=True)
    place = models.JSONField(default=nowhere)
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField(_("made"))
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    supporters = ArrayField(models.CharField(max_length=12), default=list)
    comments_count = models.PositiveIntegerField(default=0)
    is_stranded = models.BooleanField(default=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        indexes = [
            # What is still to be decided on a text.
            models.Index(
                fields=["text", "paragraph_key"],
                condition=Q(state__in=["open", "bracketed"]),
                name="decisions_proposal_undecided",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "number"], name="decisions_proposal_number_once"
            ),
            models.CheckConstraint(
                name="decisions_proposal_says_something",
                condition=Q(operation__in=["remove", "move"])
                | ~Q(es="", en="")
                | ~Q(base_es="", base_en=""),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="said_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*SAID),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_table"),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_key} {self.operation}"


class ProposalStepKind(models.TextChoices):
    """What is done with a proposal."""

    SUPPORT = Step.SUPPORT.value, _("support")
    END_SUPPORT = Step.END_SUPPORT.value, _("end the support")
    ACCEPT = Step.ACCEPT.value, _("accept")
    MERGE = Step.MERGE.value, _("accept in part")
    BRACKET = Step.BRACKET.value, _("put in brackets")
    REJECT = Step.REJECT.value, _("not accept")
    WITHDRAW = Step.WITHDRAW.value, _("withdraw")
    REOPEN = Step.REOPEN.value, _("open again")


class ProposalStep(models.Model):
    """One step, in order: who took it for whom, when, and why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12, choices=ProposalStepKind)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of proposals")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.step}"


class ProposalComment(models.Model):
    """What a delegation says on a proposal."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="comments"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("comment"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("comment on a proposal")
        verbose_name_plural = _("comments on proposals")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.party_id}"


class ClashKind(models.TextChoices):
    """What two proposals cannot both have."""

    SAME_WORDS = Clash.SAME_WORDS.value, _("the same words")
    REMOVED_AND_CHANGED = Clash.REMOVED_AND_CHANGED.value, _("removed and changed")
    REMOVED_AND_MOVED = Clash.REMOVED_AND_MOVED.value, _("removed and moved")
    TWO_PLACES = Clash.TWO_PLACES.value, _("two places")
    SAME_PLACE = Clash.SAME_PLACE.value, _("the same place")
    PLACE_LOST = Clash.PLACE_LOST.value, _("a place that is lost")


@pghistory.track()
class ProposalCollision(models.Model):
    """Two undecided proposals that cannot both stand: it blocks adoption until resolved.

    ``language`` is where their words clash; empty: in both, or not about words.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="collisions")
    first = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    clash = models.CharField(max_length=20, choices=ClashKind)
    paragraph_key = models.SlugField(max_length=12, blank=True)
    language = models.CharField(max_length=2, blank=True)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("collision")
        verbose_name_plural = _("collisions")
        indexes = [
            # What blocks the adoption of a text.
            models.Index(
                fields=["text"],
                condition=Q(resolved_at=None),
                name="decisions_collision_open",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.clash}"


class DispositionKind(models.TextChoices):
    """What the presidency did with a proposal: one row of the change table."""

    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    REJECTED = "rejected", _("not accepted")


@pghistory.track()
class Disposition(models.Model):
    """The presidency's treatment of one proposal, with its reason, for the change table."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, related_name="disposition"
    )
    kind = models.CharField(_("treatment"), max_length=10, choices=DispositionKind)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("treatment of a proposal")
        verbose_name_plural = _("treatments of proposals")

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"
