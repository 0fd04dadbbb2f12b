"""What happened to a consultation, in sentences, as far as the reader may know it."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit
from crm_portal.core.models import AuditEntry, Notice
from decisions.models.consultations import ReactionKind, Visibility
from decisions.models.proposals import DispositionKind
from decisions.presentation import wording
from decisions.presentation.dossier import Dossier

# Said to everybody who is in the procedure once the text is out.
SENTENCES: dict[str, str | Promise] = {
    "drafted": gettext_lazy("The consultation was opened."),
    "described": gettext_lazy("The subject or the reason was changed."),
    "text_written": gettext_lazy("The text was written: version %(version)s."),
    "presented": gettext_lazy("Version %(version)s was presented to the Troika."),
    "reacted": gettext_lazy("A State of the Troika reacted: %(reaction)s."),
    "returned": gettext_lazy("The text was returned for a new version."),
    "cleared": gettext_lazy("The Troika agreed on the text."),
    "assumed": gettext_lazy("The presidency of %(presidency)s took the consultation up."),
    "inherited": gettext_lazy(
        "The presidency changed hands; the deadline stays as it was."
    ),
    "troika_target_set": gettext_lazy("A target date was set for the Troika: %(on)s."),
    "distribution_delegated": gettext_lazy("The Secretariat was let distribute."),
    "waiver_recorded": gettext_lazy("%(country)s waived part of the term: %(days)s days."),
    "silence_decided": gettext_lazy("The decision on silence %(reference)s was recorded."),
    "silence_chosen": gettext_lazy("What silence means was fixed: %(silence)s."),
    "distributed": gettext_lazy(
        "Version %(version)s was distributed: round %(round)s began."
    ),
    "distributed_again": gettext_lazy(
        "The text was distributed again: round %(round)s began."
    ),
    "translated": gettext_lazy("The English text was completed: the clock started."),
    "replied": gettext_lazy("%(country)s replied."),
    "contributed": gettext_lazy("Another institution of your State sent a contribution."),
    "endorsed": gettext_lazy("A contribution was endorsed by the official voice."),
    "disputed": gettext_lazy("A reply recorded by the Secretariat was disputed."),
    "extended": gettext_lazy("The term was extended."),
    "suspended": gettext_lazy("The term was suspended."),
    "resumed": gettext_lazy("The term was resumed."),
    "moved": gettext_lazy("The end of the term was moved because the portal was down."),
    "calendar_changed": gettext_lazy(
        "The end of the term moved with a change of calendar."
    ),
    "visibility_set": gettext_lazy("What members see during the round: %(visibility)s."),
    "corrected": gettext_lazy("A corrigendum was issued: version %(version)s."),
    "substance_asked": gettext_lazy(
        "A member asked that the correction count as substantive."
    ),
    "continued_despite_meeting": gettext_lazy(
        "The consultation goes on despite the meeting."
    ),
    "expired": gettext_lazy("Round %(round)s ended."),
    "admitted": gettext_lazy("Late replies were admitted: %(position)s."),
    "objection_lifted": gettext_lazy("An objection was lifted."),
    "reception_extended": gettext_lazy("Missing positions are waited for until %(until)s."),
    "revision_opened": gettext_lazy("The text is under revision."),
    "proposal_treated": gettext_lazy("A proposal was treated: %(treatment)s."),
    "consensus_recorded": gettext_lazy("The Presidency recorded consensus."),
    "failure_recorded": gettext_lazy("The Presidency recorded that there is no consensus."),
    "referred": gettext_lazy("The matter was referred to the Vice-Ministers."),
    "execution_started": gettext_lazy("The action was started."),
    "results_reported": gettext_lazy("The Presidency reported the results."),
    "published": gettext_lazy("The text was published."),
    "withdrawn": gettext_lazy("The consultation was withdrawn."),
}
# What each notice was about, in the words of its row.
NOTICES: dict[str, str | Promise] = {
    "presented": gettext_lazy("Presented to the Troika"),
    "reaction": gettext_lazy("Reaction of the Troika"),
    "returned": gettext_lazy("Text returned"),
    "ready": gettext_lazy("Cleared by the Troika"),
    "distributed": gettext_lazy("Distribution"),
    "translated": gettext_lazy("English text complete"),
    "reminder": gettext_lazy("Reminder"),
    "extended": gettext_lazy("Extension"),
    "suspended": gettext_lazy("Suspension"),
    "resumed": gettext_lazy("Resumption"),
    "moved": gettext_lazy("Portal unavailable"),
    "calendar_changed": gettext_lazy("Change of a calendar"),
    "corrected": gettext_lazy("Corrigendum"),
    "substance_asked": gettext_lazy("Request on a corrigendum"),
    "transcribed": gettext_lazy("Reply recorded by the Secretariat"),
    "contradiction": gettext_lazy("Your institutions disagree"),
    "disputed": gettext_lazy("Recorded reply disputed"),
    "lifted": gettext_lazy("Objection lifted"),
    "admitted": gettext_lazy("Late replies admitted"),
    "reception": gettext_lazy("Position awaited"),
    "expired": gettext_lazy("End of the term"),
    "consensus": gettext_lazy("Consensus"),
    "no_consensus": gettext_lazy("No consensus"),
    "referred": gettext_lazy("Referred to the Vice-Ministers"),
    "results": gettext_lazy("Report of results"),
    "withdrawn": gettext_lazy("Withdrawal"),
    "inherited": gettext_lazy("Change of presidency"),
}
# Before distribution the work is the Troika's, the presidency's and the Secretariat's (1.9).
OF_TROIKA = frozenset(
    {
        "drafted",
        "described",
        "text_written",
        "presented",
        "reacted",
        "returned",
        "cleared",
        "assumed",
        "troika_target_set",
        "distribution_delegated",
        "waiver_recorded",
        "silence_chosen",
        "proposal_treated",
    }
)
# Never outside the State whose institutions they are between (1.7).
OF_ONE_STATE = frozenset({"contributed", "endorsed"})
WITHIN_ONE_STATE = ("consultation.contradiction",)


def events(dossier: Dossier) -> list[dict[str, Any]]:
    """Return what the reader may know, newest first: one query."""
    entries = audit.of(dossier.consultation).select_related("actor").order_by("-pk")
    return [_event(dossier, entry) for entry in entries if _is_shown(dossier, entry)]


def verb_of(entry: AuditEntry) -> str:
    return entry.verb.rsplit(".", 1)[-1]


def _is_shown(dossier: Dossier, entry: AuditEntry) -> bool:
    verb = verb_of(entry)
    if verb not in SENTENCES:
        return False
    if verb in OF_TROIKA and not dossier.sees_troika:
        return False
    if verb in OF_ONE_STATE:
        return _is_own(dossier, entry)
    if verb in {"replied", "disputed", "objection_lifted"}:
        return dossier.sees_all or _is_own(dossier, entry)
    return True


def _is_own(dossier: Dossier, entry: AuditEntry) -> bool:
    own = dossier.mine.party.code if dossier.mine else None
    return own is not None and own in (_party_code(entry), _acting_code(entry))


def _party_code(entry: AuditEntry) -> str:
    return str(entry.data.get("party", ""))


def _acting_code(entry: AuditEntry) -> str:
    """The country in the label of whoever acted: ``Bruno (DO)``."""
    return entry.actor_label.rpartition("(")[2].rstrip(")")


def _event(dossier: Dossier, entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "text": str(SENTENCES[verb_of(entry)]) % _words(dossier, entry),
        "by": entry.actor_label or _("The portal"),
        "note": _note(entry.data),
        "late": bool(entry.data.get("late")),
    }


def _words(dossier: Dossier, entry: AuditEntry) -> dict[str, Any]:
    data = entry.data
    names = {party.code: party.name for party in dossier.parties.values()}
    code = _party_code(entry)
    return {
        **data,
        "country": names.get(code, code),
        "reaction": _labelled(ReactionKind, data.get("kind")),
        "visibility": _labelled(Visibility, data.get("visibility")),
        "treatment": _labelled(DispositionKind, data.get("kind")),
        "position": wording.LABELS.get(data.get("position"), ""),
        "presidency": data.get("presidency", ""),
        "silence": _silence(data.get("decision", "")),
    }


def _silence(decision: str) -> str:
    if not decision:
        return _("it is no answer")
    return _("no objection, by decision %(reference)s") % {"reference": decision}


def _labelled(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _note(data: dict[str, Any]) -> str:
    """Old and new bound, and the reason given, where there are any."""
    moved = ""
    if data.get("old") and data.get("new") and data["old"] != data["new"]:
        old, new = (_bound(data[name]) for name in ("old", "new"))
        moved = _("From %(old)s to %(new)s.") % {"old": old, "new": new}
    return " ".join(filter(None, [moved, str(data.get("reason", ""))]))


def _bound(value: str) -> str:
    return wording.until(datetime.fromisoformat(value))


def notices(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the notices sent about it, newest first: members see those sent to themselves.

    What a State is told of its own institutions nobody else sees, not even that it was.
    """
    kind = ContentType.objects.get_for_model(dossier.consultation)
    rows = Notice.objects.filter(target_type=kind, target_id=dossier.consultation.pk)
    mine = Q(recipient=dossier.viewer.user_id)
    if dossier.conducts or dossier.is_secretariat:
        mine |= ~Q(event__in=WITHIN_ONE_STATE)
    rows = rows.filter(mine)
    return [_notice(row) for row in rows.select_related("recipient").order_by("-pk")]


def _notice(row: Notice) -> dict[str, Any]:
    tone, label = _delivery(row)
    return {
        "event": str(NOTICES.get(row.event.partition(".")[2], row.event)),
        "to": row.recipient.full_name,
        "address": row.address or row.recipient.email,
        "owed_at": row.owed_at,
        "at": row.sent_at or row.skipped_at or row.dead_at,
        "tone": tone,
        "label": label,
        "detail": row.outcome if row.dead_at or (row.attempts and not row.sent_at) else "",
    }


def _delivery(row: Notice) -> tuple[str, str]:
    if row.sent_at:
        return "ok", _("Delivered to the mail server")
    if row.dead_at:
        return "late", _("Given up")
    if row.skipped_at:
        return "line", _("Not needed any more")
    return "due", _("To be sent")
