"""Who is looking, for which party, in which roles, at which instant."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from crm_portal.core.calendars import SEAT as ZONE_OF_RECORD
from crm_portal.core.errors import Refused


class Role(StrEnum):
    """What a viewer is at an instant. The last block is derived, never appointed."""

    MEMBER = "member"
    OBSERVER = "observer"
    CIVIL_SOCIETY = "civil_society"
    SECRETARIAT = "secretariat"
    ADMINISTRATOR = "administrator"
    FOCAL_POINT = "focal_point"
    LIAISON_OFFICER = "liaison_officer"
    VICE_MINISTER = "vice_minister"
    DIRECTOR_MIGRATION = "director_migration"
    DIRECTOR_CONSULAR = "director_consular"

    OFFICIAL_VOICE = "official_voice"
    PRESIDENCY = "presidency"
    TROIKA = "troika"


@dataclass(frozen=True, slots=True)
class Viewer:
    """What one person is at one instant. Nobody at all is the public, or the clock.

    ``at`` is an aware UTC instant read once from the clock of record; it serves the
    roles, the rule, the deadline and the audit entry, which therefore cannot disagree.
    ``token`` is the personal token by which a program acts for the person, if one does.
    """

    at: datetime
    user_id: int | None = None
    party_id: int | None = None
    institution_id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    language: str = "es"
    label: str = ""
    token: int | None = None

    @property
    def on(self) -> date:
        """The Conference's civil day."""
        return self.at.astimezone(ZONE_OF_RECORD).date()

    @property
    def signer(self) -> int:
        """The account that signs an act; nobody, or the clock, signs none (Refused)."""
        if self.user_id is None:
            raise Refused(_("Sign in to do this."), code="nobody")
        return self.user_id

    @property
    def state(self) -> int:
        """The party the viewer acts for; whoever acts for none is Refused."""
        if self.party_id is None:
            raise Refused(_("You act for no party."), code="no_party")
        return self.party_id

    def has(self, *roles: Role) -> bool:
        """Say whether the viewer holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_public(self) -> bool:
        return not self.roles
