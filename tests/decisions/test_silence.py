"""What silence means: express answers, unless the Vice-Ministers decided otherwise (P1, P2)."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import AuditEntry
from decisions import access
from decisions.models import Consultation, SilenceRuleDecision
from decisions.rules.outcome import Outcome, SilenceRule
from decisions.services import distribution, silence
from decisions.services.silence import Decided

pytestmark = pytest.mark.django_db
# The day on which the cast's clock stands.
TODAY = date(2026, 9, 10)
DECIDED = Decided(
    reference="VM-XXIX-7",
    adopted_on=date(2025, 12, 4),
    text_es="El silencio se entenderá como no objeción.",
    text_en="Silence shall be understood as no objection.",
    in_force_from=date(2026, 1, 1),
)


def decided(scene, **changes) -> SilenceRuleDecision:
    fields = {name: getattr(DECIDED, name) for name in Decided.__slots__} | changes
    return silence.record_silence_decision(Decided(**fields), by=scene.viewer("elena"))


def chosen(pk: int) -> Consultation:
    return Consultation.objects.get(pk=pk)


def test_the_secretariat_records_a_decision_and_nobody_changes_it(scene):
    decision = decided(scene)

    assert AuditEntry.objects.filter(verb__endswith="silence_decided").count() == 1
    with pytest.raises(InternalError), transaction.atomic():
        SilenceRuleDecision.objects.filter(pk=decision.pk).update(text_es="Otra cosa.")


@pytest.mark.parametrize("name", ["ana", "bruno", "oscar", "admin"])
def test_nobody_else_records_one(scene, name):
    with pytest.raises(Refused):
        silence.record_silence_decision(DECIDED, by=scene.viewer(name))


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": " "},
        {"text_es": ""},
        {"adopted_on": TODAY + timedelta(days=1), "in_force_from": date(2027, 1, 1)},
        {"in_force_from": date(2025, 12, 3)},
        {"in_force_until": date(2026, 1, 1)},
    ],
)
def test_a_decision_that_cannot_be_is_refused(scene, changes):
    with pytest.raises(Invalid):
        decided(scene, **changes)


def test_a_reference_is_recorded_once(scene):
    decided(scene)

    with pytest.raises(Conflict):
        decided(scene)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (date(2026, 1, 1), TODAY + timedelta(days=1), True),
        (date(2026, 1, 1), TODAY, False),
    ],
)
def test_it_is_chosen_only_while_in_force(scene, since, until, holds):
    scene.drafted()
    decision = decided(scene, in_force_from=since, in_force_until=until)

    if holds:
        silence.choose_silence_rule(scene.pk, decision.pk, by=scene.viewer("ana"))
    else:
        with pytest.raises(Conflict):
            silence.choose_silence_rule(scene.pk, decision.pk, by=scene.viewer("ana"))

    assert (chosen(scene.pk).silence_rule == SilenceRule.NON_OBJECTION) is holds


def test_it_must_still_be_in_force_on_the_day_of_distribution(scene):
    scene.ready()
    decision = decided(scene, in_force_until=TODAY + timedelta(days=1))
    silence.choose_silence_rule(scene.pk, decision.pk, by=scene.viewer("ana"))
    scene.wait(days=1)

    with pytest.raises(Conflict) as refusal:
        distribution.distribute(scene.pk, by=scene.viewer("ana"))

    assert refusal.value.code == "not_in_force"


def test_it_is_never_switched_once_distributed(scene):
    decision = decided(scene)
    scene.open()

    with pytest.raises(Conflict) as refusal:
        silence.choose_silence_rule(scene.pk, decision.pk, by=scene.viewer("ana"))

    assert refusal.value.code == "distributed"


@pytest.mark.parametrize("name", ["elena", "bruno", "basil"])
def test_only_the_presidency_chooses(scene, name):
    scene.drafted()
    decision = decided(scene)

    with pytest.raises(Refused):
        silence.choose_silence_rule(scene.pk, decision.pk, by=scene.viewer(name))


def test_it_can_be_taken_back_before_distribution(scene):
    scene.drafted()
    decision = decided(scene)
    silence.choose_silence_rule(scene.pk, decision.pk, by=scene.viewer("ana"))

    silence.choose_silence_rule(scene.pk, None, by=scene.viewer("ana"))

    consultation = chosen(scene.pk)
    assert consultation.silence_rule == SilenceRule.EXPRESS
    assert consultation.silence_decision is None


@pytest.mark.parametrize(
    ("rule", "outcome"), [(True, Outcome.CONSENSUS), (False, Outcome.INCOMPLETE)]
)
def test_one_silent_member_leaves_consensus_possible_only_by_decision(scene, rule, outcome):
    scene.ready()
    decision = decided(scene) if rule else None
    if decision:
        silence.choose_silence_rule(scene.pk, decision.pk, by=scene.viewer("ana"))
    distribution.distribute(scene.pk, by=scene.viewer("ana"))
    scene.answered(NI=None)
    asked = scene.round
    scene.go_to(asked.closes_at + timedelta(minutes=1))

    events = access.events_of(asked)
    assert access.result_of(asked, events, clock.now()).outcome is outcome


def test_the_page_of_the_choice_offers_what_is_in_force(scene, client):
    scene.drafted()
    decided(scene)
    decided(scene, reference="VM-XXVIII-2", in_force_until=TODAY)
    client.force_login(scene.cast.people["ana"])
    address = reverse("decisions:consultation-silence", args=[scene.consultation.reference])

    page = client.get(address).content.decode()
    [pk] = SilenceRuleDecision.objects.in_force(TODAY).values_list("pk", flat=True)
    answer = client.post(address, {"decision": pk})

    assert "VM-XXIX-7" in page
    assert "VM-XXVIII-2" not in page
    assert answer.status_code == 302
    shown = client.get(scene.consultation.get_absolute_url()).content.decode()
    assert "VM-XXIX-7" in shown


def test_what_the_secretariat_typed_is_not_lost(scene, client):
    client.force_login(scene.cast.people["elena"])
    typed = {
        "reference": "VM-X",
        "adopted_on": "2027-01-01",
        "in_force_from": "2027-01-01",
        "text_es": "Palabras que no deben perderse.",
    }

    answer = client.post(reverse("decisions:silence-decisions"), typed)

    assert answer.status_code == 400
    assert "Palabras que no deben perderse." in answer.content.decode()
    assert not SilenceRuleDecision.objects.exists()
