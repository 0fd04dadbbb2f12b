"""The drafting group writes: nothing typed is lost, whoever saves first."""

import pytest

from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Paragraph, Text
from decisions.rules.texts.paragraphs import Part, Place
from decisions.services.texts import languages, working, writing
from decisions.services.texts.working import NewText
from decisions.services.texts.writing import Added
from tests.decisions.negotiating import PARAGRAPHS, laid

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    return laid(cast)


def test_only_the_presidency_and_the_secretariat_begin_a_text(cast):
    """001:411: the presidency writes the draft; the Secretariat supports it (004:72)."""
    new = NewText(kind="declaration", title_es="Declaración")

    for who in ("bruno", "oscar", "carla"):
        with pytest.raises(Refused):
            working.open_text(new, by=cast.viewer(who))

    assert working.open_text(new, by=cast.viewer("elena")).reference == "crm-t-2026-01"
    assert working.open_text(new, by=cast.viewer("ana")).reference == "crm-t-2026-02"


def test_a_draft_is_seen_by_who_prepares_it_and_then_by_the_members(cast, table):
    draft = working.open_text(
        NewText(kind="declaration", title_es="Otra"), by=cast.viewer("ana")
    )

    def seen(who):
        return set(Text.objects.visible_to(table.viewer(who)).values_list("pk", flat=True))

    assert seen("ana") == seen("elena") == {draft.pk, table.text.pk}
    assert seen("MX") == seen("bruno") == {table.text.pk}
    assert seen("oscar") == set()


def test_what_two_people_typed_at_once_is_one_text(table):
    """Each changed other words of the same paragraph: both are in it."""
    key = table.keys[5]
    mine = table.typed(key, es="Acuerdan garantizar la plena protección de la niñez.")
    theirs = table.typed(
        key, es="Acuerdan garantizar la protección de la niñez y la familia."
    )

    writing.save(table.text.pk, key, mine, by=table.ana)
    saved = writing.save(table.text.pk, key, theirs, by=table.viewer("elena"))

    assert saved.is_merged
    assert (
        table.row(key).es
        == "Acuerdan garantizar la plena protección de la niñez y la familia."
    )


def test_the_same_words_typed_at_once_are_a_conflict_that_keeps_all_three(table):
    key = table.keys[5]
    mine = table.typed(key, es="Acuerdan asegurar la protección de la niñez.")
    theirs = table.typed(key, es="Acuerdan procurar la protección de la niñez.")

    writing.save(table.text.pk, key, mine, by=table.ana)
    saved = writing.save(table.text.pk, key, theirs, by=table.viewer("elena"))

    ((language, clash),) = saved.conflicts
    assert language == "es"
    assert (clash.base, clash.mine, clash.theirs) == (
        PARAGRAPHS[5][1],
        theirs.es,
        mine.es,
    )
    assert table.row(key).es == mine.es


def test_one_language_changed_in_substance_outdates_the_other(table):
    """The English side is outdated until somebody translates it and somebody checks it."""
    key, pk = table.keys[3], table.text.pk

    def english():
        return table.row(key).languages["en"]["state"]

    assert english() == "translated"
    languages.check(pk, key, "en", by=table.viewer("elena"))
    assert english() == "checked"
    writing.save(pk, key, table.typed(key, es="Renuevan su compromiso."), by=table.ana)
    assert english() == "outdated"
    with pytest.raises(Conflict):
        languages.check(pk, key, "en", by=table.viewer("elena"))
    renewed = table.typed(key, en="Renew their commitment.", substance=False)
    writing.save(pk, key, renewed, by=table.viewer("elena"))
    languages.declare_translated(pk, key, "en", by=table.viewer("elena"))
    languages.check(pk, key, "en", by=table.ana)

    assert english() == "checked"
    assert table.row(key).languages["en"]["by"] == table.ana.user_id


def test_brackets_are_read_when_they_are_saved(table):
    key = table.keys[3]

    for wrong in ("[MX: sin cerrar", "una cosa]", "[ZZ: de nadie]"):
        with pytest.raises(Invalid) as refused:
            writing.save(table.text.pk, key, table.typed(key, es=wrong), by=table.ana)
        assert refused.value.code == "brackets"
    assert table.row(key).es == PARAGRAPHS[3][1]


def test_paragraphs_move_nest_and_go_with_what_is_within_them(table):
    pk, ana = table.text.pk, table.ana
    first, second = table.keys[3], table.keys[4]
    within = writing.add(pk, Added("un inciso;", "an item;", parent=first), by=ana)

    writing.move(pk, first, Place(Part.OPERATIVE, after=second), by=ana)
    with pytest.raises(Invalid):
        writing.move(pk, first, Place(Part.OPERATIVE, parent=within.key), by=ana)
    with pytest.raises(Invalid):
        writing.add(pk, Added("", ""), by=ana)
    with pytest.raises(Conflict):
        writing.move(pk, first, Place(Part.OPERATIVE, after="p999"), by=ana)
    order = [each for each in table.words() if "Reafirman" in each or "inciso" in each]
    assert order == ["Reafirman su compromiso con el diálogo.", "un inciso;"]
    writing.remove(pk, first, by=ana)

    assert not Paragraph.objects.filter(key__in=[first, within.key]).exists()


def test_a_key_is_never_given_twice(table):
    new = writing.add(table.text.pk, Added("Nuevo."), by=table.ana)
    writing.remove(table.text.pk, new.key, by=table.ana)

    assert writing.add(table.text.pk, Added("Otro."), by=table.ana).key != new.key


def test_the_group_writes_and_no_delegation_alone(table):
    """001:399: delegations propose; the group, headed by the presidency, writes."""
    for who in ("MX", "bruno", "oscar"):
        with pytest.raises(Refused):
            writing.save(
                table.text.pk,
                table.keys[3],
                table.typed(table.keys[3]),
                by=table.viewer(who),
            )


def test_a_contested_paragraph_is_not_agreed_and_substance_undoes_agreement(table):
    key, pk = table.keys[3], table.text.pk
    writing.agree(pk, key, by=table.ana)
    assert table.row(key).agreed_at is not None

    writing.save(pk, key, table.typed(key, es="Renuevan [MX: todo] esto."), by=table.ana)

    assert table.row(key).agreed_at is None
    with pytest.raises(Conflict):
        writing.agree(pk, key, by=table.ana)
