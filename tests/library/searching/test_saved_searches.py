"""Saved searches: one's own, told once, of what one may know when it is told."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from crm_portal.core import clock, notifications
from crm_portal.core.errors import Conflict, Invalid
from crm_portal.core.models import AuditEntry, Notice
from crm_portal.library import rules, services, sweeps
from crm_portal.library.models import SavedSearch
from crm_portal.library.searching import indexing
from members.models import Mandate
from tests.library.documents import registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("circles")]
WORDS = {"q": "cangrejo"}


def save(by, name="Cangrejos", **more):
    return services.save_search(name, {**WORDS, **more}, tells=True, by=by)


def laid(by, level="members", **said):
    document = registered(by, level=level, title_es="Cangrejo", **said)
    indexing.index_due()
    return document


def a_day_later():
    clock.set_to(clock.now() + timedelta(days=1, minutes=1), frozen=True)
    sweeps.look_into_searches()
    return Notice.objects.filter(event="search.new_results")


def test_nobody_sees_what_another_person_saved_and_the_trail_does_not_say_it(client, cast):
    before = AuditEntry.objects.count()
    saved = save(cast.viewer("mateo"))
    pages = [reverse("library:saved"), reverse("library:search") + "?q=x"]
    for who in ("elena", "ana", "bruno"):
        client.force_login(cast.people[who])
        assert all("Cangrejos" not in client.get(page).content.decode() for page in pages)
        assert client.get(reverse("library:saved-edit", args=[saved.pk])).status_code == 404
        delete = reverse("library:saved-delete", args=[saved.pk])
        assert client.post(delete).status_code == 404
    client.force_login(cast.people["mateo"])
    assert all("Cangrejos" in client.get(page).content.decode() for page in pages)
    assert AuditEntry.objects.count() == before
    assert "angrejo" not in str(saved)


def test_a_result_is_told_once_and_what_was_there_before_is_not_new(cast):
    elena = cast.viewer("elena")
    laid(elena)
    save(cast.viewer("mateo"))
    assert not a_day_later().exists()
    laid(elena)
    laid(elena)

    (owed,) = a_day_later()

    assert len(owed.data["entries"]) == 2
    assert owed.recipient == cast.people["mateo"]
    assert owed.waits
    assert a_day_later().count() == 1
    sweeps.look_into_searches()
    assert a_day_later().count() == 1


@pytest.mark.parametrize("level", ["closed", "named", "members"])
def test_what_one_may_not_know_of_is_not_told_of(cast, level):
    by = cast.viewer("ana" if level != "members" else "elena")
    save(cast.viewer("oscar"))
    circle = "meeting:42:closed" if level == "closed" else ""
    laid(by, level=level, circle=circle)

    assert not a_day_later().exists()


def test_what_was_taken_away_before_the_letter_leaves_is_not_counted(cast, mailoutbox):
    elena = cast.viewer("elena")
    save(cast.viewer("oscar"))
    document = laid(elena, level="circulation")
    assert a_day_later().count() == 1
    services.narrow(document.pk, "members", reason="Error.", by=cast.viewer("elena"))

    notifications.deliver_due()

    assert [mail for mail in mailoutbox if "search" in mail.subject] == []
    assert Notice.objects.get(event="search.new_results").outcome == "not entitled"


def test_the_letter_says_how_many_and_never_what(cast, mailoutbox):
    save(cast.viewer("mateo"), name="Lo mío")
    laid(cast.viewer("elena"), title_en="Secret crab")
    assert a_day_later().count() == 1

    notifications.deliver_due()

    (mail,) = [each for each in mailoutbox if "Lo mío" in each.body]
    assert "Cangrejo" not in mail.body + mail.subject
    assert "?q=cangrejo" in mail.body
    assert "Lo mío" not in mail.subject


def test_who_holds_no_office_any_more_is_told_nothing(cast):
    save(cast.viewer("mateo"))
    laid(cast.viewer("elena"))
    now = clock.now()
    mandates = Mandate.objects.filter(user=cast.people["mateo"])
    mandates.update(during=(now - timedelta(days=9), now))

    assert not a_day_later().exists()


def test_limits_names_and_words_are_kept_to(cast, monkeypatch):
    mateo = cast.viewer("mateo")
    monkeypatch.setattr(rules, "MOST_SAVED", 2)
    save(mateo)
    with pytest.raises(Conflict), transaction.atomic():
        save(mateo)
    for words in ("", "-cangrejo", "\x00"):
        with pytest.raises(Invalid):
            save(mateo, name="Otra", q=words)
    with pytest.raises(Invalid):
        save(mateo, name=" \x00 ")
    save(mateo, name="Otra")
    with pytest.raises(Conflict):
        save(mateo, name="Tercera")
    save(cast.viewer("elena"))


def test_it_is_saved_renamed_and_deleted_on_its_pages(client, cast):
    client.force_login(cast.people["mateo"])
    asked = {"q": "cangrejo", "kind": "document:INF", "year": "2026", "audience": "members"}
    page = client.get(reverse("library:search"), asked)
    assert reverse("library:saved-new") in page.content.decode()
    said = {**asked, "name": "Informes"}
    assert "Informes" in client.post(reverse("library:saved-new"), said, follow=True).text
    saved = SavedSearch.objects.get()
    assert saved.parts == asked
    again = client.post(reverse("library:saved-new"), said)
    assert "Informes" in again.content.decode()
    assert 'value="document:INF"' in again.content.decode()
    edit = reverse("library:saved-edit", args=[saved.pk])
    client.post(edit, {"name": "Otros", "tells": "on"})
    saved.refresh_from_db()
    assert (saved.name, saved.tells) == ("Otros", True)
    client.post(edit, {"name": "Otros"})
    saved.refresh_from_db()
    assert (saved.tells, saved.next_look_at) == (False, None)

    services.delete_search(saved.pk, by=cast.viewer("elena"))
    assert SavedSearch.objects.exists()
    client.post(reverse("library:saved-delete", args=[saved.pk]))

    assert not SavedSearch.objects.exists()
    services.delete_search(saved.pk, by=cast.viewer("mateo"))
