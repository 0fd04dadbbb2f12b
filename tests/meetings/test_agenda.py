"""The agenda as it is prepared, circulated, commented on, made final; and what stays closed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import AuditEntry, Notice
from decisions.rules.positions import Position
from decisions.services import closing
from meetings import agendas, grounds
from meetings.models import (
    AgendaComment,
    AgendaItem,
    AgendaSlot,
    AgendaVersion,
    Body,
    Door,
    Forum,
    ItemResult,
    MeetingState,
    ReferredMatter,
    Session,
)
from meetings.services import (
    agenda,
    agenda_carrying,
    agenda_comments,
    agenda_moves,
    agenda_slots,
    agenda_versions,
)
from tests.decisions.scene import Scene
from tests.factories import BodyFactory, MeetingFactory
from tests.meetings.agenda_scene import CANARY, CANARY_EN, CUT_OFF, AgendaScene


@pytest.fixture
def scene(cast) -> AgendaScene:
    return AgendaScene(cast)


def numbers(scene: AgendaScene, door: Door = Door.OPEN) -> dict[str, str]:
    rows = agendas.rows_of(agendas.items(scene.meeting, door))
    return {row["title"]["es"]: row["number"] for row in rows}


def test_items_stand_in_order_and_move_up_down_in_and_out(scene):
    one, two, three = scene.item("A"), scene.item("B"), scene.item("C")
    ana = scene.viewer("ana")

    agenda_moves.move_item(three.pk, agenda_moves.UP, by=ana)
    assert numbers(scene) == {"A": "1", "C": "2", "B": "3"}
    agenda_moves.move_item(three.pk, agenda_moves.INWARDS, by=ana)
    assert numbers(scene) == {"A": "1", "C": "1.1", "B": "2"}
    agenda_moves.move_item(three.pk, agenda_moves.OUTWARDS, by=ana)
    assert numbers(scene) == {"A": "1", "C": "2", "B": "3"}
    agenda_moves.move_item(two.pk, agenda_moves.DOWN, by=ana)
    assert numbers(scene)["B"] == "3"
    with pytest.raises(Invalid):
        agenda_moves.move_item(one.pk, agenda_moves.INWARDS, by=ana)


def test_an_agenda_has_three_levels_and_no_more(scene):
    top = scene.item("A")
    second = scene.item("B", parent_id=top.pk)
    third = scene.item("C", parent_id=second.pk)

    assert numbers(scene)["C"] == "1.1.1"
    with pytest.raises(Invalid):
        scene.item("D", parent_id=third.pk)


@pytest.mark.parametrize("who", ["bruno", "oscar", "viviana", "admin"])
def test_only_the_presidency_and_the_secretariat_prepare_the_open_agenda(scene, who):
    with pytest.raises(Refused) as refusal:
        scene.item("A", who=who)
    assert refusal.value.rule == "001:378"


@pytest.mark.parametrize("who", ["ana", "elena", "bruno", "viviana"])
def test_what_is_closed_is_prepared_by_the_presiding_country_from_inside(scene, who):
    with pytest.raises(Refused) as refusal:
        scene.item(CANARY, who=who, session_id=scene.closed.pk)
    assert refusal.value.rule == "001:376"
    assert scene.secret().is_closed


def test_what_stands_under_something_closed_is_closed_whoever_writes_the_row(scene):
    secret = scene.secret()
    row = AgendaItem.objects.create(
        meeting=scene.meeting, parent=secret, title_es="X", recorded_at=scene.cast.at
    )
    row.refresh_from_db()

    assert row.is_closed


def test_a_member_with_the_right_proposes_and_an_observer_country_is_refused(scene):
    bruno = scene.viewer("bruno")
    item = agenda.propose_item(scene.meeting.pk, title_es="Propuesta", by=bruno)

    assert numbers(scene) == {}
    agenda.take_item(item.pk, session_id=scene.plenary.pk, by=scene.viewer("elena"))
    assert numbers(scene) == {"Propuesta": "1"}
    with pytest.raises(Refused) as refusal:
        agenda.propose_item(scene.meeting.pk, title_es="X", by=scene.viewer("oscar"))
    assert refusal.value.rule == "001:218"


def test_a_draft_without_the_minimum_is_not_circulated_and_is_told_what_lacks(scene):
    scene.item("Informe", kind="ppt_report")
    with pytest.raises(Conflict) as refusal:
        agenda_versions.circulate(
            scene.meeting.pk, comments_until=CUT_OFF, by=scene.viewer("ana")
        )
    assert refusal.value.rule == "001:375"
    assert "; " in refusal.value.message


def circulated(scene: AgendaScene) -> AgendaVersion:
    scene.minimum()
    return agenda_versions.circulate(
        scene.meeting.pk, comments_until=CUT_OFF, by=scene.viewer("ana")
    )


def test_the_secretariat_prepares_and_the_presidency_circulates(scene):
    scene.minimum()
    with pytest.raises(Refused) as refusal:
        agenda_versions.circulate(
            scene.meeting.pk, comments_until=CUT_OFF, by=scene.viewer("elena")
        )
    assert refusal.value.rule == "004:72"


def test_a_draft_goes_to_members_and_observer_organizations_not_to_countries(scene):
    version = circulated(scene)
    readers = set(version.circulated_to.values_list("code", flat=True))

    assert {"DO", "GT", "SICA"} <= readers
    assert "AR" not in readers
    assert "RROCM" not in readers
    visible = AgendaVersion.objects.visible_to
    assert not visible(scene.viewer("oscar")).exists()
    assert visible(scene.viewer("bruno")).get() == version
    told = set(
        Notice.objects.filter(event="agenda.circulated").values_list(
            "recipient__email", flat=True
        )
    )
    assert "bruno@example.org" in told
    assert "oscar@example.org" not in told


def test_a_version_never_changes(scene):
    version = circulated(scene)
    version.items = []
    with pytest.raises(Exception, match="Cannot update"):
        version.save()


def test_comments_come_until_the_cut_off_and_are_treated_before_the_final_version(scene):
    version = circulated(scene)
    bruno, ana = scene.viewer("bruno"), scene.viewer("ana")
    made = agenda_comments.comment(version.pk, text="Más tiempo", item_number="2", by=bruno)
    with pytest.raises(Conflict, match="1"):
        agenda_versions.finalise(scene.meeting.pk, by=ana)
    agenda_comments.treat(made.pk, treatment="taken_up", because="Hay tiempo", by=ana)
    final = agenda_versions.finalise(scene.meeting.pk, by=ana)
    assert final.is_final
    clock.set_to(CUT_OFF, frozen=True)
    with pytest.raises(Conflict):
        agenda_comments.comment(version.pk, text="Tarde", by=scene.viewer("bruno", CUT_OFF))


def test_an_observer_country_has_nothing_to_comment_on(scene):
    version = circulated(scene)
    with pytest.raises(AgendaVersion.DoesNotExist):
        agenda_comments.comment(version.pk, text="X", by=scene.viewer("oscar"))
    assert not AgendaComment.objects.exists()


def test_a_final_version_has_both_languages_and_is_public_once_published(scene):
    scene.minimum()
    lacking = scene.item("Sin traducción", title_en="")
    ana = scene.viewer("ana")
    with pytest.raises(Conflict) as refusal:
        agenda_versions.finalise(scene.meeting.pk, by=ana)
    assert "4" in refusal.value.message
    agenda.set_aside(lacking.pk, because="Otra vez será", by=ana)
    version = agenda_versions.finalise(scene.meeting.pk, by=ana)
    public = scene.viewer("sara")
    assert not AgendaItem.objects.visible_to(public).exists()
    agenda_versions.publish(version.pk, by=ana)
    assert AgendaItem.objects.visible_to(public).count() == 3
    assert AgendaVersion.objects.visible_to(public).get() == version


def test_a_closed_item_is_in_no_open_version_and_in_the_circle_s_own(scene):
    scene.minimum()
    secret = scene.secret()
    gloria, ana = scene.viewer("gloria"), scene.viewer("ana")
    open_ = agenda_versions.finalise(scene.meeting.pk, by=ana)
    closed = agenda_versions.fix_closed(scene.meeting.pk, by=gloria)
    agenda_versions.publish(open_.pk, by=ana)

    assert [row["id"] for row in closed.items] == [secret.pk]
    assert CANARY not in str(open_.items)
    assert AgendaVersion.objects.visible_to(scene.viewer("viviana")).count() == 2
    for who in ("ana", "elena", "bruno", "admin", "oscar"):
        visible = AgendaVersion.objects.visible_to(scene.viewer(who))
        assert closed not in visible
        items = AgendaItem.objects.visible_to(scene.viewer(who))
        assert secret not in items
    with pytest.raises(AgendaVersion.DoesNotExist):
        agenda_versions.publish(closed.pk, by=ana)


def test_nothing_of_a_closed_item_is_in_the_trail_or_the_mails(scene):
    scene.minimum()
    item = scene.secret()
    agenda.change_item(
        item.pk,
        title_es=f"{CANARY} otra vez",
        session_id=scene.closed.pk,
        is_closed=True,
        by=scene.viewer("gloria"),
    )
    agenda_versions.fix_closed(scene.meeting.pk, by=scene.viewer("gloria"))

    for entry in AuditEntry.objects.all():
        assert CANARY not in f"{entry.data} {entry.target_label}"
    for notice in Notice.objects.all():
        assert CANARY not in f"{notice.data} {notice.key} {notice.subject}"


def test_a_space_is_given_by_both_offices_and_is_then_a_ground(scene):
    item = scene.item("Movilidad")
    party = scene.cast.parties["SICA"]
    ana, elena = scene.viewer("ana"), scene.viewer("elena")
    slot = agenda_slots.propose_slot(item.pk, party_id=party.pk, right="SPEAK", by=elena)
    assert party.pk not in grounds.spaces(scene.meeting, scene.cast.at)
    with pytest.raises(Refused) as refusal:
        agenda_slots.confirm_slot(slot.pk, by=elena)
    assert refusal.value.rule == "003:105"
    agenda_slots.confirm_slot(slot.pk, by=ana)
    assert grounds.spaces(scene.meeting, scene.cast.at)[party.pk] == {"space"}
    agenda_slots.withdraw_slot(slot.pk, by=ana)
    assert party.pk not in grounds.spaces(scene.meeting, scene.cast.at)
    assert AgendaSlot.objects.count() == 1


def test_a_space_does_not_open_what_asks_for_more_and_never_the_closed_door(scene):
    item, secret = scene.item("Movilidad"), scene.secret()
    argentina = scene.cast.parties["AR"].pk
    with pytest.raises(Refused) as refusal:
        agenda_slots.propose_slot(
            item.pk, party_id=argentina, right="INTERVENE_AGENDA", by=scene.viewer("ana")
        )
    assert refusal.value.rule == "001:218"
    with pytest.raises(AgendaItem.DoesNotExist):
        agenda_slots.propose_slot(
            secret.pk, party_id=argentina, right="SPEAK", by=scene.viewer("ana")
        )


def test_the_dialogue_is_the_space_of_civil_society(scene):
    network = scene.cast.parties["RROCM"].pk
    assert network not in grounds.spaces(scene.meeting, scene.cast.at)
    scene.minimum()
    assert grounds.spaces(scene.meeting, scene.cast.at)[network] == {"space"}


def test_what_was_left_pending_is_offered_once_and_taken_with_its_link(scene):
    before = MeetingFactory(
        body=scene.meeting.body,
        state=MeetingState.IN_SESSION,
        starts_on=scene.meeting.starts_on - timedelta(days=300),
        ends_on=scene.meeting.ends_on - timedelta(days=300),
    )
    ana = scene.viewer("ana")
    left = agenda.add_item(before.pk, title_es="Fondo de reserva", by=ana)
    agenda.conclude_item(left.pk, ItemResult.PENDING, by=ana)
    before.state = MeetingState.CLOSED
    before.save()

    offered = agenda_carrying.offered(scene.meeting, ana)
    assert [each.pk for each in offered.items] == [left.pk]
    taken = agenda_carrying.carry(
        scene.meeting.pk, left.pk, session_id=scene.plenary.pk, by=ana
    )
    assert taken.carried_from_id == left.pk
    assert agenda_carrying.offered(scene.meeting, ana).items == []


def left_behind_the_door(scene: AgendaScene) -> AgendaItem:
    """Leave a closed item pending at the meeting of the year before."""
    before = MeetingFactory(
        body=scene.meeting.body,
        state=MeetingState.IN_SESSION,
        starts_on=scene.meeting.starts_on - timedelta(days=300),
        ends_on=scene.meeting.ends_on - timedelta(days=300),
    )
    session = Session.objects.create(
        meeting=before,
        forum=Forum.VM_CLOSED,
        starts_at=scene.cast.at,
        ends_at=scene.cast.at + timedelta(hours=2),
    )
    gloria = scene.viewer("gloria")
    left = agenda.add_item(
        before.pk, title_es=CANARY, title_en=CANARY_EN, session_id=session.pk, by=gloria
    )
    agenda.conclude_item(left.pk, ItemResult.PENDING, by=gloria)
    before.state = MeetingState.CLOSED
    before.save()
    return left


def test_what_was_left_pending_behind_closed_doors_stays_behind_them(scene):
    left = left_behind_the_door(scene)
    gloria, ana = scene.viewer("gloria"), scene.viewer("ana")

    assert agenda_carrying.offered(scene.meeting, gloria).items == []
    for who in ("ana", "elena", "viviana", "bruno", "admin", "oscar"):
        viewer = scene.viewer(who)
        assert agenda_carrying.offered(scene.meeting, viewer).items == []
        assert agenda_carrying.offered_closed(scene.meeting, viewer).items == []
    offered = agenda_carrying.offered_closed(scene.meeting, gloria)
    assert [each.pk for each in offered.items] == [left.pk]
    with pytest.raises(AgendaItem.DoesNotExist):
        agenda_carrying.carry(scene.meeting.pk, left.pk, by=ana)
    with pytest.raises(Refused):
        agenda_carrying.carry(scene.meeting.pk, left.pk, by=scene.viewer("viviana"))
    taken = agenda_carrying.carry(
        scene.meeting.pk, left.pk, session_id=scene.plenary.pk, by=gloria
    )
    assert taken.is_closed
    assert taken.carried_from_id == left.pk
    assert taken not in AgendaItem.objects.visible_to(ana)
    assert agenda_carrying.offered_closed(scene.meeting, gloria).items == []
    for entry in AuditEntry.objects.all():
        assert CANARY not in f"{entry.data} {entry.target_label}"


def test_the_circle_takes_up_what_waits_on_its_page_and_others_see_nothing(scene, client):
    left_behind_the_door(scene)
    edit = reverse("meetings:agenda-edit", args=[scene.meeting.symbol])
    carry = reverse("meetings:agenda-carry", args=[scene.meeting.symbol])
    left = AgendaItem.objects.get()
    for who in ("ana", "elena"):
        client.force_login(scene.cast.people[who])
        assert CANARY not in client.get(edit).content.decode()
        assert client.post(carry, {"item": left.pk}).status_code == 404
    client.force_login(scene.gloria)
    assert CANARY in client.get(edit).content.decode()
    answer = client.post(carry, {"item": left.pk, "session": scene.closed.pk})
    assert answer.status_code == 302
    assert left.carried_to.get().session == scene.closed


def test_a_referred_matter_waits_for_an_agenda_and_is_taken_once(scene):
    ana = scene.viewer("ana")
    told = {
        "title_es": "Texto",
        "title_en": "Text",
        "reference": "CRM-CONS-2026-01",
        "url": "/es/x/",
    }
    first = agenda_carrying.refer_matter(None, **told, by=ana)
    assert agenda_carrying.refer_matter(None, **told, by=ana) == first
    item = agenda_carrying.take_matter(scene.meeting.pk, first.pk, by=ana)
    assert item.referred_by == "CRM-CONS-2026-01"
    assert not ReferredMatter.objects.waiting().exists()
    with pytest.raises(Conflict):
        agenda_carrying.take_matter(scene.meeting.pk, first.pk, by=ana)
    assert not ReferredMatter.objects.visible_to(scene.viewer("oscar")).exists()


def test_the_agenda_of_a_workshop_is_its_host_s_too(scene):
    body = BodyFactory(code="EVENTOS", kind="event", forum="EVENTOS")
    workshop = MeetingFactory(body=body, host=scene.cast.parties["DO"])
    item = agenda.add_item(workshop.pk, title_es="Taller", by=scene.viewer("bruno"))

    assert item.meeting_id == workshop.pk
    assert Body.objects.filter(code="EVENTOS").exists()


def test_a_consultation_that_is_referred_waits_for_the_vice_ministers_agenda(cast):
    consulted = Scene(cast)
    consulted.expired(DO=Position.OBJECT)
    scene = AgendaScene(cast)
    closing.refer(consulted.pk, by=consulted.viewer("ana"))

    (matter,) = agenda_carrying.offered(scene.meeting, scene.viewer("ana")).matters
    assert matter.reference == consulted.consultation.reference
    assert matter.title_es == consulted.consultation.subject_es
