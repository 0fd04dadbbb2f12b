"""Who may attend, speak, draft, decide and read, where, and which source says so."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from meetings.rules.participation import Cell, Ground


class Forum(models.TextChoices):
    """Where a right is exercised: a body, a part of its meeting, or a step of a procedure."""

    VM_PLENARY = "VM_PLENARIA", _("Vice-Ministerial Meeting, plenary")
    VM_CLOSED = "VM_CERRADA", _("Vice-Ministerial Meeting, closed session")
    GRCM = "GRCM", _("Regional Consultation Group on Migration")
    TRAFFICKING_NETWORK = "RED_TRATA", _("liaison officers, trafficking and smuggling")
    CONSULAR_NETWORK = "RED_CONSULAR", _("liaison officers, consular protection")
    CHILDREN_NETWORK = "RED_NNA", _("liaison officers, migrant children")
    DRAFTING_GROUP = "GRUPO_REDACCION", _("drafting group")
    AD_HOC_GROUP = "GRUPO_ADHOC", _("ad hoc group")
    TROIKA_CONSULTATION = "CONSULTA_TROIKA", _("consultation of the Troika")
    MEMBERS_CONSULTATION = "CONSULTA_MIEMBROS", _("consultation of the members")
    EVENTS = "EVENTOS", _("seminars, workshops and training")


class PartyClass(models.TextChoices):
    """What a party is for the matrix."""

    MEMBER = "MIEMBRO", _("member country")
    PPT = "PPT", _("Presidency Pro-Tempore")
    OTHER_TROIKA = "TROIKA_OTRO", _("previous or next presidency")
    SECRETARIAT = "ST", _("Secretariat")
    OBSERVER_STATE = "PAIS_OBS", _("observer country")
    OBSERVER_ORGANIZATION = "ORG_OBS", _("observer organization")
    RROCM = "RROCM", _("civil society network")
    SPECIAL_GUEST = "INVITADO", _("special guest")
    PUBLIC = "PUBLICO", _("public")


class Right(models.TextChoices):
    """What one may do. ``INVITED_ONLY`` says that attendance takes an invitation."""

    ATTEND = "ATTEND", _("attend")
    INVITED_ONLY = "INVITED_ONLY", _("only by invitation")
    SPEAK = "SPEAK", _("make a statement")
    INTERVENE_AGENDA = "INTERVENE_AGENDA", _("intervene on agenda items")
    DEBATE = "DEBATE", _("debate")
    DRAFT = "DRAFT", _("draft")
    DECIDE = "DECIDE", _("decide")
    WORKING_DOCS = "WORKING_DOCS", _("see working documents")


class Value(models.TextChoices):
    """What the sources say of a right."""

    YES = "YES", _("yes")
    NO = "NO", _("no")
    CONDITIONAL = "COND", _("on a condition")
    UNREGULATED = "UNREG", _("not regulated")


class Default(models.TextChoices):
    """What the portal does without anybody's further decision."""

    ALLOW = "allow", _("allow")
    DENY = "deny", _("deny")
    DENY_UNLESS_CONDITION = "deny_unless_condition", _("deny unless the condition is met")
    DENY_UNLESS_PPT = "deny_unless_PPT_decision", _("deny unless the PPT decides otherwise")


GROUNDS = {
    Ground.INVITATION.value: _("an invitation to that meeting"),
    Ground.SPACE.value: _(
        "a place in the agenda, given by the presidency and the Secretariat"
    ),
    Ground.AUTHORIZATION.value: _(
        "an authorisation of the presidency, recorded beforehand"
    ),
    Ground.COMPOSITION.value: _("a delegation within the composition in force"),
    Ground.GROUP.value: _("membership of that group"),
    Ground.CIRCULATED.value: _("that the document was circulated to it"),
    Ground.OFFICE.value: _("nothing more: it acts within its own office"),
}


class Basis(models.TextChoices):
    """How the value follows from its sources."""

    LITERAL = "literal", _("literal")
    INFERRED = "inferred", _("inferred")
    NONE = "none", _("no source")


DEFAULT_OF_VALUE = {
    Value.YES: Default.ALLOW,
    Value.NO: Default.DENY,
    Value.CONDITIONAL: Default.DENY_UNLESS_CONDITION,
    Value.UNREGULATED: Default.DENY_UNLESS_PPT,
}


def _default_follows_from_value() -> Q:
    either = Q()
    for value, default in DEFAULT_OF_VALUE.items():
        either |= Q(value=value, default=default)
    return either


class ParticipationRuleQuerySet(models.QuerySet["ParticipationRule"]):
    def in_force(self, on: date) -> "ParticipationRuleQuerySet":
        """Rules that hold on the day ``on``; one without dates always holds."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_until=None) | Q(valid_until__gt=on),
        )


class ParticipationRule(models.Model):
    """One cell of the matrix: a class of party, a right, a forum, and what the sources say.

    ``sources`` are seed lines (``001:375 000:29``); ``conflicts`` are the contradictions
    among them (``X05``). ``valid_until`` is excluded.
    """

    body = models.CharField(_("where"), max_length=20, choices=Forum)
    party_class = models.CharField(_("class of party"), max_length=12, choices=PartyClass)
    right = models.CharField(_("right"), max_length=16, choices=Right)
    value = models.CharField(_("value"), max_length=5, choices=Value)
    default = models.CharField(_("default"), max_length=24, choices=Default)
    basis = models.CharField(_("basis"), max_length=8, choices=Basis)
    sources = models.CharField(_("sources"), max_length=120, blank=True)
    condition_es = models.CharField(_("condition (Spanish)"), max_length=250, blank=True)
    condition_en = models.CharField(_("condition (English)"), max_length=250, blank=True)
    ground = models.CharField(
        _("what has to be on record"), max_length=16, choices=GROUNDS, blank=True
    )
    conflicts = models.CharField(_("contradictions"), max_length=40, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    condition = Bilingual()

    objects = ParticipationRuleQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("participation rule")
        verbose_name_plural = _("participation rules")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "party_class", "right", "valid_from"],
                nulls_distinct=False,
                name="meetings_participationrule_once",
            ),
            models.CheckConstraint(
                name="meetings_participationrule_known_cell",
                condition=Q(
                    body__in=Forum.values,
                    party_class__in=PartyClass.values,
                    right__in=Right.values,
                ),
            ),
            models.CheckConstraint(
                name="meetings_participationrule_default_follows_value",
                condition=_default_follows_from_value(),
            ),
            models.CheckConstraint(
                name="meetings_participationrule_has_source_or_is_unregulated",
                condition=Q(value=Value.UNREGULATED, basis=Basis.NONE)
                | Q(basis__in=[Basis.LITERAL, Basis.INFERRED]) & ~Q(sources=""),
            ),
            models.CheckConstraint(
                name="meetings_participationrule_conditional_names_its_ground",
                condition=Q(value=Value.CONDITIONAL, ground__in=list(GROUNDS))
                | ~Q(value=Value.CONDITIONAL) & Q(ground=""),
            ),
            models.CheckConstraint(
                name="meetings_participationrule_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.party_class} {self.right} {self.value}"

    @property
    def cell(self) -> Cell:
        """The cell as the rules take it."""
        return Cell(
            forum=self.body,
            party_class=self.party_class,
            right=self.right,
            value=self.value,
            sources=self.sources,
            ground=self.ground,
        )
