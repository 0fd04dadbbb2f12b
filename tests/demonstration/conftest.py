"""A demonstration for the tests: settings, people, a clock at a known instant."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock
from crm_portal.demonstration import people
from crm_portal.reference import loading
from members.models import User

MORNING = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)


def address(name: str, language: str = "es", **kwargs: int) -> str:
    """The address of the page ``name`` in ``language``, demonstration or not."""
    with override(language):
        return reverse(
            f"demonstration:{name}", urlconf="tests.demonstration.urls", kwargs=kwargs
        )


@pytest.fixture
def demonstration(settings: Any) -> Any:
    """The settings of a demonstration instance."""
    settings.DEMONSTRATION = True
    settings.ROOT_URLCONF = "tests.demonstration.urls"
    settings.EMAIL_BACKEND = "crm_portal.demonstration.mail.MailboxBackend"
    settings.SWEEPS = ["crm_portal.core.notifications.deliver_due"]
    return settings


@pytest.fixture
def cast(db: None, demonstration: Any) -> dict[str, User]:
    """The invented people at 09:00 on 10 September 2026, by the start of their address."""
    clock.set_to(MORNING, frozen=True)
    loading.load()
    people.create(MORNING)
    return {user.email.partition("@")[0]: user for user in User.objects.all()}


@pytest.fixture
def canada(cast: dict[str, User]) -> Client:
    """A browser in which Canada's focal point has signed in."""
    client = Client()
    client.force_login(cast["canada"])
    return client
