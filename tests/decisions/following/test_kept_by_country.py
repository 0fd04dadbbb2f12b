"""Cells of matrices, versions of plans, the due list: who writes, who confirms, what stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import Error, transaction

from crm_portal.core import clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models.following_matrices import Matrix, MatrixCell, MatrixTopic
from decisions.models.following_plans import Plan, PlanItem, PlanVersion
from decisions.rules.following import matrices as rules
from decisions.rules.following.duties import Kind, Standing
from decisions.services.following import duties, matrices, plans
from decisions.services.following.matrices import Said
from decisions.services.following.plans import Line
from tests.decisions.following.scene import GRCM, VICE_MINISTERIAL, meeting

BELIZE = Said("paclii.org", date(2026, 1, 1), bound_on=date(2003, 9, 26), means="accession")


@pytest.fixture
def protocol(db):
    matrix = Matrix.objects.create(
        code="palermo", kind="treaty", name_es="Palermo", is_public=True
    )
    return MatrixTopic.objects.create(matrix=matrix, code="trafficking", name_es="Trata")


def test_a_country_proposes_its_cell_and_the_secretariat_confirms_it(cast, protocol):
    belize = cast.parties["BZ"]
    cell = matrices.propose_cell(protocol.pk, belize.pk, BELIZE, by=cast.viewer("basil"))
    seen = {
        name: MatrixCell.objects.visible_to(cast.viewer(name)).count() for name in NAMES
    }

    assert seen == {"basil": 1, "elena": 1, "mateo": 0, "oscar": 0, "sara": 0}
    with pytest.raises(Refused):
        matrices.confirm_cell(cell.pk, by=cast.viewer("basil"))
    matrices.confirm_cell(cell.pk, by=cast.viewer("elena"))
    assert all(MatrixCell.objects.visible_to(cast.viewer(name)).exists() for name in NAMES)
    with pytest.raises(Conflict):
        matrices.decline_cell(cell.pk, reason="No.", by=cast.viewer("elena"))
    with pytest.raises(Error), transaction.atomic():
        MatrixCell.objects.update(source="")


NAMES = ("basil", "elena", "mateo", "oscar", "sara")


def test_a_cell_keeps_its_history_with_source_and_date(cast, protocol):
    belize, elena = cast.parties["BZ"], cast.viewer("elena")
    told = [
        Said("informe de la ST", date(2003, 5, 1)),
        BELIZE,
        Said("otra", date(2026, 2, 1), bound_on=date(2003, 9, 27), means="accession"),
    ]
    first, second, third = (
        matrices.propose_cell(protocol.pk, belize.pk, said, by=elena) for said in told
    )
    matrices.confirm_cell(first.pk, by=elena)
    matrices.confirm_cell(second.pk, by=elena)
    matrices.decline_cell(third.pk, reason="La fuente dice 26.", by=elena)
    entries = matrices.entries(protocol.matrix, elena)[protocol.pk, belize.pk]
    cell = rules.cell(entries)

    assert (cell.current.row, [each.row for each in cell.history]) == (
        second.pk,
        [first.pk],
    )
    assert cell.waiting is None


@pytest.mark.parametrize(
    ("name", "said", "refusal"),
    [
        ("mateo", BELIZE, Refused),
        ("oscar", BELIZE, Refused),
        ("basil", Said(""), Invalid),
        ("basil", Said("x", bound_on=date(2003, 9, 26)), Invalid),
        ("basil", Said("x", date(2027, 1, 1)), Invalid),
    ],
)
def test_a_cell_of_another_or_without_sense_is_not_proposed(
    cast, protocol, name, said, refusal
):
    with pytest.raises(refusal):
        matrices.propose_cell(
            protocol.pk, cast.parties["BZ"].pk, said, by=cast.viewer(name)
        )


def lines(cast):
    return (
        Line("rights", "axis", "Derechos humanos"),
        Line("guides", "objective", "Lineamientos", parent="rights"),
        Line(
            "write", "activity", "Redactar", parent="guides", lead_id=cast.parties["MX"].pk
        ),
        Line("copies", "indicator", "Ejemplares", parent="write", target=Decimal(500)),
    )


@pytest.fixture
def version(cast):
    plan = Plan.objects.create(
        code="plan-of-action", kind="action", name_es="Plan de Acción"
    )
    return plans.draft_plan(plan.pk, lines(cast), by=cast.viewer("elena"))


def test_the_vice_ministers_approve_the_plan_of_action_and_then_it_never_changes(
    cast, version
):
    today = date(2026, 9, 10)
    of_the_grcm = meeting(GRCM, today, "GRCM-T")
    of_theirs = meeting(VICE_MINISTERIAL, today, "VM-T")
    ana = cast.viewer("ana")

    with pytest.raises(Conflict):
        plans.approve_plan(version.pk, meeting_id=of_the_grcm.pk, by=ana)
    with pytest.raises(Refused):
        plans.approve_plan(version.pk, meeting_id=of_theirs.pk, by=cast.viewer("elena"))
    assert not PlanVersion.objects.visible_to(cast.viewer("oscar")).exists()
    plans.approve_plan(version.pk, meeting_id=of_theirs.pk, by=ana)
    assert (
        PlanVersion.objects.visible_to(cast.viewer("oscar")).in_force(today).get()
        == version
    )
    for act in (version.items.all().delete, lambda: version.items.update(number="9")):
        with pytest.raises(Error), transaction.atomic():
            act()
    again = plans.draft_plan(version.plan_id, lines(cast)[:2], by=cast.viewer("elena"))
    assert (again.number, PlanItem.objects.filter(version=version).count()) == (2, 4)


def test_who_is_responsible_reports_words_of_lines_and_values_of_indicators(cast, version):
    held = meeting(VICE_MINISTERIAL, date(2026, 9, 10), "VM-T")
    rows = {item.key: item.pk for item in version.items.all()}
    with pytest.raises(Conflict):
        plans.report_progress(rows["write"], word="under_way", by=cast.viewer("mateo"))
    plans.approve_plan(version.pk, meeting_id=held.pk, by=cast.viewer("ana"))
    plans.report_progress(rows["write"], word="under_way", by=cast.viewer("mateo"))
    plans.report_progress(rows["copies"], value=Decimal(120), by=cast.viewer("elena"))

    with pytest.raises(Refused):
        plans.report_progress(rows["write"], word="under_way", by=cast.viewer("bruno"))
    for key, said in (
        ("copies", {"word": "under_way"}),
        ("rights", {"word": "under_way"}),
        ("write", {"value": Decimal(50)}),
    ):
        with pytest.raises(Invalid):
            plans.report_progress(rows[key], by=cast.viewer("elena"), **said)


def test_a_plan_out_of_shape_is_not_drafted(cast, version):
    with pytest.raises(Invalid):
        plans.draft_plan(
            version.plan_id, [Line("a", "action", "Sin eje")], by=cast.viewer("elena")
        )


def test_the_due_list_is_of_who_owes_it_and_of_who_follows_up(cast):
    meeting(GRCM, date(2026, 11, 17), "GRCM-T")
    elena = duties.due_list(cast.viewer("elena"))
    bruno = duties.due_list(cast.viewer("bruno"))

    assert {owed.duty.kind for owed in elena} >= {Kind.GRCM_REPORT, Kind.FUND_INFORMATION}
    assert {owed.duty.owed_by for owed in bruno} == {"DO"}
    assert duties.due_list(cast.viewer("oscar")) == ()


def test_a_duty_done_is_recorded_once_unless_the_record_itself_shows_it(cast):
    meeting(GRCM, date(2026, 11, 17), "GRCM-T")
    elena = cast.viewer("elena")
    duties.settle("grcm_report:GRCM-T", by=elena)
    stands = {owed.duty.key: owed.standing for owed in duties.due_list(elena)}

    assert stands["grcm_report:GRCM-T"] is Standing.DONE
    with pytest.raises(Conflict):
        duties.settle("grcm_report:GRCM-T", by=elena)
    with pytest.raises(Refused):
        duties.settle("calendar_confirmation:DO:2027", by=elena)
    with pytest.raises(Invalid):
        duties.settle("grcm_report:none", by=elena)
    with pytest.raises(Refused):
        duties.settle("fund_information:2026-2", by=cast.viewer("bruno"))


def test_a_contact_that_was_never_confirmed_again_stays_owed(cast):
    clock.advance(timedelta(days=300))
    late = [
        owed
        for owed in duties.due_list(cast.viewer("elena", clock.now()))
        if owed.duty.kind is Kind.CONTACT_CHECK
    ]

    assert {owed.standing for owed in late} == {Standing.OVERDUE}
