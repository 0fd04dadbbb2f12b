"""Commitments: who commits whom, who reports, what stays."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction

from crm_portal.core import audit, clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Text
from decisions.models.following import Commitment, CommitmentReport
from decisions.rules.following.reports import Standing
from decisions.rules.following.words import Whole, Word
from decisions.services.following import board, commitments
from tests.decisions.following.scene import decided


@pytest.fixture
def followed(cast):
    return decided(cast)


def test_a_commitment_carries_the_decision_its_lead_and_its_axis(followed):
    mexico = followed.cast.parties["MX"]
    made = followed.commit(
        lead="party", lead_party_id=mexico.pk, partners=[followed.cast.parties["DO"].pk]
    )

    assert (made.provision, made.lead_party, made.theme) == (
        followed.provision,
        mexico,
        "rights",
    )
    assert [entry.verb for entry in audit.of(made)] == ["decisions.commitment.committed"]


def test_only_the_presidency_and_the_secretariat_commit_anybody(followed):
    new = commitments.NewCommitment(followed.text.pk, "Hacer.", "presidency")

    with pytest.raises(Refused):
        commitments.commit(new, by=followed.viewer("mateo"))
    with pytest.raises(Refused):
        commitments.commit(new, by=followed.viewer("oscar"))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"lead": "party"}, Invalid),
        ({"lead": "nobody"}, Invalid),
        ({"partners": [0]}, Invalid),
        ({"what_es": "  "}, Invalid),
        ({"provision_id": 0}, Invalid),
        ({"due_on": date(2026, 10, 1), "review_on": date(2026, 11, 1)}, Invalid),
    ],
)
def test_a_commitment_without_sense_is_not_made(followed, said, refusal):
    with pytest.raises(refusal):
        followed.commit(**said)


def test_a_draft_commits_nobody(followed):
    Text.objects.filter(pk=followed.text.pk).update(state="draft")

    with pytest.raises(Conflict):
        followed.commit()


def test_each_country_reports_for_itself_and_the_board_shows_all_of_them(followed):
    made = followed.commit(due_on=date(2026, 9, 9))
    commitments.report_status(made.pk, "under_way", by=followed.viewer("mateo"))
    clock.advance(timedelta(days=1))
    commitments.report_status(made.pk, "carried_out", by=followed.viewer("mateo"))
    (line,) = board.board(Commitment.objects.all(), followed.viewer("bruno"))
    words = {cell.party: (cell.word, cell.earlier) for cell in line.cells}

    assert len(line.cells) == 11
    assert words["MX"] == (Word.CARRIED_OUT, 1)
    assert words["DO"] == (Word.SILENT, 0)
    assert line.whole.whole is Whole.PARTLY_CARRIED_OUT
    assert line.standing is Standing.OVERDUE
    assert board.for_the_agenda(followed.viewer("elena")) == (made,)


def test_where_only_the_lead_is_asked_others_do_not_report(followed):
    made = followed.commit(
        lead="party", lead_party_id=followed.cast.parties["MX"].pk, by_country=False
    )

    with pytest.raises(Refused):
        commitments.report_status(made.pk, "under_way", by=followed.viewer("bruno"))
    commitments.report_status(made.pk, "under_way", by=followed.viewer("mateo"))
    (line,) = board.board([made], followed.viewer("elena"))
    assert [cell.party for cell in line.cells] == ["MX"]


def test_nothing_is_reported_of_a_day_to_come(followed):
    made = followed.commit()

    with pytest.raises(Invalid):
        commitments.report_status(
            made.pk, "carried_out", on=date(2026, 9, 11), by=followed.viewer("mateo")
        )


def test_a_report_stays_as_it_was_made(followed):
    made = followed.commit()
    report = commitments.report_status(made.pk, "under_way", by=followed.viewer("mateo"))

    for act in (report.delete, lambda: CommitmentReport.objects.update(word="carried_out")):
        with pytest.raises(Error), transaction.atomic():
            act()


def test_a_closed_commitment_says_how_it_ended_and_takes_no_more_reports(followed):
    made = followed.commit(due_on=date(2026, 9, 1))
    commitments.close(made.pk, outcome_es="Se firmó.", by=followed.viewer("ana"))

    assert Commitment.objects.get(pk=made.pk).outcome_es == "Se firmó."
    assert board.for_the_agenda(followed.viewer("elena")) == ()
    with pytest.raises(Conflict):
        commitments.report_status(made.pk, "under_way", by=followed.viewer("mateo"))


def test_observers_and_the_public_see_no_commitment(followed):
    followed.commit()

    seen = {
        name: Commitment.objects.visible_to(followed.viewer(name)).count()
        for name in ("mateo", "elena", "oscar", "sara")
    }
    assert seen == {"mateo": 1, "elena": 1, "oscar": 0, "sara": 0}


def test_who_leads_without_being_a_member_reports_and_reads_no_report_of_a_member(followed):
    Text.objects.filter(pk=followed.text.pk).update(state="published")
    argentina = followed.cast.parties["AR"]
    made = followed.commit(lead="party", lead_party_id=argentina.pk)
    followed.commit()
    oscar = followed.viewer("oscar")
    commitments.report_status(made.pk, "under_way", by=followed.viewer("mateo"))
    own = commitments.report_status(made.pk, "carried_out", by=oscar)

    assert Commitment.objects.visible_to(oscar).get() == made
    assert CommitmentReport.objects.visible_to(oscar).get() == own


def test_who_takes_part_without_being_a_member_reports_too_and_sees_its_own_cell(followed):
    Text.objects.filter(pk=followed.text.pk).update(state="published")
    parties = followed.cast.parties
    made = followed.commit(
        lead="party",
        lead_party_id=parties["MX"].pk,
        partners=[parties["ST"].pk, parties["AR"].pk],
        by_country=False,
    )
    for name in ("elena", "oscar"):
        commitments.report_status(made.pk, "under_way", by=followed.viewer(name))
    cells = {
        name: [cell.party for cell in board.board([made], followed.viewer(name))[0].cells]
        for name in ("elena", "oscar")
    }

    assert Commitment.objects.visible_to(followed.viewer("oscar")).get() == made
    assert set(CommitmentReport.objects.values_list("party__code", flat=True)) == {
        "ST",
        "AR",
    }
    assert cells["oscar"] == ["AR"]
    assert sorted(cells["elena"]) == ["AR", "MX", "ST"]
    with pytest.raises(Refused):
        commitments.report_status(made.pk, "under_way", by=followed.viewer("bruno"))


def test_the_chain_of_2010_is_read_from_the_register(cast, reference):
    text = Text.objects.get(reference="GRCM-2010-2-CONC")
    provision = text.provisions.get(number="11")
    found = board.chains_of(text.pk, provision.pk, cast.viewer("mateo"))

    told = [
        [(link.text.reference, link.provision and link.provision.number) for link in chain]
        for chain in found
    ]
    assert told == [
        [
            ("XV-CRM-DEC", "8"),
            ("GRCM-2010-2-CONC", "11"),
            ("EVENTOS-2011-2-INF", None),
            ("XVI-CRM-DEC", None),
        ]
    ]
