"""One matter after another: what was asked, done and answered, and how it stands."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.sections import Text, both, same, two
from decisions.models.following import Commitment, CommitmentReport, Lead
from decisions.models.following_requests import (
    InformationRequest,
    ReminderKind,
    RequestReminder,
)
from decisions.reports.following import wording
from decisions.reports.following.blocks import Block, joined, paragraph, quotation
from decisions.reports.following.mandates import Mandates
from decisions.reports.following.said import full_day, listing, names, sentence
from decisions.rules.following import reports as rules
from decisions.rules.following import requests
from decisions.rules.following.words import Word, rolled
from meetings.presentation.titles import Names
from members.models import Party

TOLD_BY = _("%(party)s, %(day)s: %(word)s. %(said)s")
ASKED = _("The member countries were asked: %(what)s.")
ASKED_BY = _("The member countries were asked, by %(due)s: %(what)s.")
REMINDED = _("The request was repeated %(reminders)s.")
REPLIED = _("Replied: %(names)s.")
PENDING = _("Pending: %(names)s.")
TO_REVIEW = _("It is to be reviewed on %(day)s.")
DUE = _("It is due on %(day)s.")
OVERDUE = _("It was due on %(day)s.")
REMINDERS = {
    ReminderKind.LETTER: _("in the letter of %(day)s"),
    ReminderKind.BULLETIN: _("in the bulletin of %(day)s"),
    ReminderKind.MEETING: _("in a meeting on %(day)s"),
}


@dataclass(frozen=True, slots=True)
class Matters:
    """What is on record of many commitments, read at once, and of which days it is told."""

    commitments: Sequence[Commitment]
    told: Mapping[int, Sequence[CommitmentReport]]
    asked: Mapping[int, Sequence[InformationRequest]]
    mandates: Mandates
    called: Names
    parties: Mapping[str, Party]
    since: date
    until: date
    with_names: bool

    @property
    def is_demonstration(self) -> bool:
        """Whether any of it was invented for a demonstration."""
        return any(each.is_demonstration for each in self.commitments)

    def title(self, commitment: Commitment) -> Text:
        """Return what is to be done."""
        return two(commitment.what_es, commitment.what_en or commitment.what_es)

    def of_body(self, commitment: Commitment) -> Text:
        """Return what the body that leads was called on the last day of the report."""
        name = self.called.on(commitment.lead_body_id or 0, self.until)
        if name is None:
            return same(commitment.lead_body.code if commitment.lead_body else "")
        return both(_("Activities: %(body)s"), body=two(name.name_es, name.name_en))

    def blocks(self, commitment: Commitment) -> Iterator[Block]:
        """Yield everything the report says of one matter."""
        for each in self.mandates.of(commitment):
            yield quotation(each.words, each.cited(self.called), page=each.page)
        yield from self._done(commitment)
        for request in self.asked.get(commitment.pk, ()):
            yield self._request(request)
        page = ("following:commitment", (commitment.pk,))
        yield paragraph(self._standing(commitment), "status", page=page)

    def _done(self, commitment: Commitment) -> Iterator[Block]:
        """Yield what was said of it in the period, and before it what still holds."""
        rows = self.told.get(commitment.pk, ())
        within = [row for row in rows if row.reported_on >= self.since]
        for row in within or rows[-1:]:
            yield paragraph(self._report(commitment, row))

    def _report(self, commitment: Commitment, row: CommitmentReport) -> Text:
        """Return a report; of what nobody but the chair tells, the words alone."""
        said = sentence(two(row.said_es, row.said_en))
        led_by_no_party = commitment.lead != Lead.PARTY and not commitment.by_country
        if led_by_no_party and row.said_es:
            return said
        return both(
            TOLD_BY,
            party=two(row.party.name_es, row.party.name_en),
            day=full_day(row.reported_on),
            word=both(wording.WORDS[Word(row.word)]),
            said=said,
        )

    def _request(self, asked: InformationRequest) -> Block:
        what = two(asked.title_es, asked.title_en or asked.title_es)
        due = full_day(asked.due_on) if asked.due_on else None
        parts = [both(ASKED_BY, due=due, what=what) if due else both(ASKED, what=what)]
        reminders = [row for row in asked.reminders.all() if row.reminded_on <= self.until]
        if reminders:
            ways = listing([_way(row) for row in reminders])
            parts.append(both(REMINDED, reminders=ways))
        found = self._rows(asked)
        tally = requests.tally(found)
        parts.append(both(_(tally.sentence), **tally.numbers))
        if self.with_names:
            parts += self._named(found)
        return paragraph(joined(*parts), page=("following:request", (asked.pk,)))

    def _rows(self, asked: InformationRequest) -> tuple[requests.Row, ...]:
        answers = [
            requests.Answer(row.party.code, row.replied_on, row.pk)
            for row in asked.replies.all()
        ]
        codes = [row.party.code for row in asked.asked.all()]
        return requests.rows(codes, answers, self.until, due_on=asked.due_on)

    def _named(self, found: Sequence[requests.Row]) -> Iterator[Text]:
        missing = set(requests.pending(found))
        heard = [each.party for each in found if each.party not in missing]
        for message, codes in ((REPLIED, heard), (PENDING, sorted(missing))):
            if codes:
                yield both(message, names=names(self.parties[code] for code in codes))

    def _standing(self, commitment: Commitment) -> Text:
        """Return how it stands at the end of the period, and what comes next."""
        closed = commitment.closed_on
        if closed is not None and closed <= self.until:
            return sentence(two(commitment.outcome_es, commitment.outcome_en))
        said = {row.party_id: Word(row.word) for row in self.told.get(commitment.pk, ())}
        told = [both(wording.SENTENCES[rolled(said.values()).whole])]
        term = rules.Term(commitment.due_on, commitment.review_on)
        standing = rules.standing(term, self.until)
        if commitment.due_on is not None:
            is_over = standing is rules.Standing.OVERDUE
            told.append(both(OVERDUE if is_over else DUE, day=full_day(commitment.due_on)))
        elif commitment.review_on is not None:
            told.append(both(TO_REVIEW, day=full_day(commitment.review_on)))
        return joined(*told)


def _way(row: RequestReminder) -> Text:
    return both(REMINDERS[ReminderKind(row.kind)], day=full_day(row.reminded_on))


def read(viewer: Viewer, since: date, until: date, *, with_names: bool = False) -> Matters:
    """Read the commitments that were open in the period, with all that hangs on them."""
    rows = _commitments(viewer, since, until)
    return Matters(
        rows,
        _reports(rows, viewer, until),
        _requests(rows, viewer, until),
        Mandates.read(rows, viewer, until),
        Names.read(),
        {party.code: party for party in Party.objects.all()} if with_names else {},
        since,
        until,
        with_names,
    )


def _commitments(viewer: Viewer, since: date, until: date) -> list[Commitment]:
    known = Q(text__adopted_on=None) | Q(text__adopted_on__lte=until)
    seen = Commitment.objects.visible_to(viewer).filter(known)
    rows = seen.exclude(closed_on__lt=since).select_related("lead_body", "text")
    return list(rows.order_by("pk"))


def _reports(
    rows: Sequence[Commitment], viewer: Viewer, until: date
) -> Mapping[int, Sequence[CommitmentReport]]:
    found: dict[int, list[CommitmentReport]] = defaultdict(list)
    seen = CommitmentReport.objects.visible_to(viewer).filter(
        commitment__in=[row.pk for row in rows], reported_on__lte=until
    )
    for row in seen.select_related("party").order_by("reported_on", "pk"):
        found[row.commitment_id].append(row)
    return found


def _requests(
    rows: Sequence[Commitment], viewer: Viewer, until: date
) -> Mapping[int, Sequence[InformationRequest]]:
    """Return what was asked for each commitment: for itself, or for its provision."""
    by_provision = {row.provision_id: row.pk for row in reversed(rows) if row.provision_id}
    asked = InformationRequest.objects.visible_to(viewer).filter(
        Q(commitment__in=[row.pk for row in rows])
        | Q(commitment=None, provision__in=by_provision),
        asked_on__lte=until,
    )
    dated = Prefetch("reminders", RequestReminder.objects.order_by("reminded_on", "pk"))
    found: dict[int, list[InformationRequest]] = defaultdict(list)
    for each in asked.prefetch_related("asked__party", "replies__party", dated).order_by(
        "asked_on", "pk"
    ):
        pk = each.commitment_id or by_provision[each.provision_id or 0]
        found[pk].append(each)
    return found
