"""Letters about accounts, contacts and calendars, in their reader's language.

A letter is written when it leaves: whoever no longer needs it, or may no longer have it,
gets none. Subjects say nothing that a passer-by should not read.
"""

from collections.abc import Callable
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm_portal.core.access import Role
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from members import tokens
from members.access import viewer_for
from members.letters import Draft, address
from members.models import (
    CalendarYear,
    ContinuityAnswer,
    Mandate,
    OfficialVoice,
    Party,
    Standing,
    User,
)
from members.security_notices import SECURITY_WRITERS
from members.tokens import Purpose

SECURITY: dict[str, str | Promise] = {
    "password_reset": _("The password of your account was set anew."),
    "password_changed": _("The password of your account was changed."),
    "password_set": _("A password was set for your account."),
    "totp_activated": _("An authenticator app was set up for your account."),
    "totp_deactivated": _("The authenticator app of your account was removed."),
    "recovery_codes_generated": _("New recovery codes were made for your account."),
    "webauthn_added": _("A security key was added to your account."),
    "webauthn_removed": _("A security key was removed from your account."),
}


# What may wait for its reader's hours: it asks for nothing that a day would spoil.
ROUTINE = frozenset({"account.verify_contact", "account.calendar_confirmation"})


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for, or return None if it is not due any more."""
    user, event = notice.recipient, notice.event.removeprefix("account.")
    if not user.is_active and event != "closed":
        return None
    write = WRITERS.get(event) or SECURITY_WRITERS[event]
    with override(user.language):
        draft = write(notice, user, at)
        if draft is None:
            return None
        context = {"user": user, "site_url": settings.SITE_URL, **draft.context}
        body = render_to_string(f"mail/account/{draft.template}.txt", context)
        return Letter(to=draft.to or user.email, subject=str(draft.subject), body=body)


def digest(notice: Notice, letters: list[Letter]) -> Letter:
    """Write one letter of several; of a single one, that one."""
    if len(letters) == 1:
        return letters[0]
    user = notice.recipient
    with override(user.language):
        context = {"user": user, "site_url": settings.SITE_URL, "letters": letters}
        body = render_to_string("mail/account/digest.txt", context)
        return Letter(to=user.email, subject=str(_("Your messages of the day")), body=body)


def _invited(notice: Notice, user: User, at: datetime) -> Draft | None:
    mandate = Mandate.objects.at(at).filter(user=user).select_related("party").first()
    if user.has_usable_password() or mandate is None:
        return None
    token = tokens.issue(user, Purpose.INVITATION, at)
    context = {
        "party": mandate.party,
        "role": mandate.role_label,
        "link": address("members:invitation", token),
        "days": tokens.LASTS[Purpose.INVITATION].days,
    }
    return Draft(_("Your access to the Conference's portal"), "invited", context)


def _appointed(notice: Notice, user: User, at: datetime) -> Draft | None:
    mandate = _mandate(notice)
    if not Mandate.objects.at(at).filter(pk=mandate.pk).exists():
        return None
    context = {
        "mandate": mandate,
        "role": mandate.role_label,
        "link": address("members:account"),
    }
    return Draft(_("A new role in the Conference's portal"), "appointed", context)


def _mandate_ended(notice: Notice, user: User, at: datetime) -> Draft:
    mandate = _mandate(notice)
    context = {
        "mandate": mandate,
        "role": mandate.role_label,
        "ended_at": mandate.during.upper,
    }
    return Draft(_("A change in your access to the portal"), "mandate_ended", context)


def _matters_passed(notice: Notice, user: User, at: datetime) -> Draft | None:
    """To whoever goes on acting for an institution when a focal point leaves it."""
    mandate = _mandate(notice)
    viewer = viewer_for(user, at)
    if viewer.party_id != mandate.party_id and not viewer.has(Role.SECRETARIAT):
        return None
    context = {
        "mandate": mandate,
        "who": mandate.user.full_name,
        "ended_at": mandate.during.upper,
        "link": address("core:today"),
    }
    return Draft(_("A focal point has left the portal"), "matters_passed", context)


def _verify_contact(notice: Notice, user: User, at: datetime) -> Draft | None:
    answered = user.verified_at and user.verified_at > notice.owed_at
    if answered or viewer_for(user, at).is_public:
        return None
    token = tokens.issue(user, Purpose.CONTACT, at)
    context = {
        "link": address("members:contact", token),
        "days": tokens.LASTS[Purpose.CONTACT].days,
    }
    return Draft(_("Please confirm your contact details"), "verify_contact", context)


def _voice_designated(notice: Notice, user: User, at: datetime) -> Draft | None:
    voice = OfficialVoice.objects.select_related("party", "institution").get(
        pk=notice.target_id
    )
    if viewer_for(user, at).party_id != voice.party_id:
        return None
    context = {"voice": voice, "since": voice.during.lower}
    return Draft(
        _("Who speaks for your country in the portal"), "voice_designated", context
    )


def _calendar_confirmation(notice: Notice, user: User, at: datetime) -> Draft | None:
    party, year = Party.objects.get(pk=notice.target_id), int(notice.data["year"])
    viewer = viewer_for(user, at)
    speaks = viewer.has(Role.OFFICIAL_VOICE) and viewer.party_id == party.pk
    confirmed = CalendarYear.objects.filter(party=party, year=year, institution=None)
    if not speaks or confirmed.exists():
        return None
    context = {
        "party": party,
        "year": str(year),
        "link": address("members:calendar", party.code, year),
    }
    return Draft(
        _("The calendar of the coming year, to confirm"), "calendar_confirmation", context
    )


def _standing_changed(notice: Notice, user: User, at: datetime) -> Draft:
    standing = Standing.objects.select_related("party").get(pk=notice.target_id)
    context = {"standing": standing, "link": address("members:directory")}
    return Draft(_("Who takes part in the Conference"), "standing_changed", context)


def _continuity_asked(notice: Notice, user: User, at: datetime) -> Draft | None:
    answer = _answer(notice)
    if answer.answered_at or viewer_for(user, at).party_id != answer.party_id:
        return None
    context = {
        "party": answer.party,
        "link": address("members:continuity-answer", answer.pk),
    }
    return Draft(_("Your organization as an observer"), "continuity_asked", context)


def _continuity_answered(notice: Notice, user: User, at: datetime) -> Draft | None:
    if not viewer_for(user, at).has(Role.SECRETARIAT):
        return None
    context = {"answer": _answer(notice), "link": address("members:continuity")}
    return Draft(_("An observer organization answered"), "continuity_answered", context)


def _answer(notice: Notice) -> ContinuityAnswer:
    return ContinuityAnswer.objects.select_related("party").get(pk=notice.target_id)


def _password_reset(notice: Notice, user: User, at: datetime) -> Draft | None:
    if not user.has_usable_password():
        return _invited(notice, user, at)
    key = default_token_generator.make_token(user)
    link = address("account_reset_password_from_key", user_pk_to_url_str(user), key)
    return Draft(_("Your password in the portal"), "password_reset", {"link": link})


def _security(notice: Notice, user: User, at: datetime) -> Draft | None:
    what = SECURITY.get(notice.data["what"])
    if what is None:
        return None
    context = {"what": what, "at": notice.owed_at, "ip": notice.data.get("ip", "")}
    return Draft(_("The security of your account"), "security", context)


def _mandate(notice: Notice) -> Mandate:
    return Mandate.objects.select_related("party", "institution").get(pk=notice.target_id)


WRITERS: dict[str, Callable[[Notice, User, datetime], Draft | None]] = {
    "invited": _invited,
    "appointed": _appointed,
    "mandate_ended": _mandate_ended,
    "matters_passed": _matters_passed,
    "verify_contact": _verify_contact,
    "voice_designated": _voice_designated,
    "calendar_confirmation": _calendar_confirmation,
    "standing_changed": _standing_changed,
    "continuity_asked": _continuity_asked,
    "continuity_answered": _continuity_answered,
    "password_reset": _password_reset,
    "security": _security,
}
