"""What is said and decided of what is owed: pledges, write-offs, adjustments, letters."""

from datetime import date, timedelta

import pytest

from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Provision, Text
from decisions.text_states import TextState
from finance import access, reports
from finance.models import LetterKind
from finance.rules.reminders import Wording
from finance.rules.standing import Status, status
from finance.services import assessing, following, scales
from finance.services.common import Decision
from finance.services.scales import Weight
from meetings.models import Body


def stands(books, budget, code) -> Status:
    return status(access.owed_now(books.of(budget, code).pk), books.st.on)


def test_a_pledge_changes_the_status_and_no_balance(books):
    budget = books.called()
    row = books.of(budget, "DO")
    bruno = books.viewer("bruno")

    following.pledge(row.pk, said_on=bruno.on, source="correo", by=bruno)

    assert stands(books, budget, "DO") == Status.IN_PROCESS
    assert books.of(budget, "DO").outstanding == row.outstanding
    books.later(91)
    assert stands(books, budget, "DO") == Status.PENDING
    with pytest.raises(Refused):
        following.pledge(
            books.of(budget, "CA").pk,
            said_on=bruno.on,
            source="x",
            by=books.viewer("bruno"),
        )


def test_only_a_decision_of_the_vice_ministers_writes_off(books):
    budget = books.assessed()
    row = books.of(budget, "NI")

    def write_off(cents, decision=books.decision, key="w"):
        return following.write_off(
            row.pk, cents, decision=decision, reason="acuerdo", key=key, by=books.ppt
        )

    draft = Text.objects.create(reference="B", kind_id="decisions", title_es="b")
    body = Body.objects.create(code="GRCM", kind="grcm", order=1, forum="GRCM")
    of_others = Text.objects.create(
        reference="C",
        kind_id="conclusions",
        title_es="c",
        state=TextState.ADOPTED,
        body=body,
    )
    not_of_it = Decision(books.decision.text, 9)
    for refused in (None, Decision(draft.pk), Decision(of_others.pk), not_of_it):
        with pytest.raises((Invalid, Conflict)):
            write_off(1, refused)
    with pytest.raises(Conflict):
        write_off(5_000_01)
    write_off(2_000_00)
    assert write_off(2_000_00).pk == write_off(2_000_00).pk
    books.pay("NI", 3_000_00)
    assert stands(books, budget, "NI") == Status.SETTLED


def test_what_was_written_off_may_be_owed_again_by_decision(books):
    budget = books.assessed()
    journal = following.write_off(
        books.of(budget, "NI").pk,
        5_000_00,
        decision=books.decision,
        reason="x",
        key="w",
        by=books.ppt,
    )
    assert stands(books, budget, "NI") == Status.WRITTEN_OFF
    books.pay("NI", 1_000_00)

    following.restore(
        journal.pk, decision=books.decision, reason="x", key="r", by=books.ppt
    )

    assert books.of(budget, "NI").outstanding == 4_000_00


def test_an_adjustment_frees_what_was_paid_beyond_it(books):
    budget = books.assessed()
    row = books.of(budget, "BZ")
    books.pay("BZ", 2_000_00)
    books.pay("BZ", 3_000_00)

    def adjust(cents, key):
        return assessing.adjust(
            row.pk, cents, decision=books.decision, reason="x", key=key, by=books.ppt
        )

    adjust(4_000_00, "a")
    adjust(4_000_00, "a")
    belize = next(each for each in reports.balances() if each.code == "BZ")
    assert (belize.assessed, belize.paid, belize.credit) == (4_000_00, 4_000_00, 1_000_00)
    adjust(6_000_00, "b")
    assert books.of(budget, "BZ").outstanding == 1_000_00
    with pytest.raises(Conflict):
        adjust(-1, "c")


def test_a_budget_is_shared_anew_by_another_scale_and_still_adds_up(books):
    budget = books.assessed()
    books.pay("US", 141_360_00)
    weights = [Weight(party.pk, 1_00) for party in books.cast.members]
    scale = scales.adopt_scale(
        date(2026, 6, 1),
        weights,
        decision=books.decision,
        called="x",
        source="x",
        by=books.ppt,
    )

    assessing.rescale(
        budget.pk, scale.pk, decision=books.decision, reason="x", key="k", by=books.ppt
    )

    rows = reports.balances()
    assert sum(row.assessed for row in rows) == budget.current.total_cents
    usa = next(row for row in rows if row.code == "US")
    assert usa.paid == usa.assessed
    assert usa.credit == 141_360_00 - usa.assessed


def test_a_budget_shared_anew_twice_by_one_key_undoes_no_later_adjustment(books):
    budget = books.assessed()
    new = {"CA": 67_000_00, "MX": 34_364_00}
    shares = [(row.party, row.amount_cents) for row in books.scale.shares.all()]
    weights = [Weight(party.pk, new.get(party.code, was)) for party, was in shares]
    about = {"decision": books.decision, "by": books.ppt}
    scale = scales.adopt_scale(date(2026, 6, 1), weights, called="x", source="x", **about)

    def rescale(reason):
        assessing.rescale(budget.pk, scale.pk, reason=reason, key="k", **about)

    rescale("x")
    assert books.of(budget, "CA").amount == 67_000_00
    row = books.of(budget, "BZ")
    assessing.adjust(row.pk, 4_000_00, reason="x", key="b", **about)
    rescale("x")
    assert books.of(budget, "BZ").amount == 4_000_00
    with pytest.raises(Conflict) as refused:
        rescale("y")
    assert refused.value.code == "key_used"


@pytest.mark.parametrize("changed", ["text", "provision", "reason"])
def test_a_key_sent_again_with_another_decision_or_reason_is_refused(books, changed):
    budget = books.assessed()
    bz, hn = books.of(budget, "BZ").pk, books.of(budget, "HN").pk
    point = Provision.objects.create(text_id=books.decision.text, part="o", number="8")
    other = Text.objects.create(
        reference="DEC-OTRA", kind_id="decisions", state=TextState.PUBLISHED, title_es="x"
    )
    decisions = {
        "text": Decision(other.pk),
        "provision": Decision(books.decision.text, point.pk),
    }
    said = {"decision": books.decision, "reason": "x", "by": books.ppt}
    written = following.write_off(hn, 1_00, key="w", **said)
    acts = [
        lambda **said: assessing.adjust(bz, 4_000_00, key="a", **said),
        lambda **said: following.write_off(hn, 1_00, key="w", **said),
        lambda **said: following.restore(written.pk, key="r", **said),
    ]
    differs = {**said, "decision": decisions.get(changed, books.decision)}
    differs["reason"] = "y" if changed == "reason" else "x"

    for act in acts:
        assert act(**said) == act(**said)
        with pytest.raises(Conflict) as refused:
            act(**differs)
        assert refused.value.code == "key_used"


def test_letters_are_the_presidencys_and_keep_the_figures_of_their_day(books):
    budget = books.assessed()
    with pytest.raises(Refused):
        following.write_letter(budget.pk, LetterKind.CALL, by=books.st)
    with pytest.raises(Conflict):
        following.write_letter(budget.pk, LetterKind.REMINDER, by=books.ppt)
    books.pay("US", 141_360_00)
    call = following.write_letter(budget.pk, LetterKind.CALL, by=books.ppt)
    books.later(40)
    bruno = books.viewer("bruno")
    following.pledge(books.of(budget, "DO").pk, said_on=bruno.on, source="nota", by=bruno)
    books.pay("BZ", 1_000_00)

    reminder = following.write_letter(budget.pk, LetterKind.REMINDER, by=books.ppt)
    books.pay("BZ", 4_000_00)

    assert (call.number, reminder.number) == ("2026-01", "2026-02")
    sent = {row.party.code: row for row in reminder.recipients.all()}
    assert "US" not in sent
    assert len(sent) == len(books.cast.members) - 1
    assert (sent["BZ"].paid_cents, sent["BZ"].outstanding_cents) == (1_000_00, 4_000_00)
    assert sent["DO"].wording == Wording.IN_PROCESS
    assert sent["CA"].wording == Wording.REMINDER


def test_nobody_is_written_to_when_nothing_is_owed(books):
    budget = books.called()
    for row in reports.balances():
        books.pay(row.code, row.outstanding)

    with pytest.raises(Conflict):
        following.write_letter(budget.pk, LetterKind.REMINDER, by=books.ppt)


def test_balances_are_as_of_a_day(books):
    books.assessed()
    books.pay("BZ", 2_000_00)
    on = books.st.on
    books.later(10)
    books.pay("BZ", 1_000_00, on=books.st.on)

    def belize(day=None):
        return next((row for row in reports.balances(day) if row.code == "BZ"), None)

    assert belize(on).paid == 2_000_00
    assert belize().paid == 3_000_00
    assert belize(on - timedelta(days=1)).assessed == 0
