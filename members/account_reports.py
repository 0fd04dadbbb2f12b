"""What the pages show of an account: how it stands, when it was opened, what it did."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.models import AuditEntry
from members.models import AddressChange, NotificationSettings, User
from members.models.accounts import ROLE_LABELS
from members.reports import ACTS, Act
from members.why import OFFICES

SIGNED_IN = "members.user.signed_in"
LAST_SIGN_INS = 10
LAST_ACTS = 20
# What somebody did with a case of the reserve fund is its officers' to know.
CLOSED = "finance.fundcase."
# Every role in words, in the order of what weighs most.
ROLES: dict[str, str | Promise] = {
    role.value: words for role, words in [*OFFICES.items(), *ROLE_LABELS.items()]
}
ABOUT: dict[str, str | Promise] = {
    "members": _("people, parties and calendars"),
    "meetings": _("meetings"),
    "decisions": _("consultations"),
    "library": _("documents"),
    "finance": _("contributions"),
    "core": _("the portal itself"),
}
SECURITY_ACTS: dict[str, str | Promise] = {
    SIGNED_IN: _("signed in"),
    "members.user.timing_chosen": _("chose when to be written to"),
    "members.user.directory_taken": _("took contact data out of the directory"),
    "members.user.address_change_asked": _("asked to confirm a new address"),
    "members.user.address_changed": _("confirmed a new address"),
    "members.user.account_closed": _("closed an account"),
    "members.user.account_reopened": _("opened an account again"),
    "members.user.recovery_opened": _("opened the recovery of an account"),
    "members.user.recovery_approved": _("approved the recovery of an account"),
    "members.user.recovery_dismissed": _("dismissed the recovery of an account"),
    "members.user.recovered": _("took the account again"),
    "members.user.token_made": _("made a token for programs"),
    "members.user.token_revoked": _("ended a token for programs"),
    "members.party.reference_corrected": _("corrected the data of a party"),
}


@dataclass(frozen=True)
class State:
    """How an account stands."""

    is_taken: bool
    has_second_factor: bool
    sessions: int
    change: AddressChange | None


def chosen_timing(viewer: Viewer) -> NotificationSettings | None:
    """Return what the viewer chose, if anything."""
    return NotificationSettings.objects.filter(user=viewer.user_id).first()


def state_of(user: User) -> State:
    """Return how the account stands: four queries."""
    return State(
        is_taken=user.has_usable_password(),
        has_second_factor=Authenticator.objects.filter(user=user).exists(),
        sessions=UserSession.objects.filter(user=user).count(),
        change=AddressChange.objects.pending_of(user),
    )


def acts(
    user_id: int,
    *,
    reader: int | None,
    about: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """Return what an account did, newest first; the days are those of San José.

    To anybody but its holder nothing is told of cases of the reserve fund.
    """
    found = AuditEntry.objects.filter(actor=user_id).exclude(verb=SIGNED_IN)
    if reader != user_id:
        found = found.exclude(verb__startswith=CLOSED)
    if about:
        found = found.filter(verb__startswith=f"{about}.")
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found.order_by("-id")


def kinds_of_acts(user_id: int, *, reader: int | None) -> list[tuple[str, Any]]:
    """Return what the acts that the reader is told of were about, to choose from."""
    verbs = AuditEntry.objects.filter(actor=user_id).order_by("verb")
    if reader != user_id:
        verbs = verbs.exclude(verb__startswith=CLOSED)
    found = dict.fromkeys(
        verb.split(".", 1)[0] for verb in verbs.values_list("verb", flat=True).distinct()
    )
    return [(app, ABOUT.get(app, app)) for app in found]


def told(entries: Iterable[AuditEntry], viewer: Viewer) -> list[Act]:
    """Return the lines of a timeline: each act in words, on what, and in which capacity.

    What was acted on is named to its holder, and to others as far as they may know of it.
    """
    words, shown = _words(), list(entries)
    known = _known(shown, viewer)
    return [
        Act(
            each.at,
            str(words.get(each.verb, _named(each.verb)))
            + (f" · {each.target_label}" if each.pk in known else ""),
            _offices(each.acting_as) + _means(each),
        )
        for each in shown
    ]


def last_acts(user_id: int, viewer: Viewer) -> list[Act]:
    """Return the last acts of an account, newest first, as a timeline shows them."""
    return told(acts(user_id, reader=viewer.user_id)[:LAST_ACTS], viewer)


def _known(entries: Iterable[AuditEntry], viewer: Viewer) -> set[int]:
    """Return the acts (ids) whose target the viewer may know of: a query for each kind."""
    known, others = set(), defaultdict[int, list[AuditEntry]](list)
    for each in entries:
        if each.actor_id == viewer.user_id:
            known.add(each.pk)
        else:
            others[each.target_type_id].append(each)
    for kind, acts_on in others.items():
        visible = _visible(kind, [each.target_id for each in acts_on], viewer)
        known |= {each.pk for each in acts_on if each.target_id in visible}
    return known


def _visible(kind: int, keys: list[int], viewer: Viewer) -> set[int]:
    model: Any = ContentType.objects.get_for_id(kind).model_class()
    rows = model and model._default_manager.get_queryset()
    if not hasattr(rows, "visible_to"):
        return set()
    return set(rows.filter(pk__in=keys).visible_to(viewer).values_list("pk", flat=True))


def sign_ins(user: User) -> list[datetime]:
    """Return the last times the account was opened: from where is its holder's business."""
    entries = AuditEntry.objects.filter(actor=user.pk, verb=SIGNED_IN).order_by("-id")
    return list(entries.values_list("at", flat=True)[:LAST_SIGN_INS])


def _words() -> dict[str, str | Promise]:
    """Every app's acts in words, as far as it says them."""
    words = {**ACTS, **SECURITY_ACTS}
    for path in settings.ACTS_IN_WORDS:
        words |= import_string(path)
    return words


def _means(entry: AuditEntry) -> str:
    """Say that an act was done by a program, with one of the person's tokens."""
    return " · " + gettext("by a program") if entry.data.get("token") else ""


def _offices(codes: str) -> str:
    """The roles in which an act was done, in words: the one that let it be done is there."""
    return ", ".join(str(ROLES[code]) for code in codes.split(",") if code in ROLES)


def _named(verb: str) -> str:
    """A verb without words, made readable: ``decisions.consultation.replied``."""
    return verb.rpartition(".")[2].replace("_", " ")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE_OF_RECORD)
