"""Delegations registered, refused with the rule, submitted, approved, returned, withdrawn."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils.translation import override

from crm_portal.core import audit, clock
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, DomainError, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from crm_portal.library.uploads import keep
from meetings.delegation_notices import compose
from meetings.models import (
    CompositionLimit,
    Credential,
    Delegate,
    DelegateFunction,
    Delegation,
    Forum,
    Guest,
    ParticipationRule,
    Registration,
    Session,
)
from meetings.services import accreditation
from meetings.services import delegations as services
from tests.meetings.delegating import (
    CUT_OFF,
    HEAD,
    OFFICIAL,
    account,
    approved,
    come,
    names,
    opened,
    person,
    session,
    the_rules,
    vice_ministerial,
    with_account,
)

pytestmark = pytest.mark.django_db
CLOSED, PLENARY, GRCM = Forum.VM_CLOSED, Forum.VM_PLENARY, Forum.GRCM


@pytest.fixture
def meeting(cast):
    the_rules()
    return vice_ministerial(cast)


def behind_doors(meeting):
    return Registration.objects.in_force().filter(session__forum=CLOSED).order_by("seat")


def test_a_delegation_is_written_down_by_its_own_people_with_their_sessions(cast, meeting):
    delegation = come(
        cast, meeting, "DO", [person("Viceministra", **HEAD)], PLENARY, CLOSED
    )

    assert names(delegation) == ["Viceministra"]
    assert delegation.state == "draft"
    assert not delegation.is_late
    held = Registration.objects.in_force().order_by("session__starts_at")
    assert [(each.session.forum, each.seat) for each in held] == [
        (PLENARY, None),
        (CLOSED, 0),
    ]
    assert [entry.verb.rpartition(".")[2] for entry in audit.of(delegation)] == [
        "opened",
        "delegate_added",
    ]


@pytest.mark.parametrize("language", ["es", "en"])
def test_one_companion_too_many_is_refused_with_the_rule_in_the_reader_s_language(
    cast, meeting, language
):
    people = [person("V", **HEAD), person("A", **OFFICIAL), person("B", **OFFICIAL)]
    delegation = come(cast, meeting, "DO", people, CLOSED)

    with override(language), pytest.raises(Refused) as refused:
        come(cast, meeting, "DO", [person("C", **OFFICIAL)], CLOSED)

    assert refused.value.rule == "001:376"
    assert " 2 " in refused.value.message
    assert ("Viceministr" in refused.value.message) is (language == "es")
    assert names(delegation) == ["V", "A", "B"]
    assert behind_doors(meeting).count() == 3


def test_before_the_rule_of_2016_one_companion_comes_in(cast, meeting):
    meeting.starts_on = meeting.starts_on.replace(year=2015)
    meeting.save()
    come(cast, meeting, "DO", [person("V", **HEAD), person("A", **OFFICIAL)], CLOSED)

    with pytest.raises(Refused) as refused:
        come(cast, meeting, "DO", [person("B", **OFFICIAL)], CLOSED)

    assert refused.value.rule == "004:20"


def test_nobody_accompanies_a_head_who_does_not_come(cast, meeting):
    with pytest.raises(Refused) as refused:
        come(cast, meeting, "DO", [person("A", **OFFICIAL)], CLOSED)

    assert (refused.value.code, refused.value.rule) == ("no_head", "001:376")
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("code", ["AR", "SICA", "RROCM"])
def test_behind_closed_doors_only_members_whatever_they_bring(cast, meeting, code):
    elena = cast.viewer("elena")

    with pytest.raises(Refused) as refused:
        come(cast, meeting, code, [person("X", **HEAD)], CLOSED, by=elena)

    assert refused.value.rule == "001:376"
    assert not Registration.objects.exists()


def test_the_matrix_says_who_comes_to_which_session(cast, meeting):
    oscar, elena = cast.viewer("oscar"), cast.viewer("elena")

    come(cast, meeting, "AR", [person("Observadora")], PLENARY, by=oscar)
    come(cast, meeting, "SICA", [person("Organismo")], GRCM, by=elena)

    with pytest.raises(Refused) as refused:
        come(cast, meeting, "AR", [person("Otro")], GRCM, by=oscar)
    assert refused.value.rule == "001:424"
    assert Registration.objects.count() == 2


def test_a_special_guest_that_is_no_party_has_a_delegation_too(cast, meeting):
    guest = Guest.objects.create(
        meeting=meeting, called_es="Suiza", decided_by="PPT", source="Nota 3"
    )
    plenary = [session(meeting, PLENARY).pk]

    added = services.add_delegate(
        meeting.pk, person("Emb."), plenary, guest_id=guest.pk, by=cast.viewer("elena")
    )

    assert added.delegation.name == "Suiza"
    with pytest.raises(Refused):
        services.add_delegate(
            meeting.pk, person("Otra"), plenary, guest_id=guest.pk, by=cast.viewer("bruno")
        )
    with pytest.raises(Refused):
        services.change_delegate(
            added.pk,
            person("Emb."),
            [session(meeting, CLOSED).pk],
            by=cast.viewer("elena"),
        )


def test_after_the_cut_off_only_the_secretariat_registers_and_it_is_late(cast, meeting):
    clock.set_to(CUT_OFF, frozen=True)
    bruno, elena = cast.viewer("bruno", CUT_OFF), cast.viewer("elena", CUT_OFF)

    with pytest.raises(Refused) as refused:
        come(cast, meeting, "DO", [person("V", **HEAD)], PLENARY, by=bruno)
    delegation = come(cast, meeting, "DO", [person("V", **HEAD)], PLENARY, by=elena)

    assert refused.value.code == "cut_off"
    assert delegation.is_late
    assert Delegate.objects.get().is_late


def test_the_last_instant_before_the_cut_off_is_in_time(cast, meeting):
    at = CUT_OFF - timedelta(microseconds=1)

    come(cast, meeting, "DO", [person("V")], PLENARY, by=cast.viewer("bruno", at))

    assert not Delegate.objects.get().is_late


@pytest.mark.parametrize("who", ["mateo", "oscar", "ana"])
def test_nobody_registers_for_another_delegation(cast, meeting, who):
    with pytest.raises(Refused):
        come(cast, meeting, "DO", [person("V")], PLENARY, by=cast.viewer(who))


def test_a_delegation_is_submitted_approved_and_changed_again(cast, meeting):
    delegation = come(cast, meeting, "DO", [person("V", **HEAD)], PLENARY)
    approved(cast, delegation)
    assert Delegate.objects.confirmed().count() == 1

    come(cast, meeting, "DO", [person("A")], PLENARY)

    delegation.refresh_from_db()
    assert delegation.state == "draft"
    assert list(Delegate.objects.confirmed().values_list("full_name", flat=True)) == ["V"]
    with pytest.raises(IllegalStep):
        accreditation.approve(delegation.pk, by=cast.viewer("elena"))


def test_a_change_takes_the_approval_back(cast, meeting):
    delegation = approved(cast, come(cast, meeting, "DO", [person("V", **HEAD)], PLENARY))
    delegate = delegation.delegates.get()

    services.change_delegate(
        delegate.pk,
        person("W", **HEAD),
        [session(meeting, GRCM).pk],
        by=cast.viewer("bruno"),
    )

    delegate.refresh_from_db()
    assert (delegate.full_name, delegate.approved_at) == ("W", None)
    held = Registration.objects.in_force().filter(delegate=delegate)
    assert [each.session.forum for each in held] == [GRCM]


def test_a_delegation_without_a_head_is_not_submitted_and_has_only_one(cast, meeting):
    delegation = come(cast, meeting, "DO", [person("A")], PLENARY)
    bruno = cast.viewer("bruno")
    with pytest.raises(Invalid):
        services.submit(delegation.pk, by=bruno)

    come(cast, meeting, "DO", [person("V", **HEAD)], PLENARY)
    with pytest.raises(Conflict):
        come(cast, meeting, "DO", [person("U", **HEAD)], PLENARY)

    services.submit(delegation.pk, by=bruno)


def test_returned_with_a_reason_that_the_delegation_is_told(cast, meeting):
    delegation = approved(cast, come(cast, meeting, "DO", [person("V", **HEAD)], PLENARY))
    ana = cast.viewer("ana")

    with pytest.raises(Invalid):
        accreditation.send_back(delegation.pk, reason=" ", by=ana)
    returned = accreditation.send_back(delegation.pk, reason="Falta la nota.", by=ana)

    assert (returned.state, returned.returned_because) == ("returned", "Falta la nota.")
    assert not Delegate.objects.confirmed().exists()
    told = Notice.objects.filter(event="delegation.returned")
    assert cast.bruno.pk in told.values_list("recipient", flat=True)
    for who in ("bruno", "mateo", "oscar"):
        with pytest.raises(Refused):
            accreditation.approve(delegation.pk, by=cast.viewer(who))


def test_who_withdraws_stays_on_record_and_companions_do_not_stay_inside_alone(
    cast, meeting
):
    people = [person("V", **HEAD), person("A", **OFFICIAL)]
    delegation = come(cast, meeting, "DO", people, CLOSED, PLENARY)
    head = delegation.delegates.get(full_name="V")

    left = services.withdraw_delegate(head.pk, by=cast.viewer("bruno"))

    assert [each.full_name for each in left] == ["A"]
    assert names(delegation) == ["A"]
    assert Delegate.objects.get(pk=head.pk).withdrawn_at is not None
    held = Registration.objects.in_force()
    assert [(each.delegate.full_name, each.session.forum) for each in held] == [
        ("A", PLENARY)
    ]
    with pytest.raises(Conflict):
        services.withdraw_delegate(head.pk, by=cast.viewer("bruno"))


def test_a_head_does_not_leave_companions_behind_closed_doors(cast, meeting):
    people = [person("V", **HEAD), person("A", **OFFICIAL)]
    delegation = come(cast, meeting, "DO", people, CLOSED)
    head = delegation.delegates.get(full_name="V")

    with pytest.raises(Refused) as refused:
        services.change_delegate(head.pk, person("V", **HEAD), [], by=cast.viewer("bruno"))

    assert refused.value.code == "no_head"
    assert behind_doors(meeting).count() == 2


def test_a_seat_given_back_is_taken_again(cast, meeting):
    people = [person("V", **HEAD), person("A", **OFFICIAL), person("B", **OFFICIAL)]
    delegation = come(cast, meeting, "DO", people, CLOSED)
    services.withdraw_delegate(
        delegation.delegates.get(full_name="A").pk, by=cast.viewer("bruno")
    )

    come(cast, meeting, "DO", [person("C", **OFFICIAL)], CLOSED)

    seats = {each.delegate.full_name: each.seat for each in behind_doors(meeting)}
    assert seats == {"V": 0, "C": 1, "B": 2}


def test_the_presidency_lets_in_fewer_and_leaves_nobody_outside(cast, meeting):
    ana = cast.viewer("ana")
    with pytest.raises(Refused) as refused:
        accreditation.limit_companions(meeting.pk, number=3, reason="Sala.", by=ana)
    assert refused.value.rule == "001:376"
    with pytest.raises(Refused):
        accreditation.limit_companions(
            meeting.pk, number=1, reason="Sala.", by=cast.viewer("elena")
        )

    accreditation.limit_companions(meeting.pk, number=1, reason="Sala.", by=ana)
    come(cast, meeting, "DO", [person("V", **HEAD), person("A", **OFFICIAL)], CLOSED)

    with pytest.raises(Refused):
        come(cast, meeting, "DO", [person("B", **OFFICIAL)], CLOSED)
    with pytest.raises(Conflict):
        accreditation.limit_companions(meeting.pk, number=0, reason="Sala.", by=ana)
    assert CompositionLimit.objects.get().number == 1


def test_the_database_takes_no_seat_twice_none_beyond_the_rule_and_none_without_number(
    cast, meeting
):
    delegation = come(cast, meeting, "DO", [person("V", **HEAD), person("A")], PLENARY)
    other = delegation.delegates.get(full_name="A")
    told = {
        "delegate": other,
        "delegation": delegation,
        "session": session(meeting, CLOSED),
        "registered_at": cast.at,
    }

    for seat, error in ((3, IntegrityError), (None, InternalError)):
        with pytest.raises(error), transaction.atomic():
            Registration.objects.create(**told, seat=seat)
    Registration.objects.create(**told, seat=1)
    told["delegate"] = delegation.delegates.get(full_name="V")
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(**told, seat=1)
    with pytest.raises(InternalError), transaction.atomic():
        Registration.objects.all().delete()


def test_an_account_of_another_party_is_not_taken(cast, meeting):
    for user, error in ((cast.people["mateo"], Invalid), (account(cast, "DO"), None)):
        one = with_account("V", user)
        if error:
            with pytest.raises(error):
                come(cast, meeting, "DO", [one], PLENARY)
        else:
            come(cast, meeting, "DO", [one], PLENARY)
            with pytest.raises(Conflict):
                come(cast, meeting, "DO", [one], PLENARY)


def test_credentials_are_kept_for_the_delegation_and_those_who_prepare_the_meeting(
    cast, meeting
):
    delegation = come(cast, meeting, "DO", [person("V", **HEAD)], PLENARY)
    note = keep(sha256="9" * 64, size=3, content_type="application/pdf", content=b"%PD")
    told = {"document": note, "name": "nota.pdf"}

    accreditation.add_credentials(delegation.pk, **told, by=cast.viewer("bruno"))

    with pytest.raises(Conflict):
        accreditation.add_credentials(delegation.pk, **told, by=cast.viewer("bruno"))
    readers = [
        who
        for who in ("bruno", "carla", "ana", "elena", "mateo", "oscar", "admin")
        if Credential.objects.visible_to(cast.viewer(who)).exists()
    ]
    assert readers == ["bruno", "carla", "ana", "elena"]
    with pytest.raises(InternalError), transaction.atomic():
        Credential.objects.update(document_name="otra.pdf")


def test_others_see_the_approved_and_the_public_nobody(cast, meeting):
    delegation = come(cast, meeting, "DO", [person("V", **HEAD)], PLENARY)

    def sees(who):
        viewer = cast.viewer(who) if who else cast.viewer(cast.stranger)
        return Delegate.objects.visible_to(viewer).exists()

    assert [sees(w) for w in ("bruno", "ana", "elena", "mateo", "oscar", "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    approved(cast, delegation)
    assert [sees(w) for w in ("mateo", "oscar", "")] == [True, False, False]
    approved(
        cast,
        come(cast, meeting, "AR", [person("O", **HEAD)], PLENARY, by=cast.viewer("oscar")),
    )
    assert sees("oscar")
    come(cast, meeting, "DO", [person("Nueva")], PLENARY)
    seen = Delegate.objects.visible_to(cast.viewer("oscar"))
    assert "Nueva" not in seen.values_list("full_name", flat=True)


def test_who_is_registered_behind_closed_doors_is_not_told_to_other_delegations(
    cast, meeting
):
    approved(cast, come(cast, meeting, "DO", [person("V", **HEAD)], CLOSED))

    seen = {
        who: Registration.objects.visible_to(cast.viewer(who)).exists()
        for who in ("bruno", "elena", "ana", "mateo")
    }

    assert seen == {"bruno": True, "elena": True, "ana": True, "mateo": False}


def test_nothing_is_registered_for_a_meeting_that_is_over(cast, meeting):
    opened(meeting)
    with pytest.raises(Refused):
        come(cast, meeting, "DO", [person("V")], PLENARY)
    meeting.state = "closed"
    meeting.save()

    with pytest.raises(DomainError):
        come(cast, meeting, "DO", [person("V")], PLENARY, by=cast.viewer("elena"))


def test_a_vice_minister_may_register_and_a_liaison_officer_may_not(cast, meeting):
    minister = account(cast, "DO", Role.VICE_MINISTER)
    officer = account(cast, "DO", Role.LIAISON_OFFICER)

    come(cast, meeting, "DO", [person("V")], PLENARY, by=cast.viewer(minister))

    with pytest.raises(Refused):
        come(cast, meeting, "DO", [person("W")], PLENARY, by=cast.viewer(officer))
    assert Delegate.objects.get().function == DelegateFunction.MEMBER


# One party of each class; the presidency is Guatemala and Belize presided before.
ONE_OF = {
    "MIEMBRO": "DO",
    "PPT": "GT",
    "TROIKA_OTRO": "BZ",
    "ST": "ST",
    "PAIS_OBS": "AR",
    "ORG_OBS": "SICA",
    "RROCM": "RROCM",
}


def test_every_cell_of_attendance_decides_a_registration(cast, meeting):
    """Through the service, with nothing on record: what the matrix says is what happens."""
    values = {
        (row.body, row.party_class, row.right): row
        for row in ParticipationRule.objects.filter(right__in=["ATTEND", "INVITED_ONLY"])
    }
    elena, differ = cast.viewer("elena"), []
    starts = meeting.sessions.first().starts_at
    for forum in Forum.values:
        sat = Session.objects.create(
            meeting=meeting,
            forum=forum,
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
        )
        for party_class, code in ONE_OF.items():
            cell = values[forum, party_class, "ATTEND"]
            only = values[forum, party_class, "INVITED_ONLY"].value == "YES"
            held = cell.value == "COND" and cell.ground in {"office", "composition"}
            expected = (cell.value == "YES" or held) and not only
            answer = _registered(meeting, sat, cast.parties[code], elena)
            refused = cell.sources.split(" ")[0] or "procedure 6"
            if answer != (True if expected else refused):
                differ.append((forum, party_class, answer, expected))

    assert differ == []


def _registered(meeting, sat, party, by):
    """Return True, or the rule of the refusal; nothing stays."""
    with transaction.atomic():
        try:
            services.add_delegate(
                meeting.pk, person("V", **HEAD), [sat.pk], party_id=party.pk, by=by
            )
        except Refused as refused:
            return refused.rule or False
        finally:
            transaction.set_rollback(True)
    return True


def test_the_letter_about_a_delegation_names_nobody_and_goes_to_whoever_may_read_it(
    cast, meeting
):
    delegation = come(cast, meeting, "DO", [person("Vera Cruz", **HEAD)], PLENARY)
    approved(cast, delegation)
    accreditation.send_back(delegation.pk, reason="Falta la nota.", by=cast.viewer("ana"))

    for event, words in (("submitted", "XXXI-CRM"), ("returned", "Falta la nota.")):
        notice = Notice.objects.filter(event=f"delegation.{event}")[0]
        letter = compose(notice, cast.at)
        assert letter is not None
        assert words in letter.body
        assert "Vera" not in letter.subject + letter.body
    notice.recipient = cast.people["mateo"]
    assert compose(notice, cast.at) is None
