"""Bodies and how they work, the participation matrix and the scale, as rows to be added."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from crm_portal.reference.files import (
    BODIES,
    BODY_RULES,
    CONDITIONS,
    GROUNDS,
    PARTICIPATION,
    SCALE,
    dated,
    rows,
)
from crm_portal.reference.parties import codes
from finance.models import Scale, Share
from meetings.models import Body, BodyName, BodyRule, ParticipationRule

SCALE_SINCE = dated("2005")


def _bodies(at: datetime) -> Iterator[Body]:
    del at
    for order, row in enumerate(rows(BODIES), start=1):
        yield Body(code=row["code"], kind=row["kind"], order=order, forum=row["forum"])


def _names(at: datetime) -> Iterator[BodyName]:
    del at
    bodies = dict(Body.objects.values_list("code", "pk"))
    for row in rows(BODIES):
        since = dated(row["valid_from"])
        yield BodyName(
            body_id=bodies[row["code"]],
            name_es=row["name_es"],
            name_en=row["name_en"],
            acronym_es=row["acronym_es"],
            acronym_en=row["acronym_en"],
            valid_from=since.first,
            precision=since.precision,
            valid_until=dated(row["valid_until"]).first if row["valid_until"] else None,
            source=row["source"],
        )


def _body_rules(at: datetime) -> Iterator[BodyRule]:
    del at
    bodies = dict(Body.objects.values_list("code", "pk"))
    for row in rows(BODY_RULES):
        since = dated(row["valid_from"])
        words = {name: row[name] for name in row if name not in WORKED_OUT}
        yield BodyRule(
            **words,
            body_id=bodies[row["code"]],
            per_year=int(row["per_year"]) if row["per_year"] else None,
            half_year=int(row["half_year"]) if row["half_year"] else None,
            valid_from=since.first,
            precision=since.precision,
            valid_until=dated(row["valid_until"]).first if row["valid_until"] else None,
        )


WORKED_OUT = {"code", "valid_from", "valid_until", "per_year", "half_year"}


def _rules(at: datetime) -> Iterator[ParticipationRule]:
    del at
    grounds = {row["condition"]: row["ground"] for row in rows(GROUNDS)}
    english = {row["condition"]: row["condition_en"] for row in rows(CONDITIONS)}
    for row in rows(PARTICIPATION):
        condition = row["condition"]
        yield ParticipationRule(
            party_class=row["party"],
            ground=grounds[condition] if row["value"] == "COND" else "",
            condition_es=condition,
            condition_en=english[condition] if condition else "",
            **_cell(row),
        )


def _cell(row: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in row.items() if name not in {"party", "condition"}}


def _scales(at: datetime) -> Iterator[Scale]:
    del at
    if not rows(SCALE):
        return
    yield Scale(
        valid_from=SCALE_SINCE.first,
        precision=SCALE_SINCE.precision,
        decision="VI CRM, San José, 2001",
        source="001:472 001:487",
    )


def _shares(at: datetime) -> Iterator[Share]:
    del at
    scale = Scale.objects.filter(valid_from=SCALE_SINCE.first).first()
    party_of = codes()
    for row in rows(SCALE):
        yield Share(
            scale=scale,
            party_id=party_of[row["country"]],
            amount_cents=_hundredths(row["amount_usd"]),
            published_percent=_hundredths(row["published_percent"]),
        )


def _hundredths(text: str) -> int:
    return int(Decimal(text) * 100)


PLAN = (
    (Body, ("code",), _bodies),
    # One name at least, and one rule a cell: what the house dated is not filled up.
    (BodyName, ("body_id",), _names),
    (BodyRule, ("body_id",), _body_rules),
    (ParticipationRule, ("body", "party_class", "right"), _rules),
    (Scale, ("valid_from",), _scales),
    (Share, ("scale_id", "party_id"), _shares),
)
