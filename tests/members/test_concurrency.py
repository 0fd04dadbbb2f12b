"""Two at once: one correction of an entry, one confirmation of a list, one hand-over."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from crm_portal.core.access import Role
from crm_portal.core.errors import DomainError
from crm_portal.core.models import Notice
from members import services
from members.models import CalendarYear, Closure, OfficialVoice, Presidency, User
from members.services.accounts import Invitee
from tests.cast import MORNING, conference

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6
DECREE = {"instrument": "Decreto 1-26", "published_on": date(2026, 9, 9)}


def all_at_once(act):
    """Call ``act(number)`` from several connections; count who did it and who could not."""
    start = Barrier(AT_ONCE)

    def one(number):
        start.wait()
        try:
            act(number)
            return "done"
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(one, range(AT_ONCE)))


def test_an_entry_is_corrected_by_one():
    cast = conference()
    old = Closure.objects.filter(party=cast.parties["DO"]).first()
    by = cast.viewer("elena")

    answers = all_at_once(
        lambda n: services.supersede_closure(old.pk, by=by, name_es=f"Nombre {n}", **DECREE)
    )

    assert answers == {"done": 1, "superseded": AT_ONCE - 1}
    assert Closure.objects.filter(supersedes=old).count() == 1


def test_a_day_is_entered_by_one():
    cast = conference()
    by = cast.viewer("elena")

    answers = all_at_once(
        lambda n: services.enter_closure(
            party_id=cast.parties["DO"].pk,
            day=date(2026, 10, 14),
            kind="adhoc",
            name_es=f"Nombre {n}",
            by=by,
            **DECREE,
        )
    )

    assert answers == {"done": 1, "duplicate": AT_ONCE - 1}


def test_a_list_is_confirmed_by_one():
    cast = conference(MORNING.replace(year=2028, month=12))
    by = cast.viewer("elena")

    answers = all_at_once(
        lambda _: services.confirm_calendar_year(cast.parties["DO"].pk, 2029, by=by)
    )

    assert answers == {"done": 1, "illegal_step": AT_ONCE - 1}
    assert CalendarYear.objects.filter(party=cast.parties["DO"], year=2029).count() == 1


def test_the_chair_passes_once():
    cast = conference()
    by = cast.viewer("elena")
    codes = ["MX", "PA", "CR", "SV", "HN", "NI"]

    answers = all_at_once(
        lambda n: services.hand_over_presidency(cast.parties[codes[n]].pk, 2027, by=by)
    )

    assert answers["done"] == 1
    assert answers.total() == AT_ONCE
    assert Presidency.objects.at(MORNING).count() == 1
    assert Presidency.objects.count() == 3


def test_the_voice_is_designated_once():
    cast = conference()
    by = cast.viewer("elena")

    answers = all_at_once(
        lambda _: services.designate_official_voice(cast.others["DO"].pk, by=by)
    )

    assert answers == {"done": 1, "same": AT_ONCE - 1}
    assert OfficialVoice.objects.at(MORNING).filter(party=cast.parties["DO"]).count() == 1


def test_a_person_is_invited_once():
    cast = conference()
    by = cast.viewer("elena")

    answers = all_at_once(
        lambda _: services.invite(
            Invitee(email="nora@example.org", full_name="Nora", language="es"),
            party_id=cast.parties["DO"].pk,
            institution_id=cast.voices["DO"].pk,
            role=Role.FOCAL_POINT,
            by=by,
        )
    )

    assert answers["done"] == 1
    assert set(answers) <= {"done", "same", "just_invited"}
    assert User.objects.filter(email="nora@example.org").count() == 1
    assert Notice.objects.filter(event="account.invited").count() == 1
