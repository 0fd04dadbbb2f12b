"""Delegations propose; the drafting group decides; brackets, collisions and supports follow."""

import pytest

from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import ProposalCollision, ProposalStep
from decisions.rules.texts.paragraphs import Part, Place
from decisions.services.texts import handling, proposing, working, writing
from decisions.services.texts.working import NewText
from decisions.services.texts.writing import Added
from tests.decisions.negotiating import PARAGRAPHS, laid

pytestmark = pytest.mark.django_db
CHILDREN = 5


@pytest.fixture
def table(cast):
    return laid(cast)


def words(table, who, es, en=None, key=CHILDREN):
    return proposing.propose_wording(
        table.text.pk, table.keys[key], es=es, en=en, by=table.viewer(who)
    )


def open_collisions(table):
    return ProposalCollision.objects.filter(text=table.text, resolved_at=None)


def test_members_propose_once_the_text_is_in_negotiation(cast, table):
    """001:399, 001:322: observers never draft; the Secretariat supports and proposes nothing."""
    for who in ("oscar", "elena"):
        with pytest.raises(Refused):
            words(table, who, "Otra cosa.")
    draft = working.open_text(NewText(kind="declaration", title_es="Otra"), by=table.ana)
    new = writing.add(draft.pk, Added("Algo."), by=table.ana)
    with pytest.raises(Conflict):
        proposing.propose_wording(draft.pk, new.key, es="Más.", by=table.viewer("MX"))

    assert words(table, "MX", "Acuerdan procurar la protección.").number == 1
    assert words(table, "CA", "Acuerdan lograr la protección.").number == 2


def test_a_proposal_says_what_it_does(table):
    text = PARAGRAPHS[CHILDREN][1]

    assert words(table, "MX", text.replace("garantizar", "procurar")).operation == "replace"
    assert (
        words(table, "MX", text.replace("la niñez", "la niñez toda")).operation == "insert"
    )
    assert words(table, "MX", text.replace(" de la niñez", "")).operation == "delete"
    for nothing, code in ((text, "nothing"), ("", "all_words")):
        with pytest.raises(Invalid) as refused:
            words(table, "MX", nothing)
        assert refused.value.code == code


def test_an_accepted_proposal_is_in_the_text_and_the_other_language_follows(table):
    found = words(table, "MX", "Acuerdan garantizar la protección de toda la niñez.")

    with pytest.raises(Refused):
        handling.accept(found.pk, by=table.viewer("CA"))
    handling.accept(found.pk, by=table.ana)

    row = table.row(table.keys[CHILDREN])
    assert row.es == "Acuerdan garantizar la protección de toda la niñez."
    assert row.languages["en"]["state"] == "outdated"
    with pytest.raises(Conflict):
        handling.reject(found.pk, reason="Tarde.", by=table.ana)


def test_a_proposal_moves_along_with_the_words_around_it(table):
    """Accepted in any order, proposals that do not collide give the same text."""
    first = words(table, "MX", "Acuerdan garantizar la plena protección de la niñez.")
    other = words(table, "CA", "Acuerdan garantizar la protección de la niñez migrante.")

    handling.accept(other.pk, by=table.ana)
    handling.accept(first.pk, by=table.ana)

    assert (
        table.row(table.keys[CHILDREN]).es
        == "Acuerdan garantizar la plena protección de la niñez migrante."
    )


def test_two_that_change_the_same_words_collide_until_one_is_decided(table):
    one = words(table, "MX", "Acuerdan asegurar la protección de la niñez.")
    other = words(table, "US", "Acuerdan procurar la protección de la niñez.")
    found = open_collisions(table).get()
    assert (found.first_id, found.second_id, found.clash) == (
        one.pk,
        other.pk,
        "same_words",
    )

    handling.reject(other.pk, reason="No hay consenso.", by=table.ana)

    assert not open_collisions(table).exists()
    found.refresh_from_db()
    assert (found.resolved_at, found.resolved_by_id) == (table.ana.at, table.ana.user_id)


def test_what_lost_its_words_is_stranded_and_taken_in_in_other_words(table):
    one = words(table, "MX", "Acuerdan asegurar la protección de la niñez.")
    other = words(table, "US", "Acuerdan procurar la protección de la niñez.")
    handling.accept(one.pk, by=table.ana)
    other.refresh_from_db()
    assert other.is_stranded

    with pytest.raises(Conflict):
        handling.accept(other.pk, by=table.ana)
    with pytest.raises(Invalid):
        handling.merge(other.pk, es="x", en="y", reason="", by=table.ana)
    handling.merge(
        other.pk,
        es="Acuerdan asegurar y procurar la protección de la niñez.",
        en="Agree to ensure and seek the protection of children.",
        reason="Se toman los dos verbos.",
        by=table.ana,
    )

    assert table.row(table.keys[CHILDREN]).es.startswith("Acuerdan asegurar y procurar")
    assert table.state(other) == "merged"


def bracketed(table):
    one = words(
        table,
        "MX",
        "Acuerdan asegurar la protección de la niñez.",
        "Agree to secure the protection of children.",
    )
    other = words(
        table,
        "US",
        "Acuerdan procurar la protección de la niñez.",
        "Agree to seek the protection of children.",
    )
    proposing.support(one.pk, by=table.viewer("HN"))
    handling.bracket([one.pk, other.pk], by=table.ana)
    return one, other


def test_proposals_stand_side_by_side_in_brackets_in_both_languages(table):
    bracketed(table)

    row = table.row(table.keys[CHILDREN])
    assert row.es == (
        "Acuerdan [garantizar | MX, HN: asegurar | US: procurar] la protección de la niñez."
    )
    assert (
        row.en
        == "Agree to [ensure | MX, HN: secure | US: seek] the protection of children."
    )


def test_a_bracket_is_resolved_one_way_and_settles_the_others(table):
    one, other = bracketed(table)

    handling.accept(one.pk, by=table.ana)

    row = table.row(table.keys[CHILDREN])
    assert row.es == "Acuerdan asegurar la protección de la niñez."
    assert row.en == "Agree to secure the protection of children."
    assert (table.state(one), table.state(other)) == ("accepted", "rejected")
    assert ProposalStep.objects.get(proposal=other, step="reject").reason


def test_a_language_that_is_behind_stays_so_when_both_are_decided_alike(table):
    """Resolving the same bracket in both columns brings no translation up to date."""
    one, other = bracketed(table)
    key = table.keys[CHILDREN]
    row = table.typed(key, es=table.row(key).es.replace("niñez", "niñez migrante"))
    writing.save(table.text.pk, key, row, by=table.ana)
    assert table.row(key).languages["en"]["state"] == "outdated"

    handling.accept(one.pk, by=table.ana)

    assert table.row(key).languages["en"]["state"] == "outdated"
    assert table.state(other) == "rejected"


def test_who_withdraws_goes_out_of_the_brackets(table):
    one, other = bracketed(table)

    with pytest.raises(Refused):
        proposing.withdraw(one.pk, by=table.viewer("US"))
    proposing.withdraw(one.pk, by=table.viewer("MX"))
    assert (
        table.row(table.keys[CHILDREN]).es
        == "Acuerdan [garantizar | US: procurar] la protección de la niñez."
    )
    handling.reject(other.pk, reason="Se mantiene el texto base.", by=table.ana)

    assert table.row(table.keys[CHILDREN]).es == PARAGRAPHS[CHILDREN][1]


def test_a_new_paragraph_stands_in_brackets_until_it_is_decided(table):
    new = Added("Crean un grupo.", "Establish a group.", after=table.keys[CHILDREN])
    found = proposing.propose_addition(table.text.pk, new, by=table.viewer("CR"))

    handling.bracket([found.pk], by=table.ana)
    assert table.row(found.paragraph_key).es == "[CR: Crean un grupo.]"
    handling.accept(found.pk, by=table.ana)

    assert table.words()[CHILDREN + 1] == "Crean un grupo."
    assert table.row(found.paragraph_key).languages["es"]["state"] == "original"


def test_paragraphs_are_proposed_to_go_and_to_move(table):
    pk, keys = table.text.pk, table.keys
    gone = proposing.propose_removal(pk, keys[4], by=table.viewer("SV"))
    moved = proposing.propose_move(
        pk, keys[6], Place(Part.OPERATIVE), by=table.viewer("PA")
    )

    handling.accept(gone.pk, by=table.ana)
    handling.accept(moved.pk, by=table.ana)

    operative = [es for es in table.words() if es[0] in "IRTA"][1:]
    assert operative[0].startswith("Reconociendo") or operative[0].startswith("Invitan")
    assert PARAGRAPHS[4][1] not in table.words()
    assert table.words().index(PARAGRAPHS[6][1]) == 3


def test_a_delegation_supports_once_and_never_itself(table):
    found = words(table, "MX", "Acuerdan lograr la protección.")

    with pytest.raises(Refused):
        proposing.support(found.pk, by=table.viewer("MX"))
    for _time in range(2):
        proposing.support(found.pk, by=table.viewer("HN"))
    assert found.steps.count() == 1
    proposing.end_support(found.pk, by=table.viewer("HN"))
    proposing.comment(found.pk, "De acuerdo en principio.", by=table.viewer("HN"))
    found.refresh_from_db()

    assert (found.supporters, found.comments_count) == ([], 1)


def test_the_group_says_why_it_does_not_accept(table):
    found = words(table, "MX", "Acuerdan lograr la protección.")

    with pytest.raises(Invalid):
        handling.reject(found.pk, reason="  ", by=table.ana)
    handling.reject(found.pk, reason="Lenguaje ya acordado.", by=table.ana)
    handling.reopen(found.pk, by=table.ana)

    assert table.state(found) == "open"
