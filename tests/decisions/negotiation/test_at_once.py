"""Two people at once on one text: nobody's words are lost; each race with its control."""

from threading import Barrier

import pytest

from decisions.models import Proposal
from decisions.services.texts import proposing, writing
from tests.cast import conference
from tests.decisions.negotiating import Table, laid
from tests.decisions.test_expiry_concurrency import together

pytestmark = pytest.mark.django_db(transaction=True)
NO_LOCK = "django.db.models.query.QuerySet.select_for_update"
BOTH = "Acuerdan garantizar la plena protección de la niñez y la familia."


@pytest.fixture
def table(transactional_db) -> Table:
    return laid(conference())


def two_savings(table):
    """Each changes other words of the same paragraph, from the same reading of it."""
    key = table.keys[5]
    first = table.typed(key, es="Acuerdan garantizar la plena protección de la niñez.")
    other = table.typed(
        key, es="Acuerdan garantizar la protección de la niñez y la familia."
    )
    ana, elena = table.ana, table.viewer("elena")
    return (
        lambda: writing.save(table.text.pk, key, first, by=ana),
        lambda: writing.save(table.text.pk, key, other, by=elena),
    )


def test_what_two_people_save_at_the_same_instant_is_one_text(table):
    one, other = together(*two_savings(table))

    assert sorted([one.is_merged, other.is_merged]) == [False, True]
    assert table.row(table.keys[5]).es == BOTH


def test_control_without_the_lock_one_of_the_two_would_be_lost(table, monkeypatch):
    meet = Barrier(2)
    plain = writing.put_words

    def together_with_the_other(*args, **more):
        meet.wait(timeout=10)
        return plain(*args, **more)

    monkeypatch.setattr(NO_LOCK, lambda self, **_: self)
    monkeypatch.setattr(writing, "put_words", together_with_the_other)
    together(*two_savings(table))

    assert table.row(table.keys[5]).es != BOTH


def test_proposals_made_at_the_same_instant_have_numbers_of_their_own(table):
    key = table.keys[5]
    viewers = [table.viewer(code) for code in ("MX", "CA", "HN", "SV")]

    made = together(
        *[
            lambda by=by: proposing.propose_wording(
                table.text.pk, key, es=f"Acuerdan {by.party_id}.", by=by
            )
            for by in viewers
        ]
    )

    assert sorted(each.number for each in made) == [1, 2, 3, 4]
    assert Proposal.objects.count() == 4
