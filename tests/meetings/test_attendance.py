"""Presence recorded, statements authorised with scope and end, drafting groups at the opening."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from crm_portal.core import notifications
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings.attendance import at_session, attended
from meetings.models import (
    AgendaItem,
    DraftingRepresentative,
    Forum,
    ParticipationDecision,
    Presence,
    Right,
    Statement,
)
from meetings.rights import may
from meetings.services import drafting
from meetings.services import statements as asking
from meetings.services.attendance import record_presence
from meetings.services.statements import Asking
from tests.factories import since
from tests.meetings.delegating import (
    HEAD,
    OFFICIAL,
    OPENS,
    account,
    approved,
    come,
    opened,
    person,
    session,
    the_rules,
    vice_ministerial,
    with_account,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    the_rules()
    return vice_ministerial(cast)


def present(cast, meeting, code, forum=Forum.VM_PLENARY, by="elena"):
    viewer = cast.viewer(by) if isinstance(by, str) else by
    return record_presence(
        session(meeting, forum).pk, parties=[cast.parties[code].pk], by=viewer
    )


def test_whoever_was_at_any_session_attended_the_meeting(cast, meeting):
    other = vice_ministerial(cast, symbol="XXXII-CRM")
    opened(meeting)
    present(cast, meeting, "MX")
    present(cast, meeting, "DO", Forum.GRCM)
    record_presence(session(meeting, Forum.VM_PLENARY).pk, by=cast.viewer("ana"))
    present(cast, meeting, "CA")

    found = {cast.parties[code].pk for code in ("CA", "DO")}
    assert attended(meeting) == found
    assert attended(other) == set()


def test_presence_by_a_source_needs_no_session(cast, meeting):
    told = {"meeting": meeting, "recorded_at": cast.at}
    Presence.objects.create(party=cast.parties["HN"], source="docsbay.net", **told)
    for more in ({}, {"source": "docsbay.net"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Presence.objects.create(party=cast.parties["HN"], **told, **more)

    assert attended(meeting) == {cast.parties["HN"].pk}


def test_presence_is_recorded_once_the_meeting_has_opened_by_whoever_prepares_it(
    cast, meeting
):
    with pytest.raises(Conflict):
        present(cast, meeting, "MX")
    opened(meeting)

    for who in ("bruno", "oscar", "admin"):
        with pytest.raises(Refused):
            present(cast, meeting, "MX", by=who)
    with pytest.raises(Refused) as refused:
        present(cast, meeting, "AR", Forum.GRCM)
    assert refused.value.rule == "001:424"


def test_behind_closed_doors_presence_is_the_presidency_s_and_only_of_those_seated(
    cast, meeting
):
    minister = account(cast, "GT", Role.VICE_MINISTER)
    guatemala = come(
        cast, meeting, "GT", [with_account("V", minister, **HEAD)], Forum.VM_CLOSED
    )
    people = [person("W", **HEAD), person("X", **OFFICIAL)]
    dominican = come(cast, meeting, "DO", people[:1], Forum.VM_CLOSED)
    come(cast, meeting, "DO", people[1:], Forum.VM_PLENARY)
    approved(cast, guatemala)
    approved(cast, dominican)
    opened(meeting)
    door = session(meeting, Forum.VM_CLOSED)
    seated = dominican.delegates.get(full_name="W")
    outside = dominican.delegates.get(full_name="X")

    for who in ("elena", "ana", "bruno"):
        with pytest.raises(Refused) as refused:
            record_presence(door.pk, delegates=[seated.pk], by=cast.viewer(who))
        assert refused.value.rule == "001:376"
    inside = cast.viewer(minister)
    with pytest.raises(Invalid):
        record_presence(door.pk, delegates=[outside.pk], by=inside)
    record_presence(door.pk, delegates=[seated.pk], by=inside)

    readers = {
        who: at_session(door, cast.viewer(who)).exists()
        for who in ("elena", "ana", "bruno")
    }
    assert readers == {"elena": False, "ana": False, "bruno": False}
    assert at_session(door, inside).exists()
    assert not Presence.objects.visible_to(cast.viewer("elena")).exists()
    assert attended(meeting) == {cast.parties["DO"].pk}


def asked(meeting, forum=Forum.VM_PLENARY, **more):
    return Asking(session_id=session(meeting, forum).pk, subject_es="Remesas", **more)


def test_the_presidency_authorises_a_statement_until_its_session_ends(cast, meeting):
    oscar, ana, argentina = cast.viewer("oscar"), cast.viewer("ana"), cast.parties["AR"].pk
    plenary = session(meeting, Forum.VM_PLENARY)
    statement = asking.request_statement(meeting.pk, asked(meeting), by=oscar)
    told = {"meeting": meeting, "session": plenary}

    asking.authorise(statement.pk, scope_es="Tres minutos.", by=ana)

    speak = [
        bool(may(Right.SPEAK, Forum.VM_PLENARY, argentina, at=at, **told))
        for at in (cast.at, plenary.ends_at - timedelta(milliseconds=1), plenary.ends_at)
    ]
    assert speak == [True, True, False]
    decision = ParticipationDecision.objects.get()
    assert decision.statement.expires_at == decision.valid_until == plenary.ends_at
    for right in (Right.DEBATE, Right.DRAFT, Right.DECIDE, Right.INTERVENE_AGENDA):
        assert not may(right, Forum.VM_PLENARY, argentina, at=cast.at, **told)
    grcm = session(meeting, Forum.GRCM)
    assert not may(
        Right.SPEAK, Forum.GRCM, argentina, at=cast.at, meeting=meeting, session=grcm
    )


def test_the_presidency_is_told_of_a_request_and_who_asked_of_the_answer(cast, meeting):
    oscar, ana = cast.viewer("oscar"), cast.viewer("ana")
    first = asking.request_statement(meeting.pk, asked(meeting), by=oscar)
    second = asking.request_statement(meeting.pk, asked(meeting), by=oscar)
    third = asking.request_statement(meeting.pk, asked(meeting), by=oscar)
    asking.withdraw_statement(third.pk, by=oscar)
    notifications.deliver_due()

    assert {tuple(each.to) for each in mail.outbox} == {("ana@example.org",)}
    assert len(mail.outbox) == 2  # what was withdrawn meanwhile asks for nothing
    assert "Remesas" not in mail.outbox[0].subject
    assert "Remesas" in mail.outbox[0].body
    mail.outbox.clear()
    asking.authorise(first.pk, scope_es="Tres minutos.", by=ana)
    asking.decline(second.pk, reason="No hay tiempo.", by=ana)
    notifications.deliver_due()
    yes, no = mail.outbox
    assert yes.to == no.to == ["oscar@example.org"]
    assert "Tres minutos." in yes.body
    assert "No hay tiempo." in no.body


def test_where_a_rule_forbids_it_the_request_is_refused_with_the_rule(cast, meeting):
    oscar = cast.viewer("oscar")

    for forum, rule in ((Forum.GRCM, "001:424"), (Forum.VM_CLOSED, "001:376")):
        with pytest.raises(Refused) as refused:
            asking.request_statement(meeting.pk, asked(meeting, forum), by=oscar)
        assert refused.value.rule == rule
    for right in (Right.DEBATE, Right.DRAFT, Right.DECIDE):
        with pytest.raises(Invalid):
            asking.request_statement(meeting.pk, asked(meeting, right=right), by=oscar)
    assert not Statement.objects.exists()


def test_nothing_of_the_closed_door_is_written_where_the_secretariat_reads(cast, meeting):
    minister = cast.viewer(account(cast, "DO", Role.VICE_MINISTER))
    secret = AgendaItem.objects.create(
        meeting=meeting, title_es="Reservado", is_closed=True, recorded_at=cast.at
    )

    with pytest.raises(Refused) as refused:
        asking.request_statement(meeting.pk, asked(meeting, Forum.VM_CLOSED), by=minister)
    with pytest.raises(Invalid):
        asking.request_statement(meeting.pk, asked(meeting, item_id=secret.pk), by=minister)

    assert refused.value.rule == "001:376"
    assert AgendaItem.objects.visible_to(minister).exists()


def test_a_space_is_given_in_the_agenda_and_not_by_an_authorisation(cast, meeting):
    olga = account(cast, "SICA")
    statement = asking.request_statement(meeting.pk, asked(meeting), by=cast.viewer(olga))

    with pytest.raises(Refused) as refused:
        asking.authorise(statement.pk, scope_es="Tres minutos.", by=cast.viewer("ana"))

    assert refused.value.rule == "001:244"
    assert not ParticipationDecision.objects.exists()


def test_an_authorisation_taken_back_ends_the_right_at_once(cast, meeting):
    oscar, ana = cast.viewer("oscar"), cast.viewer("ana")
    for end in ("decline", "withdraw"):
        statement = asking.request_statement(meeting.pk, asked(meeting), by=oscar)
        asking.authorise(statement.pk, scope_es="Tres minutos.", by=ana)
        if end == "decline":
            asking.decline(statement.pk, reason="Tiempo.", by=ana)
        else:
            asking.withdraw_statement(statement.pk, by=oscar)

    told = {
        "at": cast.at,
        "meeting": meeting,
        "session": session(meeting, Forum.VM_PLENARY),
    }
    assert not may(Right.SPEAK, Forum.VM_PLENARY, cast.parties["AR"].pk, **told)


def test_only_the_presidency_authorises_and_only_what_was_authorised_is_delivered(
    cast, meeting
):
    oscar = cast.viewer("oscar")
    statement = asking.request_statement(meeting.pk, asked(meeting), by=oscar)
    for who in ("elena", "bruno", "oscar"):
        with pytest.raises(Refused):
            asking.authorise(statement.pk, scope_es="Todo.", by=cast.viewer(who))
    with pytest.raises(Refused):
        asking.withdraw_statement(statement.pk, by=cast.viewer("bruno"))
    asking.authorise(statement.pk, scope_es="Tres minutos.", by=cast.viewer("ana"))
    elena = cast.viewer("elena")
    with pytest.raises(Conflict):
        asking.deliver(statement.pk, by=elena)

    during = cast.viewer("elena", OPENS + timedelta(hours=4))
    assert asking.deliver(statement.pk, by=during).state == "delivered"
    assert not Statement.objects.visible_to(cast.viewer("bruno")).exists()


@pytest.fixture
def group(cast, meeting):
    return drafting.form_groups(opened(meeting).pk, by=cast.viewer("elena"))[0]


def delegates(cast, meeting, code, count=2):
    people = [person(f"{code}{n}") for n in range(count)]
    viewer = cast.viewer("elena")
    found = come(
        cast, meeting, code, [person(code, **HEAD), *people], Forum.VM_PLENARY, by=viewer
    )
    return list(approved(cast, found).delegates.order_by("order"))


def test_groups_are_formed_once_the_meeting_is_in_session(cast, meeting):
    ana = cast.viewer("ana")
    with pytest.raises(Conflict):
        drafting.form_groups(meeting.pk, by=ana)
    opened(meeting)
    with pytest.raises(Refused):
        drafting.form_groups(meeting.pk, by=cast.viewer("bruno"))

    first, again = [drafting.form_groups(meeting.pk, by=ana) for _time in range(2)]

    assert [each.of for each in first] == ["COMUN"]
    assert again == []


def test_the_grcm_and_the_vice_ministers_it_meets_with_have_one_group(cast, meeting):
    grcm = vice_ministerial(cast, symbol="GRCM-2026-2", held_with=meeting)
    grcm.sessions.all().delete()
    grcm.body = cast_body(Forum.GRCM)
    grcm.save()
    ana = cast.viewer("ana")

    made = drafting.form_groups(opened(grcm).pk, by=ana)
    again = drafting.form_groups(opened(meeting).pk, by=ana)

    assert [each.meeting_id for each in made] == [meeting.pk]
    assert again == []


def cast_body(forum):
    from tests.factories import BodyFactory

    return BodyFactory(code="GRCM", kind="grcm", forum=forum)


def test_one_representative_at_a_time_replaced_by_a_dated_row(cast, meeting, group):
    first, second, _third = delegates(cast, meeting, "DO")
    party = cast.parties["DO"].pk
    drafting.designate(group.pk, party, first.pk, by=cast.viewer("bruno"))
    with pytest.raises(Conflict):
        drafting.designate(group.pk, party, first.pk, by=cast.viewer("bruno"))

    later = cast.viewer("bruno", cast.at + timedelta(hours=1))
    new = drafting.designate(group.pk, party, second.pk, by=later)

    assert DraftingRepresentative.objects.count() == 2
    assert group.representatives.at(later.at).get() == new
    with pytest.raises(IntegrityError), transaction.atomic():
        DraftingRepresentative.objects.create(
            group=group, party_id=party, delegate=first, during=since(later.at)
        )
    drafting.end_representation(
        new.pk, by=cast.viewer("bruno", later.at + timedelta(hours=1))
    )
    assert not group.representatives.at(later.at + timedelta(hours=2)).exists()


@pytest.mark.parametrize("code", ["AR", "SICA", "ST"])
def test_only_countries_draft(cast, meeting, group, code):
    found = delegates(cast, meeting, code)

    with pytest.raises(Refused):
        drafting.designate(
            group.pk, cast.parties[code].pk, found[0].pk, by=cast.viewer("elena")
        )


def test_each_country_designates_its_own_from_its_approved_delegation(cast, meeting, group):
    mexican = delegates(cast, meeting, "MX")[0]
    party = cast.parties["DO"].pk

    with pytest.raises(Refused):
        drafting.designate(group.pk, party, mexican.pk, by=cast.viewer("mateo"))
    with pytest.raises(Invalid):
        drafting.designate(group.pk, party, mexican.pk, by=cast.viewer("bruno"))
    drafting.end_group(group.pk, by=cast.viewer("ana"))
    with pytest.raises(Conflict):
        drafting.designate(
            group.pk, cast.parties["MX"].pk, mexican.pk, by=cast.viewer("mateo")
        )
