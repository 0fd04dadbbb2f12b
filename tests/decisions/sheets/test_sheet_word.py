"""Word files: the words of the text, changes that Word tracks, the same bytes again."""

import pytest
from defusedxml.ElementTree import fromstring

from decisions.reading.docx import read_docx
from decisions.reading.shaping import Reader
from decisions.reports.sheets.sheet import in_languages
from decisions.reports.sheets.word import to_docx, to_tracked_docx
from decisions.reports.sheets.word.marks import Author, Wish, by_many
from decisions.rules.texts.diff import Mark
from tests.decisions.sheets import golden, reading, samples
from tests.decisions.sheets.reading import W

MX, US = (Author(name, name, samples.FROZEN) for name in ("MX", "US"))


def marks(docx):
    """Everything that is tracked, in reading order."""
    tags = {f"{W}ins", f"{W}del"}
    return [each for each in reading.tree(docx).iter() if each.tag in tags]


def changed(docx):
    """Who inserts and deletes which words."""
    return [
        (
            mark.get(f"{W}author"),
            mark.tag.removeprefix(W),
            "".join(mark.itertext()),
        )
        for mark in marks(docx)
        if mark.find(f"{W}r") is not None
    ]


def test_a_tracked_comparison_accepted_is_the_new_text_and_rejected_the_old():
    sheet = samples.redline()
    docx = to_tracked_docx(sheet)

    accepted = reading.in_docx(docx, without=["del"])
    rejected = reading.in_docx(docx, without=["ins"])

    assert accepted == reading.said(samples.sheet(samples.reworded()))
    assert rejected == reading.said(samples.sheet(samples.BASE))


def test_a_tracked_comparison_is_in_the_name_of_the_draft_and_of_its_day():
    docx = to_tracked_docx(in_languages(samples.redline(), "en"))

    assert {mark.get(f"{W}author") for mark in marks(docx)} == {"Draft 3"}
    assert {mark.get(f"{W}date") for mark in marks(docx)} == {"2026-11-27T00:05:00Z"}
    assert ("Draft 3", "del", "of") in changed(docx)


def test_what_delegations_propose_is_tracked_in_their_names():
    docx = to_tracked_docx(in_languages(samples.proposals(), "es"))

    assert changed(docx)[:4] == [
        ("México", "del", "aprecio"),
        ("México", "ins", "satisfacción"),
        ("Presidencia", "del", "de"),
        ("Presidencia", "ins", "publica"),
    ]
    assert ("Estados Unidos", "del", samples.BASE[-2].es) in changed(docx)
    assert ("México", "ins", samples.NEW.es) in changed(docx)


def test_all_proposals_rejected_leave_the_text():
    docx = to_tracked_docx(samples.proposals())

    assert reading.in_docx(docx, without=["ins"]) == reading.said(
        samples.sheet(samples.BASE)
    )


def test_a_proposal_on_words_that_another_changes_is_in_a_comment_and_so_is_every_reason():
    docx = to_tracked_docx(samples.proposals())
    said = {
        each.get(f"{W}author"): "\n".join(t.text or "" for t in each.iter(f"{W}t"))
        for each in reading.tree(docx, "comments")
    }

    assert (
        "Toman nota del informe" in said["Estados Unidos"]
        or "2024" in said["Estados Unidos"]
    )
    assert "Lenguaje acordado en 2024." in said["México"]
    assert "GT, HN" in said["México"]
    comments = b"".join(reading.parts(docx)["word/comments.xml"].splitlines())
    assert b"Toman nota del informe" in comments


def test_changes_of_several_authors_stand_beside_one_another():
    base = ("uno dos tres cuatro",)
    wishes = [Wish(1, MX, ("uno DOS tres cuatro",)), Wish(2, US, ("uno dos tres CINCO",))]

    said, left = by_many(base, wishes)

    told = [(each.author.name, each.run.text) for each in said if each.author]
    assert told == [("MX", "dos"), ("MX", "DOS"), ("US", "cuatro"), ("US", "CINCO")]
    assert left == []
    kept = [each.run.text for each in said if each.run.mark is not Mark.INSERTED]
    assert "".join(kept) == base[0]


def test_a_change_of_the_same_words_finds_no_room():
    wishes = [Wish(1, MX, ("uno DOS",)), Wish(2, US, ("uno",))]

    _said, left = by_many(("uno dos",), wishes)

    assert left == wishes[1:]


@pytest.mark.parametrize("name", ["draft", "redline", "proposals", "adopted", "hostile"])
def test_every_part_is_well_formed_and_the_file_is_the_same_again(name):
    sheet = getattr(samples, name)()

    for write in (to_docx, to_tracked_docx):
        docx = write(sheet)
        assert docx == write(sheet)
        for content in reading.parts(docx).values():
            fromstring(content)


def test_a_clean_file_has_no_marks_and_a_tracked_one_goes_on_tracking():
    clean, tracked = to_docx(samples.redline()), to_tracked_docx(samples.redline())

    assert not changed(clean)
    assert b"trackRevisions" not in reading.parts(clean)["word/settings.xml"]
    assert b"trackRevisions" in reading.parts(tracked)["word/settings.xml"]


def test_each_run_is_in_its_language():
    runs = reading.tree(to_docx(samples.adopted())).iter(f"{W}r")
    spoken = {
        (each.find(f"{W}t").text or "")[:12]: each.find(f"{W}rPr/{W}lang").get(f"{W}val")
        for each in runs
        if each.find(f"{W}t") is not None
    }

    assert spoken["Reafirman qu"] == "es-CR"
    assert spoken["Reaffirm tha"] == "en-US"


def test_our_own_file_is_taken_in_again_with_every_word():
    found = read_docx(to_docx(samples.sheet(samples.BASE)), Reader(samples.KIND))

    written = [(each.es, each.en) for each in found.paragraphs]
    # The name of a part is no paragraph: the portal prints it of itself.
    expected = [(each.es, each.en) for each in samples.BASE if each.es != "Preámbulo"]
    assert written[3:] == expected


def test_the_document_is_as_agreed():
    docx = to_tracked_docx(in_languages(samples.proposals(), "en"))

    golden.check("proposals.document.xml", reading.parts(docx)["word/document.xml"])
