"""The meetings that sources date, with what the sources disagree on."""

from datetime import date

from crm_portal.reference import files
from meetings.models import Body, BodyRule, Meeting, Place
from meetings.models.body_rules import Convener
from meetings.rules import meeting_symbol
from meetings.rules.convening import HELD_BY_HOST
from meetings.services.steps import OWN_TRAIL


def meeting(symbol: str) -> Meeting:
    return Meeting.objects.get(symbol=symbol)


def test_the_twenty_first_was_in_two_cities(reference):
    places = Place.objects.filter(meeting__symbol="XXI-CRM")

    assert [place.city_es for place in places] == ["Omoa", "San Pedro Sula"]
    assert {place.time_zone for place in places} == {"America/Tegucigalpa"}
    assert "diez de los once" in meeting("XXI-CRM").note_es


def test_the_twenty_fifth_was_virtual(reference):
    assert meeting("XXV-CRM").mode == "virtual"
    assert meeting("XXIV-CRM").mode == "in_person"


def test_two_events_of_2011_are_called_the_sixteenth_and_both_say_so(reference):
    june, november = meeting("XVI-CRM"), meeting("GRCM-2011-1")

    assert (june.starts_on, june.precision) == (date(2011, 6, 1), "month")
    assert (november.starts_on, november.ends_on) == (
        date(2011, 11, 16),
        date(2011, 11, 17),
    )
    assert "XVI" in june.note_es
    assert "XVI" in november.note_es
    assert "lainformacion.com" in november.source
    assert Meeting.objects.vice_ministerial().filter(starts_on__year=2011).count() == 1


def test_the_nineteenth_adopted_two_documents(reference):
    note = meeting("XIX-CRM").note_es

    assert "Declaración Extraordinaria" in note
    assert "puerta cerrada" in note


def test_joint_plenaries_carry_their_disagreement(reference):
    plenaries = Meeting.objects.filter(body__code="PLENARIA_CONJUNTA").order_by("starts_on")

    assert [each.starts_on.year for each in plenaries] == [2018, 2021, 2023]
    assert "«IV»" in plenaries[2].note_es
    assert [each.precision for each in plenaries] == ["day", "year", "day"]


def test_a_meeting_of_several_bodies_belongs_to_each(reference):
    shared = meeting("GT-FRONTERAS-2023-1")
    bodies = {shared.body.code, *shared.jointly_with.values_list("code", flat=True)}

    assert bodies == {"GT_FRONTERAS", "GT_LABORAL", "GT_IRREGULAR", "GT_PROTECCION"}


def test_the_grcm_of_2014_accompanied_the_nineteenth(reference):
    assert meeting("GRCM-2014-1").held_with == meeting("XIX-CRM")


def test_every_symbol_is_that_of_its_body_and_year(reference):
    for row in files.rows(files.OTHER_MEETINGS):
        year, number = int(row["starts_on"][:4]), int(row["symbol"].rsplit("-", 1)[1])
        made = meeting_symbol(row["body"], year=year, number=number)
        assert row["symbol"] == made


def test_every_meeting_says_its_source_and_both_languages_or_none(reference):
    for each in Meeting.objects.all():
        assert each.source
        assert each.source != OWN_TRAIL
        for name in ("title", "note", "city"):
            assert bool(getattr(each, f"{name}_es")) is bool(getattr(each, f"{name}_en"))
        assert each.state == "closed"


def test_every_body_has_rules_that_follow_its_names(reference):
    for body in Body.objects.prefetch_related("names", "rules"):
        first = min(name.valid_from for name in body.names.all())
        assert min(rule.valid_from for rule in body.rules.all()) == first
        for rule in body.rules.all():
            assert rule.composition_en
            assert rule.source
            assert (rule.convener == Convener.HOST) is (body.kind == HELD_BY_HOST)


def test_the_vice_ministers_moved_to_the_second_half_in_2015(reference):
    """X03: 001:373 against 004:15."""
    rules = BodyRule.objects.filter(body__code="VICE_MINISTERIAL")
    days = date(2014, 12, 31), date(2015, 1, 1), date(2026, 1, 1)

    assert [rules.on(day).get().half_year for day in days] == [1, 2, 2]
