"""A plan with lines to report on, and its pages as a person of the cast reads them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock
from decisions.models.following_plans import Plan, PlanItem, PlanVersion
from decisions.services.following import planning, plans
from decisions.services.following.planning import NewPlan
from decisions.services.following.plans import Line
from tests.cast import Cast
from tests.decisions.following.scene import VICE_MINISTERIAL, meeting
from tests.decisions.pages import words


@dataclass
class Planned:
    """A plan, and whoever reads and writes its pages."""

    cast: Cast
    plan: Plan

    def viewer(self, name: str) -> Any:
        return self.cast.viewer(name, clock.now())

    @property
    def version(self) -> PlanVersion:
        return self.plan.versions.order_by("-number")[0]

    def item(self, key: str) -> PlanItem:
        return self.version.items.get(key=key)

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login({**self.cast.people, **self.cast.focal_points}[who])
        return client

    def address(self, name: str, *args: Any, language: str = "en") -> str:
        with override(language):
            return reverse(f"following:{name}", args=args)

    def get(self, who: str, name: str, *args: Any, **query: Any) -> Any:
        return self.client(who).get(self.address(name, *args), query)

    def read(self, who: str, name: str, *args: Any, **query: Any) -> str:
        answer = self.get(who, name, *args, **query)
        assert answer.status_code == 200, answer.status_code
        return words(answer)

    def post(self, who: str, name: str, *args: Any, **typed: Any) -> Any:
        return self.client(who).post(self.address(name, *args), typed)

    def approve(self) -> PlanVersion:
        held = meeting(VICE_MINISTERIAL, date(2026, 6, 1), "XXX-CRM")
        return plans.approve_plan(
            self.version.pk,
            meeting_id=held.pk,
            in_force_from=date(2026, 6, 1),
            by=self.viewer("ana"),
        )


def planned(cast: Cast) -> Planned:
    """Write the draft of a plan with one axis."""
    elena = cast.viewer("elena", clock.now())
    new = NewPlan("action", "Plan de Acción de prueba", "Test Plan of Action")
    plan = planning.open_plan(new, by=elena)
    mexico = cast.parties["MX"].pk
    lines = [
        Line("derechos", "axis", "Derechos humanos", "Human rights", number="1"),
        Line("ninez", "theme", "Niñez migrante", "Migrant children", "derechos", "1.1"),
        Line("proteger", "objective", "Proteger", "To protect", "ninez", "1.1.1"),
        Line(
            "estudio",
            "activity",
            "Estudio",
            "Study",
            "proteger",
            "a",
            lead_id=mexico,
            due_on=date(2026, 8, 1),
            cost=1_250_000,
            funding="OIM",
        ),
        Line("taller", "activity", "Taller", "Workshop", "proteger", "b"),
        Line(
            "copias",
            "indicator",
            "Ejemplares",
            "Copies",
            "estudio",
            unit="ejemplares",
            baseline=Decimal(0),
            target=Decimal(500),
            lead_id=mexico,
        ),
    ]
    plans.draft_plan(plan.pk, lines, by=elena)
    return Planned(cast, plan)


def in_the_matrix(cast: Cast) -> dict[str, Any]:
    """What stands in the addresses of plans: a version in force, and a draft of the next."""
    made = planned(cast)
    lines = list(planning.lines_of(made.version))
    ours = cast.parties["DO"].pk
    told = [
        Line(line.key, line.level, line.name_es, parent=line.parent, lead_id=ours)
        for line in lines
    ]
    plans.draft_plan(made.plan.pk, told, by=made.viewer("elena"))
    made.approve()
    planning.begin_version(made.plan.pk, by=made.viewer("elena"))
    return {"plan": made.plan.code, "plan_version": 1, "plan_line": "estudio"}
