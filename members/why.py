"""Where a person's roles come from at an instant, and what they may do outside consultations.

The answers are those of the rules themselves, asked for the viewer in question; only the
reasons are written here, each with its source.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.core.display import format_instant, format_since
from members import rules
from members.access import is_titular, troika_at, viewer_for
from members.models import Mandate, OfficialVoice, Party, Presidency, Standing, User

Text = str | Promise
OFFICES: dict[Role, Text] = {
    Role.OFFICIAL_VOICE: gettext_lazy("official voice"),
    Role.PRESIDENCY: gettext_lazy("presidency in office"),
    Role.TROIKA: gettext_lazy("Troika"),
}
NOBODY = 0  # an account or a party that is not the viewer's


@dataclass(frozen=True, slots=True)
class Held:
    """A role, or what stands against having one, and where it comes from."""

    role: Text
    origin: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Power:
    """One thing that may be done: the rule that answers, and why the rule is so."""

    label: Text
    rule: Callable[[Viewer], bool]
    why: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rule says of one viewer."""

    label: Text
    allowed: bool
    why: Text
    source: str = ""


def _titular(viewer: Viewer) -> bool:
    return viewer.user_id is not None and is_titular(viewer)


def _own(viewer: Viewer) -> int:
    return viewer.party_id or NOBODY


POWERS = (
    Power(
        gettext_lazy("Read the members' calendars"),
        rules.may_read_calendars,
        gettext_lazy(
            "They are for those between whom the procedure runs: members, the "
            "Secretariat and the administrator."
        ),
        "2.5",
    ),
    Power(
        gettext_lazy("Enter or correct a closure"),
        rules.may_enter_closure,
        gettext_lazy("Only the Secretariat enters closures."),
        "2.5",
    ),
    Power(
        gettext_lazy("Confirm the calendar of one's own country"),
        lambda v: rules.may_confirm_calendar(v, _own(v)),
        gettext_lazy("The official voice confirms its own; the Secretariat, anybody's."),
        "2.4",
    ),
    Power(
        gettext_lazy("Invite or end mandates for one's own party"),
        lambda v: rules.may_appoint(v, _own(v), Role.FOCAL_POINT, titular=_titular(v)),
        gettext_lazy(
            "Members keep their own focal points: a titular focal point does it for "
            "its party, the officers for all."
        ),
        "001:393",
    ),
    Power(
        gettext_lazy("Invite or end mandates for another party"),
        lambda v: rules.may_appoint(v, NOBODY, Role.FOCAL_POINT, titular=_titular(v)),
        gettext_lazy("Nobody appoints for another State; the officers record it."),
        "001:393",
    ),
    Power(
        gettext_lazy("Designate the official voice of one's own country"),
        lambda v: rules.may_designate_voice(v, _own(v), titular=_titular(v)),
        gettext_lazy("A titular focal point of the official voice, or the Secretariat."),
        "001:468",
    ),
    Power(
        gettext_lazy("Ask people to confirm their contact"),
        rules.may_ask_contacts,
        gettext_lazy("The officers keep the contacts current."),
        "001:393",
    ),
    Power(
        gettext_lazy("Read what another account did"),
        lambda v: rules.may_see_history(v, NOBODY),
        gettext_lazy("Its holder and the officers."),
    ),
    Power(
        gettext_lazy("Close or reopen another account"),
        lambda v: rules.may_close_account(v, NOBODY),
        gettext_lazy("An officer, and never one's own account."),
    ),
    Power(
        gettext_lazy("Change the address of another account"),
        lambda v: rules.may_change_address(v, NOBODY),
        gettext_lazy("The Secretariat, on request of the party."),
        "001:393",
    ),
    Power(
        gettext_lazy("Open the recovery of a lost second factor"),
        lambda v: rules.may_open_recovery(v, NOBODY),
        gettext_lazy("An officer of the Secretariat; a different one approves it."),
    ),
    Power(
        gettext_lazy("Record a hand-over or a designation"),
        rules.may_record_presidency,
        gettext_lazy(
            "The Secretariat and the presidency in office write down what the "
            "members decided."
        ),
        "001:397",
    ),
    Power(
        gettext_lazy("Correct the reference data of a party"),
        rules.may_correct_reference,
        gettext_lazy(
            "Acronyms, capitals and time zones are the administrator's; nothing "
            "that a State said is."
        ),
    ),
)


def answers(viewer: Viewer) -> list[Answer]:
    """Return what ``viewer`` may do outside consultations, that first: the rules, asked."""
    said = [Answer(each.label, each.rule(viewer), each.why, each.source) for each in POWERS]
    return sorted(said, key=lambda answer: not answer.allowed)


def of_role(role: Role | None, party: Party | None, at: datetime) -> Viewer:
    """Return somebody who holds ``role`` for ``party``: nobody in particular.

    An office by date makes of them what it makes of whoever holds it.
    """
    if role is None:
        return Viewer(at=at)
    held = {role}
    if role in OFFICES:
        held |= {Role.OFFICIAL_VOICE, Role.FOCAL_POINT, Role.MEMBER}
    if role is Role.PRESIDENCY:
        held.add(Role.TROIKA)
    if party is not None and party.is_member_state:
        held.add(Role.MEMBER)
    return Viewer(at=at, party_id=party.pk if party else None, roles=frozenset(held))


def origins(user: User, at: datetime) -> list[Held]:
    """Return each role of ``user`` at ``at`` with the record that gives it."""
    found = [_of_mandate(mandate, at) for mandate in _mandates(user)]
    if not user.is_active:
        closed = _("The account is closed: it opens nothing, whatever the mandates say.")
        return [Held(_("nobody"), closed, counts=False), *found]
    viewer = viewer_for(user, at)
    if viewer.party_id is not None:
        party = Party.objects.get(pk=viewer.party_id)
        found += [*_of_standing(party, at), *_of_voice(viewer, party), *_of_office(viewer)]
    return found


def _mandates(user: User) -> list[Mandate]:
    mandates = user.mandates.select_related("party", "institution")
    return list(mandates.order_by("-during"))


def _of_mandate(mandate: Mandate, at: datetime) -> Held:
    span = _("for %(party)s, since %(start)s") % {
        "party": mandate.party.name,
        "start": _instant(mandate.during.lower),
    }
    if mandate.institution:
        span += f" · {mandate.institution.name}"
    if mandate.during.upper:
        span += " · " + _("until %(end)s") % {"end": _instant(mandate.during.upper)}
    if mandate.appointed_by:
        span += " · " + _("recorded by %(who)s") % {"who": mandate.appointed_by}
    return Held(mandate.role_label, span, counts=at in mandate.during)


def _of_standing(party: Party, at: datetime) -> list[Held]:
    on = at.astimezone(ZONE_OF_RECORD).date()
    standing = Standing.objects.on(on).filter(party=party).first()
    if standing is None:
        return []
    since = format_since(standing.since, standing.since_precision)
    words = f"{standing.get_status_display()}, {since}"
    return [Held(party.get_kind_display(), f"{party.name}: {words}")]


def _of_voice(viewer: Viewer, party: Party) -> list[Held]:
    if not viewer.has(Role.OFFICIAL_VOICE):
        return []
    voice = (
        OfficialVoice.objects.at(viewer.at).select_related("institution").get(party=party)
    )
    words = _("%(institution)s speaks for %(party)s since %(start)s") % {
        "institution": voice.institution.name,
        "party": party.name,
        "start": _instant(voice.during.lower),
    }
    return [Held(OFFICES[Role.OFFICIAL_VOICE], words)]


def _of_office(viewer: Viewer) -> list[Held]:
    if not viewer.has(Role.TROIKA):
        return []
    seats = troika_at(viewer.at)
    names: dict[int | None, str] = {
        seats.next: _("next presidency, designated"),
        seats.previous: _("previous presidency"),
    }
    names |= dict.fromkeys(seats.chairs, _("presidency in office"))
    found = [Held(OFFICES[Role.TROIKA], names[viewer.party_id])]
    if viewer.has(Role.PRESIDENCY):
        term = Presidency.objects.filter(
            party=viewer.party_id, term__contains=viewer.at
        ).get()
        words = _("presides since %(start)s") % {"start": _instant(term.term.lower)}
        found.append(Held(OFFICES[Role.PRESIDENCY], f"{words} · {term.label_year}"))
    return found


def _instant(at: datetime | None) -> str:
    return format_instant(at, "long") if at else "–"
