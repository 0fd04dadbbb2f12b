"""Each round in a record: when it was distributed, until when, for whom, and why then."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core import calendars, deadline_text
from crm_portal.core.calendars import Computation, MemberTerm
from crm_portal.core.sections import both
from decisions.models import DeadlineComputation, Round, Suspension
from decisions.models.rounds import ComputationCause, RoundStatus
from decisions.reports.positions import round_replies, summary
from decisions.reports.rows import Dossier, Row
from decisions.reports.texts import distributed_version
from decisions.reports.words import (
    LANGUAGES,
    Text,
    city_text,
    instant,
    joined,
    party_text,
    titled,
    verbatim,
)

SOURCE = "001:389"
CONFIRMED = _("As their States had confirmed them.")
VERSIONS = _("Versions: %(versions)s.")
CONFIRMATIONS = {
    "contact_gaps": _(
        "Some members had no official voice with a verified focal point, and the text was"
        " distributed nevertheless."
    ),
    "reaches_meeting": _("The term reached the next Vice-Ministerial meeting."),
    "spanish_only": _(
        "The text was distributed in Spanish only; the term began with the English text."
    ),
}
# The act of the trail in which each computation was made.
VERBS = {
    ComputationCause.DISTRIBUTION: "distributed",
    ComputationCause.TRANSLATION: "translated",
    ComputationCause.EXTENSION: "extended",
    ComputationCause.RESUMPTION: "resumed",
    ComputationCause.CLOSURE: "calendar_changed",
    ComputationCause.OUTAGE: "moved",
}
FOURTH_ROUND = _("After three rounds, another one was opened.")


def rounds(dossier: Dossier) -> list[Row]:
    """Return every round, the void ones too, with its deadline and how it was reached."""
    return [_round(dossier, asked) for asked in dossier.rounds]


def _round(dossier: Dossier, asked: Round) -> Row:
    kept = list(asked.computations.all())
    computed = Computation.from_dict(kept[-1].result) if kept else None
    return {
        "number": asked.number,
        "version": distributed_version(dossier, asked).number,
        "final_version": asked.version.number,
        "status": titled(both(RoundStatus(asked.status).label)),
        "distributed_at": instant(asked.distributed_at),
        "distributed_by": dossier.actor(asked.distributed_by, asked.distributed_at),
        "starts_at": instant(asked.starts_at),
        "closes_at": instant(asked.closes_at),
        "expired_at": instant(asked.expired_at),
        "confirmations": confirmations(dossier, asked),
        "replies": summary(dossier, asked),
        "positions": round_replies(dossier, asked),
        "substance_requests": _substance(dossier, asked),
        "extension": _extension(dossier, asked),
        "changes": _changes(dossier, asked, kept),
        "institutions": _institutions(dossier, asked),
        **_deadline(dossier, asked, computed),
    }


def confirmations(dossier: Dossier, asked: Round) -> list[Text]:
    """Return what the presidency confirmed knowingly when it distributed."""
    given = asked.confirmations
    said = [both(words) for name, words in CONFIRMATIONS.items() if given.get(name)]
    if reason := given.get("fourth_round_reason"):
        said.append(joined(both(FOURTH_ROUND), dict.fromkeys(LANGUAGES, reason)))
    return said


def _deadline(dossier: Dossier, asked: Round, computed: Computation | None) -> Row:
    if computed is None:
        return {
            "event_date": calendars.seat_date(asked.distributed_at).isoformat(),
            "business_days": asked.business_days,
            "policy": "",
            "source": SOURCE,
            "determining": [],
            "naive": None,
            "calendars": both(""),
            "tzdata": "",
            "members": [],
        }
    return {
        "event_date": computed.event_date.isoformat(),
        "business_days": computed.terms.total,
        "policy": computed.terms.policy,
        "source": SOURCE,
        "determining": [party_text(dossier.codes[code]) for code in computed.determining],
        "naive": {"date": computed.naive.isoformat(), "why": _why_not(dossier, computed)},
        "calendars": _calendars(dossier, computed),
        "tzdata": computed.tz_version,
        "members": [_member(dossier, computed, term) for term in computed.per_member],
    }


def _why_not(dossier: Dossier, computed: Computation) -> Text | None:
    """Say which days moved the end from where Monday to Friday would have put it."""
    said = {}
    for language in LANGUAGES:
        found = deadline_text.why_not(computed, dossier.country_names(language), language)
        if found is None:
            return None
        said[language] = "; ".join(found[1])
    return titled(said)


def _calendars(dossier: Dossier, computed: Computation) -> Text:
    unconfirmed = {
        language: " ".join(
            deadline_text.warnings(computed, dossier.country_names(language), language)
        )
        for language in LANGUAGES
    }
    used = ", ".join(term.calendar_version for term in computed.per_member)
    standing = unconfirmed if computed.warnings else both(CONFIRMED)
    return joined(standing, both(VERSIONS, versions=used))


def _member(dossier: Dossier, computed: Computation, term: MemberTerm) -> Row:
    party = dossier.codes[term.country]
    local = computed.last_instant.astimezone(party.tz)
    return {
        "party": party_text(party),
        "code": term.country,
        "city": city_text(party),
        "zone": term.tz,
        "days": [day.isoformat() for day in term.days],
        "last_day": term.ends_on.isoformat(),
        "last_instant_local": local.isoformat(),
        "abbreviation": local.tzname(),
        "excluded": [
            {
                "date": each.day.isoformat(),
                "kind": str(each.kind),
                "name": {"es": each.name("es"), "en": each.name("en")},
                "instrument": each.instrument,
            }
            for each in term.excluded
        ],
        "calendar_version": term.calendar_version,
        "unconfirmed": list(term.unconfirmed),
        "determining": term.country in computed.determining,
    }


def _institutions(dossier: Dossier, asked: Round) -> list[Row]:
    """Return the official voice of each State when the round began."""
    return [
        {
            "party": party_text(dossier.parties[row.party_id]),
            "institution": row.institution
            and {"es": row.institution.name_es, "en": row.institution.name_en},
        }
        for row in asked.consulted.all()
    ]


def _substance(dossier: Dossier, asked: Round) -> list[Row]:
    """Return who asked that a corrigendum be treated as a change of substance (P8)."""
    return [
        {
            "party": party_text(dossier.parties[row.party_id]),
            "requested_at": instant(row.requested_at),
            "reason": verbatim(row.reason, row.user.language),
        }
        for row in asked.substance_requests.all()
    ]


def _extension(dossier: Dossier, asked: Round) -> Row | None:
    granted = getattr(asked, "extension", None)
    if granted is None:
        return None
    asker = dossier.parties.get(granted.requested_by_id or 0)
    return {
        "business_days": granted.business_days,
        "requested_by": party_text(asker) if asker else None,
    }


def _changes(dossier: Dossier, asked: Round, kept: list[DeadlineComputation]) -> list[Row]:
    """Return what moved or stopped the clock, by instant, with its reason and author."""
    rows = []
    before: DeadlineComputation | None = None
    for row in kept:
        if before or row.cause != ComputationCause.DISTRIBUTION:
            rows.append(_recomputed(dossier, before, row))
        before = row
    rows += [_stopped(dossier, kept, row) for row in asked.suspensions.all()]
    return sorted(rows, key=lambda row: row["at"])


def _recomputed(
    dossier: Dossier, before: DeadlineComputation | None, row: DeadlineComputation
) -> Row:
    author = dossier.author(VERBS[ComputationCause(row.cause)], row.made_at)
    language = author.language if author else "es"
    return {
        "kind": titled(both(ComputationCause(row.cause).label)),
        "at": instant(row.made_at),
        "old_closes_at": instant(before.closes_at) if before else None,
        "new_closes_at": instant(row.closes_at),
        "reason": verbatim(row.reason, language),
        "by": dossier.actor(author, row.made_at),
    }


def _stopped(dossier: Dossier, kept: list[DeadlineComputation], row: Suspension) -> Row:
    standing = [each for each in kept if each.made_at <= row.suspended_at]
    language = row.suspended_by.language if row.suspended_by else "es"
    return {
        "kind": both(pgettext_lazy("of a term", "Suspension")),
        "at": instant(row.suspended_at),
        "old_closes_at": instant(standing[-1].closes_at) if standing else None,
        "new_closes_at": None,
        "reason": verbatim(row.reason, language),
        "by": dossier.actor(row.suspended_by, row.suspended_at),
    }
