"""The Troika in a record: its snapshot at each presentation, and what each State said."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.instance import THIS
from crm_portal.core.sections import both
from decisions.models import TroikaReaction, TroikaStage, TroikaVoice
from decisions.models.consultations import ReactionKind
from decisions.reports.rows import OFFICIAL_VOICE, Dossier, Row
from decisions.reports.words import Text, instant, party_text, titled, verbatim

SEATS = {
    "current": pgettext_lazy("presidency", "Current"),
    "previous": pgettext_lazy("presidency", "Previous"),
    "next": pgettext_lazy("presidency", "Next"),
}
LACKING = {
    "previous": _("Incomplete Troika: there is no previous presidency."),
    "next": _("Incomplete Troika: the next presidency is not designated."),
}
VACANT = _("A seat of the chair was vacant.")


def stages(dossier: Dossier) -> list[Row]:
    """Return each presentation with the Troika as it stood and its reactions (1.6)."""
    return [_stage(dossier, stage) for stage in dossier.stages]


def _stage(dossier: Dossier, stage: TroikaStage) -> Row:
    voices = sorted(stage.voices.all(), key=lambda voice: voice.pk)
    return {
        "number": stage.number,
        "version": stage.version.number,
        "sha256": stage.version.content_hash,
        "presented_at": instant(stage.presented_at),
        "presented_by": dossier.actor(stage.presented_by, stage.presented_at),
        "notice": _notice(stage, voices),
        "members": [_member(dossier, stage, voice) for voice in voices],
    }


def _notice(stage: TroikaStage, voices: list[TroikaVoice]) -> Text | None:
    if stage.is_complete:
        return None
    if THIS.chair.is_shared:
        return both(VACANT)
    seated = {seat for voice in voices for seat in voice.seats}
    return next((both(LACKING[seat]) for seat in LACKING if seat not in seated), None)


def _member(dossier: Dossier, stage: TroikaStage, voice: TroikaVoice) -> Row:
    said = [row for row in stage.reactions.all() if row.party_id == voice.party_id]
    rows = [_reaction(dossier, row) for row in said]
    last = rows[-1] if rows else dict.fromkeys(("reaction", "reacted_at", "by", "note"))
    return {
        "party": party_text(dossier.parties[voice.party_id]),
        "role": _seats(voice),
        "must_react": voice.must_react,
        **last,
        "reactions": rows,
    }


def _seats(voice: TroikaVoice) -> Text:
    """A country that holds two seats has one voice, and both are named."""
    labels = [both(SEATS[seat]) for seat in voice.seats]
    return {
        language: " · ".join(label[language] for label in labels)
        for language in ("es", "en")
    }


def _reaction(dossier: Dossier, row: TroikaReaction) -> Row:
    language = row.user.language if row.user else "es"
    return {
        "reaction": titled(both(ReactionKind(row.kind).label)),
        "reacted_at": instant(row.received_at),
        "by": dossier.actor(row.user, row.received_at, OFFICIAL_VOICE),
        "note": verbatim(row.comment, language),
    }
