"""A demonstration for the tests: settings, people, a clock at a known instant."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import override

import crm_portal.urls  # noqa: F401 - read before any test plays a demonstration
from crm_portal.core import clock
from crm_portal.demonstration import people
from crm_portal.reference import loading
from members.models import User
from tests.stamps import Stamp

MORNING = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)

HERE = {"DEMONSTRATION": True, "ROOT_URLCONF": "tests.demonstration.urls"}


def address(name: str, language: str = "es", **kwargs: int) -> str:
    """The address of the page ``name`` in ``language``, demonstration or not."""
    with override(language):
        return reverse(
            f"demonstration:{name}", urlconf="tests.demonstration.urls", kwargs=kwargs
        )


@pytest.fixture
def demonstration(settings: Any) -> Any:
    """The settings of a demonstration instance."""
    for name, value in HERE.items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "crm_portal.demonstration.mail.MailboxBackend"
    settings.SWEEPS = ["crm_portal.core.notifications.deliver_due"]
    return settings


@pytest.fixture(scope="session")
def people_stamp(django_db_setup: None, django_db_blocker: Any) -> Stamp[None]:
    """The rows of the reference data and of the invented people, made once."""
    with django_db_blocker.unblock(), override_settings(**HERE):
        return Stamp(_invented)


def _invented() -> None:
    clock.set_to(MORNING, frozen=True)
    loading.load()
    people.create(MORNING)


@pytest.fixture
def cast(db: None, demonstration: Any, people_stamp: Stamp[None]) -> dict[str, User]:
    """The invented people at 09:00 on 10 September 2026, by the start of their address."""
    clock.set_to(MORNING, frozen=True)
    people_stamp.lay()
    return {user.email.partition("@")[0]: user for user in User.objects.all()}


@pytest.fixture
def canada(cast: dict[str, User]) -> Client:
    """A browser in which Canada's focal point has signed in."""
    client = Client()
    client.force_login(cast["canada"])
    return client
