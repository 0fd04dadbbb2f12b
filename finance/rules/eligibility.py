"""Whom the reserve fund may help: the situations, the exclusions, and every reason listed.

A person's age and birth come in as values and are kept nowhere: what stays is the category.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy

CEILING_CENTS = 100_000  # USD 1,000 a case (001:661)
ADULT = 18
SEVENTY = 70


class Category(models.TextChoices):
    """The situations that the fund was made for (001:651–659)."""

    CHILD = "child", gettext_lazy("unaccompanied child or adolescent")
    DISABILITY = "disability", gettext_lazy("disability")
    OVER_SEVENTY = "over_seventy", gettext_lazy("over seventy years of age")
    ILLNESS = "illness", gettext_lazy("illness or injury")
    DOMESTIC_VIOLENCE = "domestic_violence", gettext_lazy("domestic violence")
    SEXUAL_ABUSE = "sexual_abuse", gettext_lazy("sexual abuse")
    TRAFFICKING = "trafficking", gettext_lazy("trafficking in persons")


SPECIAL = frozenset(
    {Category.DOMESTIC_VIOLENCE, Category.SEXUAL_ABUSE, Category.TRAFFICKING}
)
DECLARED = frozenset({Category.DISABILITY, Category.ILLNESS}) | SPECIAL


class Requester(models.TextChoices):
    """Who asks for somebody; never the person helped."""

    AUTHORITY = "authority", gettext_lazy("government authority")
    ORGANIZATION = "organization", gettext_lazy("international organization")
    CIVIL_SOCIETY = "civil_society", gettext_lazy("civil-society organization")


class Reason(models.TextChoices):
    """Why a request cannot be met, or not yet."""

    REQUESTER = (
        "requester",
        gettext_lazy("an authority or an organization asks, not a person"),
    )
    NO_AMOUNT = "no_amount", gettext_lazy("the amount asked for is missing")
    NOT_VOLUNTARY = "not_voluntary", gettext_lazy("the return is not voluntary")
    NOT_REGIONAL = "not_regional", gettext_lazy("not a national of a member country")
    COVERED = "covered", gettext_lazy("an existing programme covers the case")
    NO_CATEGORY = "no_category", gettext_lazy("none of the situations of the fund")
    VOLUNTARY_UNKNOWN = "voluntary_unknown", gettext_lazy("voluntariness is not on record")
    NATIONALITY_UNKNOWN = (
        "nationality_unknown",
        gettext_lazy("nationality is not on record"),
    )
    COVERAGE_UNKNOWN = (
        "coverage_unknown",
        gettext_lazy("other programmes were not looked into"),
    )
    ACCOMPANIED_UNKNOWN = (
        "accompanied_unknown",
        gettext_lazy("whether the minor is accompanied is not on record"),
    )
    BIRTH_UNKNOWN = "birth_unknown", gettext_lazy("at seventy, the day of birth is needed")


EXCLUSIONS = (
    Reason.REQUESTER,
    Reason.NO_AMOUNT,
    Reason.NOT_VOLUNTARY,
    Reason.NOT_REGIONAL,
    Reason.COVERED,
    Reason.NO_CATEGORY,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a case when it is asked for; None: nobody said."""

    requester: str
    asked_cents: int
    is_voluntary: bool | None = None
    is_regional: bool | None = None
    is_covered: bool | None = None
    declared: frozenset[str] = frozenset()
    age: int | None = None
    born_on: date | None = None
    is_accompanied: bool | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What the rules say of a case, with every reason and in the order of procedure 5."""

    categories: tuple[Category, ...]
    reasons: tuple[Reason, ...]
    needs_joint: bool
    cents: int
    is_capped: bool

    @property
    def is_excluded(self) -> bool:
        return any(reason in EXCLUSIONS for reason in self.reasons)

    @property
    def is_complete(self) -> bool:
        return not self.is_excluded and not self.reasons


def eligibility(facts: Facts, on: date) -> Eligibility:
    """Return whether the fund may help, all reasons listed; nobody decides here."""
    categories = _categories(facts, on)
    missing = _missing(facts, on)
    reasons = [*_invalid(facts), *_excluded(facts)]
    if not categories and not missing & MAY_YET_QUALIFY:
        reasons.append(Reason.NO_CATEGORY)
    # What is not known of an age matters only while nothing else qualifies.
    moot = MAY_YET_QUALIFY if set(categories) - SPECIAL else frozenset()
    reasons += [reason for reason in Reason if reason in missing - moot]
    return Eligibility(
        categories=categories,
        reasons=tuple(reasons),
        needs_joint=bool(categories) and set(categories) <= SPECIAL,
        cents=min(facts.asked_cents, CEILING_CENTS),
        is_capped=facts.asked_cents > CEILING_CENTS,
    )


MAY_YET_QUALIFY = frozenset({Reason.ACCOMPANIED_UNKNOWN, Reason.BIRTH_UNKNOWN})


def _invalid(facts: Facts) -> list[Reason]:
    found = []
    if facts.requester not in Requester.values:
        found.append(Reason.REQUESTER)
    if facts.asked_cents <= 0:
        found.append(Reason.NO_AMOUNT)
    return found


def _excluded(facts: Facts) -> list[Reason]:
    found = []
    if facts.is_voluntary is False:
        found.append(Reason.NOT_VOLUNTARY)
    if facts.is_regional is False:
        found.append(Reason.NOT_REGIONAL)
    if facts.is_covered is True:
        found.append(Reason.COVERED)
    return found


def _missing(facts: Facts, on: date) -> frozenset[Reason]:
    asked = {
        Reason.VOLUNTARY_UNKNOWN: facts.is_voluntary is None,
        Reason.NATIONALITY_UNKNOWN: facts.is_regional is None,
        Reason.COVERAGE_UNKNOWN: facts.is_covered is None,
        Reason.ACCOMPANIED_UNKNOWN: _is_minor(facts, on) and facts.is_accompanied is None,
        Reason.BIRTH_UNKNOWN: facts.born_on is None and facts.age == SEVENTY,
    }
    return frozenset(reason for reason, is_so in asked.items() if is_so)


def _categories(facts: Facts, on: date) -> tuple[Category, ...]:
    found = {each for each in DECLARED if each in facts.declared}
    if _is_minor(facts, on) and facts.is_accompanied is False:
        found.add(Category.CHILD)
    if is_over_seventy(facts.born_on, facts.age, on):
        found.add(Category.OVER_SEVENTY)
    return tuple(each for each in Category if each in found)


def _is_minor(facts: Facts, on: date) -> bool:
    if facts.born_on is not None:
        return on < birthday(facts.born_on, ADULT)
    return facts.age is not None and facts.age < ADULT


def is_over_seventy(born_on: date | None, age: int | None, on: date) -> bool:
    """Say whether somebody is older than seventy: strictly after that birthday (procedure 5).

    By a declared age alone it takes seventy-one: at seventy it may be the birthday.
    """
    if born_on is not None:
        return on > birthday(born_on, SEVENTY)
    return age is not None and age > SEVENTY


def birthday(born_on: date, age: int) -> date:
    """Return the day somebody turns ``age``; of 29 February, the 28th in common years."""
    year = born_on.year + age
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
