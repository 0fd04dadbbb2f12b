"""Observer organizations are asked whether they go on, and each answers once (003:109)."""

import pytest

from crm_portal.core import audit, clock
from crm_portal.core.errors import IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from members import services
from members.access import viewer_for
from members.models import ContinuityAnswer
from members.notices import compose
from tests.factories import InstitutionFactory, MandateFactory, UserFactory


@pytest.fixture
def ines(cast):
    """The focal point of an observer organization."""
    person = UserFactory(full_name="Inés")
    office = InstitutionFactory(party=cast.parties["UNICEF"])
    MandateFactory(user=person, institution=office)
    return person


def ask(cast, *codes: str):
    parties = [cast.parties[code].pk for code in codes]
    return services.ask_continuity(parties, by=cast.viewer("elena"))


def test_each_organization_is_asked_by_letter_and_answers_once(cast, ines):
    ask(cast, "UNICEF", "OIM")
    answer = ContinuityAnswer.objects.get(party__code="UNICEF")
    viewer = viewer_for(ines, clock.now())

    done = services.answer_continuity(
        answer.pk, continues=True, text="Continuamos.", by=viewer
    )

    assert (done.continues, done.answered_by_id) == (True, ines.pk)
    with pytest.raises(IllegalStep):
        services.answer_continuity(answer.pk, continues=False, by=viewer)
    assert ContinuityAnswer.objects.get(party__code="OIM").continues is None
    verbs = [entry.verb for entry in audit.of(cast.parties["UNICEF"])]
    assert verbs == ["members.party.continuity_asked", "members.party.continuity_answered"]


def test_the_letters_say_what_is_asked_and_what_was_answered(cast, ines):
    ask(cast, "UNICEF")
    asked = Notice.objects.get(event="account.continuity_asked")
    letter = compose(asked, clock.now())
    assert asked.recipient == ines
    assert str(ContinuityAnswer.objects.get().pk) in letter.body

    services.answer_continuity(
        ContinuityAnswer.objects.get().pk, continues=False, by=viewer_for(ines, clock.now())
    )

    assert compose(asked, clock.now()) is None
    told = Notice.objects.get(event="account.continuity_answered")
    assert told.recipient == cast.people["elena"]
    assert compose(told, clock.now()) is not None


@pytest.mark.parametrize("who", ["elena", "oscar", "ana"])
def test_nobody_else_answers_for_an_organization(cast, who):
    ask(cast, "UNICEF")

    with pytest.raises(Refused):
        services.answer_continuity(
            ContinuityAnswer.objects.get().pk, continues=True, by=cast.viewer(who)
        )


def test_only_the_secretariat_asks_and_only_observer_organizations(cast):
    with pytest.raises(Refused):
        services.ask_continuity([cast.parties["OIM"].pk], by=cast.viewer("ana"))
    with pytest.raises(Invalid):
        ask(cast, "AR", "MX")


def test_the_answers_are_for_the_secretariat_and_each_its_own(cast, ines):
    ask(cast, "UNICEF", "OIM")

    def sees(viewer):
        visible = ContinuityAnswer.objects.visible_to(viewer)
        return set(visible.values_list("party__code", flat=True))

    assert sees(cast.viewer("elena")) == {"UNICEF", "OIM"}
    assert sees(viewer_for(ines, clock.now())) == {"UNICEF"}
    assert sees(cast.viewer("bruno")) == sees(cast.viewer("admin")) == set()
