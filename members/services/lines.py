"""One line of an imported directory: understood, then done by the verbs that people use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict
from crm_portal.core.i18n import LANGUAGES
from members.models import Institution, Mandate, Party, User
from members.models.accounts import ROLE_LABELS
from members.models.folding import fold
from members.networks import networks
from members.rules import sheets as words
from members.services.accounts import Invitee, invite
from members.services.institutions import Office, open_institution
from members.services.people import update_contact

LONGEST = {"full_name": 160, "title": 160, "phone": 40, "email": 254, "institution": 200}


@dataclass(frozen=True)
class Done:
    """What came of a line: one of ``KINDS``; the fields written; the institution opened."""

    KINDS: ClassVar = ("opened", "appointed", "written", "same")

    what: str
    fields: tuple[str, ...] = ()
    institution: str = ""


@dataclass(frozen=True)
class Entry:
    """A line that can be understood."""

    cells: dict[str, str]
    party: Party
    role: Role
    network: str
    is_alternate: bool
    language: str

    @property
    def email(self) -> str:
        return self.cells["email"].lower()


class Clerk:
    """Reads and does the lines of one file, for ``by``; ``only`` is the party it is about."""

    def __init__(self, by: Viewer, only: Party | None, *, send: bool) -> None:
        self.by, self.only, self.send = by, only, send
        self.parties_seen: set[Party] = set()
        self.addresses_seen: set[str] = set()
        self._lines_seen: set[tuple[Any, ...]] = set()
        self._parties = _by_word(Party.objects.visible_to(by).active_on(by.on))
        self._networks = _networks_by_word(by)
        self._roles = _roles_by_word()

    def read(self, cells: dict[str, str]) -> tuple[Entry | None, list[str]]:
        """Return what a line says, or everything that is wrong with its words."""
        problems = [*_lengths(cells), *_lacks(cells)]
        party = self._party(cells, problems)
        role = _known(self._roles, cells, "role", problems)
        language = _known(words.LANGUAGES, cells, "language", problems)
        alternate = _known(words.ANSWERS, cells, "alternate", problems)
        network = self._network(cells, problems)
        if problems or party is None:
            return None, problems
        entry = Entry(cells, party, role, network, bool(alternate), language)
        self.parties_seen.add(party)
        self.addresses_seen.add(entry.email)
        return entry, self._twice(entry)

    def do(self, entry: Entry) -> Done:
        """Open, appoint and write what the line asks for, and nothing that is so already."""
        institution, opened = self._institution(entry)
        user = User.objects.filter(email__iexact=entry.email).first()
        held = self._held(user, entry, institution)
        what = "same"
        if held is None:
            what = "appointed" if user else "opened"
            held = self._invite(entry, institution)
        elif held.is_alternate != entry.is_alternate:
            raise Conflict(_("Titular or alternate: the portal says otherwise."))
        fields = self._write(held.user_id, entry) if user else ()
        if fields and what == "same":
            what = "written"
        return Done(what, fields, institution.name if institution and opened else "")

    def _party(self, cells: dict[str, str], problems: list[str]) -> Party | None:
        word = cells.get("party", "")
        if not word:
            if self.only is None:
                problems.append(_("Say for which country or party."))
            return self.only
        found = self._parties.get(fold(word))
        if found is None:
            problems.append(_("No party is called “%(word)s”.") % {"word": word})
        elif self.only is not None and found != self.only:
            problems.append(
                _("You import the people of %(party)s alone.") % {"party": self.only.name}
            )
        return found

    def _network(self, cells: dict[str, str], problems: list[str]) -> str:
        word = cells.get("network", "")
        found = self._networks.get(fold(word), "") if word else ""
        if word and not found:
            problems.append(_("No network is called “%(word)s”.") % {"word": word})
        return found

    def _twice(self, entry: Entry) -> list[str]:
        office = fold(entry.cells.get("institution", ""))
        line = (entry.email, entry.party.pk, entry.role, office, entry.network)
        if line in self._lines_seen:
            return [_("This line is there twice.")]
        self._lines_seen.add(line)
        return []

    def _institution(self, entry: Entry) -> tuple[Institution | None, bool]:
        """Return the institution of that name, opened now if the party has none such."""
        name = entry.cells.get("institution", "")
        if not name:
            return None, False
        for each in entry.party.institutions.open_on(self.by.on):
            if fold(name) in {fold(each.name_es), fold(each.name_en)}:
                return each, False
        office = Office(name_es=name, name_en=entry.cells.get("institution_en", ""))
        return open_institution(entry.party.pk, office, by=self.by), True

    def _held(
        self, user: User | None, entry: Entry, institution: Institution | None
    ) -> Mandate | None:
        if user is None:
            return None
        held = Mandate.objects.at(self.by.at).filter(user=user, party=entry.party)
        return held.filter(
            role=entry.role, institution=institution, network=entry.network
        ).first()

    def _invite(self, entry: Entry, institution: Institution | None) -> Mandate:
        cells = entry.cells
        who = Invitee(
            email=cells["email"],
            full_name=cells["full_name"],
            title=cells.get("title", ""),
            phone=cells.get("phone", ""),
            language=entry.language,
        )
        return invite(
            who,
            party_id=entry.party.pk,
            role=entry.role,
            institution_id=institution.pk if institution else None,
            is_alternate=entry.is_alternate,
            network=entry.network,
            send=self.send,
            by=self.by,
        )

    def _write(self, user_id: int, entry: Entry) -> tuple[str, ...]:
        """Write the contact data that the line gives otherwise; an empty cell says nothing."""
        user = User.objects.get(pk=user_id)
        was = {name: getattr(user, name) for name in ("full_name", "title", "phone")}
        new = {name: entry.cells.get(name) or value for name, value in was.items()}
        if new != was:
            update_contact(user_id, by=self.by, **new)
        return tuple(name for name in was if new[name] != was[name])


def _by_word(parties: Any) -> dict[str, Party]:
    """Parties under everything they are called by."""
    found: dict[str, Party] = {}
    for party in parties:
        names = (party.name_es, party.name_en, party.acronym_es, party.acronym_en)
        for name in (*names, party.code):
            if name:
                found[fold(name)] = party
    return found


def _roles_by_word() -> dict[str, Role]:
    """Roles under their known words, and under their names in both languages."""
    found = dict(words.ROLES)
    for language in LANGUAGES:
        with override(language):
            found |= {fold(str(label)): role for role, label in ROLE_LABELS.items()}
    return found


def _networks_by_word(by: Viewer) -> dict[str, str]:
    return {
        fold(word): each.code
        for each in networks(by.on).values()
        if each.is_current
        for word in (each.code, each.name_es, each.name_en)
    }


def _known(table: Any, cells: dict[str, str], name: str, problems: list[str]) -> Any:
    """Return what a word means, or note that nobody knows it."""
    word = cells.get(name, "")
    found = table.get(fold(word))
    if found is None and (word or name != "role"):
        says: dict[str, Callable[[], str]] = {
            "role": lambda: _("No role is called “%(word)s”."),
            "language": lambda: _("The language is Spanish or English, not “%(word)s”."),
            "alternate": lambda: _("Alternate: yes or no, not “%(word)s”."),
        }
        problems.append(says[name]() % {"word": word})
    return found


def _lacks(cells: dict[str, str]) -> list[str]:
    found = []
    if "full_name" not in cells:
        found.append(_("The name is missing."))
    if "role" not in cells:
        found.append(_("The role is missing."))
    try:
        validate_email(cells.get("email", ""))
    except ValidationError:
        found.append(_("Write a valid e-mail address."))
    return found


def _lengths(cells: dict[str, str]) -> list[str]:
    return [
        _("“%(start)s…” is too long.") % {"start": cells[name][:30]}
        for name, most in LONGEST.items()
        if len(cells.get(name, "")) > most
    ]
