"""News: two persons, both languages, the hour that was said; nobody outside before that."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.core.errors import IllegalStep, Invalid, Refused
from crm_portal.core.models import AuditEntry
from crm_portal.library import services
from crm_portal.library.models import NewsItem, NewsState

pytestmark = pytest.mark.django_db
TITLE = "Se reúne el grupo"


def words(cast, **changes):
    said = {
        "title_es": TITLE,
        "title_en": "The group meets",
        "words_es": "Uno.\n\nDos.",
        "words_en": "One.\n\nTwo.",
        "public_from": cast.viewer("elena").at + timedelta(hours=2),
    }
    return services.Words(**said | changes)


@pytest.fixture
def draft(cast):
    return services.write_news(words(cast), by=cast.viewer("elena"))


def public(at):
    return list(NewsItem.objects.visible_to(Viewer(at=at)))


def everywhere(draft):
    return [
        reverse("library:home"),
        reverse("library:news"),
        reverse("library:news-feed"),
        draft.get_absolute_url(),
        "/sitemap.xml",
    ]


def test_who_wrote_it_does_not_approve_it(cast, draft):
    with pytest.raises(Refused):
        services.approve_news(draft.pk, by=cast.viewer("elena"))
    draft.state, draft.approved_by_id = NewsState.APPROVED, draft.written_by_id
    with pytest.raises(IntegrityError):
        draft.save()


def test_who_changed_it_last_has_written_it(cast, draft):
    services.rewrite_news(draft.pk, words(cast, title_es="Otro"), by=cast.viewer("ana"))

    with pytest.raises(Refused):
        services.approve_news(draft.pk, by=cast.viewer("ana"))
    assert services.approve_news(draft.pk, by=cast.viewer("elena")).title_es == "Otro"


def test_nobody_outside_knows_of_it_before_its_hour(client, cast, draft):
    approved = services.approve_news(draft.pk, by=cast.viewer("ana"))

    assert public(approved.public_from - timedelta(seconds=1)) == []
    for who in (None, "mateo", "oscar"):
        if who:
            client.force_login(cast.people[who])
        for address in everywhere(draft):
            page = client.get(address)
            assert TITLE not in page.content.decode()
            assert draft.slug not in page.content.decode() or page.status_code == 404
        assert client.get(draft.get_absolute_url()).status_code == 404
    client.logout()
    clock.set_to(approved.public_from)
    for address in everywhere(draft):
        page = client.get(address)
        assert page.status_code == 200
        assert TITLE in page.content.decode() or draft.slug in page.content.decode()


def test_an_hour_that_has_passed_means_at_once(cast):
    late = words(cast, public_from=cast.viewer("elena").at - timedelta(days=9))
    item = services.write_news(late, by=cast.viewer("elena"))
    by = cast.viewer("ana")

    assert services.approve_news(item.pk, by=by).public_from == by.at


def test_withdrawn_it_is_gone_and_stays_for_those_who_write(client, cast, draft):
    at = services.approve_news(draft.pk, by=cast.viewer("ana")).public_from
    services.withdraw_news(draft.pk, by=cast.viewer("ana"))

    assert public(at) == []
    with pytest.raises(IllegalStep):
        services.approve_news(draft.pk, by=cast.viewer("ana"))
    client.force_login(cast.people["elena"])
    assert client.get(draft.get_absolute_url()).status_code == 200
    verbs = AuditEntry.objects.filter(target_id=draft.pk).values_list("verb", flat=True)
    assert [verb.rpartition(".")[2] for verb in verbs.order_by("pk")] == [
        "written",
        "approved",
        "withdrawn",
    ]


def test_a_language_may_not_be_missing(cast):
    with pytest.raises(Invalid):
        services.write_news(words(cast, words_en=" "), by=cast.viewer("elena"))


@pytest.mark.parametrize("who", ["mateo", "oscar"])
def test_others_do_not_write_and_do_not_know_that_one_may(client, cast, draft, who):
    client.force_login(cast.people[who])

    assert client.get(reverse("library:news-new")).status_code == 404
    assert (
        client.post(reverse("library:news-approve", args=[draft.slug])).status_code == 404
    )
    with pytest.raises(Refused):
        services.write_news(words(cast), by=cast.viewer(who))


def test_it_is_written_and_approved_on_the_pages(client, cast):
    client.force_login(cast.people["elena"])
    said = {
        **{name: getattr(words(cast), name) for name in ("title_es", "title_en")},
        "words_es": "Uno",
        "words_en": "One",
        "public_from": "2026-09-10T12:00",
    }
    assert client.post(reverse("library:news-new"), {**said, "words_en": ""}).status_code
    assert not NewsItem.objects.exists()
    client.post(reverse("library:news-new"), said)
    item = NewsItem.objects.get()
    assert item.public_from.isoformat() == "2026-09-10T18:00:00+00:00"
    own = client.get(item.get_absolute_url()).content.decode()
    assert reverse("library:news-approve", args=[item.slug]) not in own
    form = client.get(reverse("library:news-edit", args=[item.slug])).content.decode()
    assert 'value="2026-09-10T12:00"' in form

    client.force_login(cast.people["ana"])
    client.post(reverse("library:news-approve", args=[item.slug]))

    item.refresh_from_db()
    assert item.state == NewsState.APPROVED


def test_nobody_approves_words_that_he_or_she_has_not_read(client, cast, draft):
    client.force_login(cast.people["ana"])
    page = client.get(draft.get_absolute_url()).content.decode()
    assert f'name="seen" value="{draft.mark}"' in page
    services.rewrite_news(draft.pk, words(cast, words_en="Other"), by=cast.viewer("elena"))

    approve = reverse("library:news-approve", args=[draft.slug])
    client.post(approve, {"seen": draft.mark})
    draft.refresh_from_db()
    assert draft.is_draft
    client.post(approve, {"seen": draft.mark})
    draft.refresh_from_db()
    assert draft.state == NewsState.APPROVED


def test_a_sign_that_no_feed_holds_does_not_take_the_feed_away(client, cast):
    item = services.write_news(
        words(cast, title_es="Se\x0b reúne"), by=cast.viewer("elena")
    )
    services.approve_news(item.pk, by=cast.viewer("ana"))
    clock.set_to(item.public_from, frozen=True)

    assert "Se reúne" in client.get(reverse("library:news-feed")).content.decode()
