"""What the tests of webhooks may ask for: a receiver, a system that is told, news for it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from crm_portal.library import services
from crm_portal.library.models import NewsItem, Webhook
from crm_portal.library.services import webhooks
from tests.library.webhooks.receiver import Receiver, listening

NUMBERS = count(1)


@pytest.fixture(scope="session")
def listener() -> Iterator[Receiver]:
    with listening() as receiver:
        yield receiver


@pytest.fixture
def receiver(listener: Receiver, settings: Any) -> Receiver:
    """A receiver that nobody wrote to yet, on this machine, which may be reached."""
    settings.WEBHOOKS_REACH_LOOPBACK = True
    listener.got.clear()
    listener.answers.clear()
    return listener


@pytest.fixture
def told(cast: Any, receiver: Receiver) -> tuple[Webhook, str]:
    """A system that is told of news and documents, and its secret."""
    events = ["news.published", "document.published", "document.revised"]
    wanted = webhooks.Wanted("Cancillería (ejemplo)", receiver.address, events)
    return webhooks.subscribe(wanted, by=cast.viewer("elena"))


@pytest.fixture
def news(cast: Any) -> Any:
    """Write and approve news, public after so many hours (none: at once)."""

    def make(hours: int = 0) -> NewsItem:
        elena, number = cast.viewer("elena"), next(NUMBERS)
        words = services.Words(
            title_es=f"Noticia {number}",
            title_en=f"Item {number}",
            words_es="Uno.",
            words_en="One.",
            public_from=elena.at + timedelta(hours=hours),
        )
        item = services.write_news(words, by=elena)
        return services.approve_news(item.pk, by=cast.viewer("ana"))

    return make
