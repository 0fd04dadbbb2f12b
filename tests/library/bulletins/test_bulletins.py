"""Bulletins: the Secretariat's, looked at twice, sent once, each in its reader's language."""

import ast
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import InternalError, connection, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as some

from crm_portal.core import clock, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import AuditEntry, Notice
from crm_portal.library import bulletin_audiences, bulletin_letters, rules
from crm_portal.library.act_words import ACTS
from crm_portal.library.models import Bulletin, BulletinAddressee, BulletinState
from crm_portal.library.services import bulletins as services
from crm_portal.library.services import news
from members import sweeps
from members.models import Mandate, User
from tests.cast import conference
from tests.library.bulletins.writing import SAID, draft, seen, send, sent, words

db = pytest.mark.django_db
ACCOUNTS = some.lists(some.integers(0, 9), max_size=4)
LISTS = some.lists(some.tuples(some.sampled_from("abc"), ACCOUNTS), max_size=4)


def names(accounts):
    found = User.objects.filter(pk__in=accounts)
    return {each.email.partition("@")[0] for each in found}


@settings(max_examples=50)
@given(LISTS)
def test_each_person_is_reached_once_as_the_first_audience_that_has_them(audiences):
    found = rules.placed(audiences)

    assert set(found) == {account for _key, accounts in audiences for account in accounts}
    for account, key in found.items():
        assert key == next(k for k, accounts in audiences if account in accounts)
    assert sum(rules.counted(found).values()) == len(found)


@db
def test_only_the_secretariat_writes_and_sends(cast):
    bulletin = draft(cast, ["members"])
    for who in ("ana", "bruno", "oscar", "admin"):
        by = cast.viewer(who)
        for act in (
            lambda by=by: services.write_bulletin(words(), by=by),
            lambda by=by: services.rewrite_bulletin(bulletin.pk, words(), by=by),
            lambda by=by: services.send_bulletin(bulletin.pk, seen="", by=by),
            lambda by=by: services.discard_bulletin(bulletin.pk, by=by),
            lambda by=by: services.record_return(bulletin.pk, cast.ana.pk, by=by),
        ):
            with pytest.raises(Refused):
                act()


@db
def test_audiences_reach_those_in_office_and_nobody_else(cast):
    at = clock.now()
    members = bulletin_audiences.reached(["members"], at)
    voices = bulletin_audiences.reached(["voices"], at)

    assert len(voices) == len(cast.members)
    assert names(members) - names(voices) == {"carla"}
    assert names(bulletin_audiences.reached(["observers"], at)) == {"oscar"}
    assert names(bulletin_audiences.reached(["secretariat"], at)) == {"elena"}
    both = bulletin_audiences.reached(["voices", "members"], at)
    assert len(both) == len(members)
    assert set(both.values()) == {"voices", "members"}
    assert (
        bulletin_audiences.reached(["nobody", "meeting:9", "network:x", "meeting:ñ"], at)
        == {}
    )


@db
def test_each_has_one_mail_in_his_or_her_language_exactly_as_it_was_shown(cast):
    bulletin = draft(cast, ["members", "voices"])
    shown = bulletin_letters.preview(bulletin, cast.claire, cast.viewer("elena"))
    send(cast, bulletin)

    assert notifications.deliver_due() == shown.total == len(mail.outbox)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert len(letters) == shown.total
    claire, bruno = letters[cast.claire.email], letters[cast.bruno.email]
    assert (claire.subject, bruno.subject) == (SAID["title_en"], SAID["title_es"])
    assert claire.body == shown.letters["en"].body
    assert SAID["words_es"] in bruno.body
    assert claire.extra_headers["Message-ID"] != bruno.extra_headers["Message-ID"]
    assert shown.languages == {"es": shown.total - 3, "en": 3}


@db
def test_it_is_sent_once(cast):
    bulletin = draft(cast, ["members"])
    mark = seen(cast, bulletin)
    send(cast, bulletin)

    with pytest.raises(IllegalStep):
        services.send_bulletin(bulletin.pk, seen=mark, by=cast.viewer("elena"))
    with pytest.raises(IllegalStep):
        services.rewrite_bulletin(bulletin.pk, words(), by=cast.viewer("elena"))
    assert Notice.objects.count() == BulletinAddressee.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_who_send_it_at_once_send_it_once():
    cast = conference()
    bulletin = draft(cast, ["voices"])
    mark, by = seen(cast, bulletin), cast.viewer("elena")

    def act(_turn):
        try:
            return services.send_bulletin(bulletin.pk, seen=mark, by=by)
        except IllegalStep:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(act, range(2)))

    assert [each is None for each in done].count(False) == 1
    assert Notice.objects.count() == len(cast.members)


@db
def test_what_changed_since_it_was_looked_at_is_not_sent(cast):
    bulletin = draft(cast, ["voices"])
    mark, by = seen(cast, bulletin), cast.viewer("elena")
    services.rewrite_bulletin(
        bulletin.pk, words(audiences=["voices"], title_es="Otro"), by=by
    )
    with pytest.raises(Conflict):
        services.send_bulletin(bulletin.pk, seen=mark, by=by)

    mark = seen(cast, bulletin)
    Mandate.objects.filter(user=cast.bruno).update(during=("2020-01-01", "2020-02-01"))
    with pytest.raises(Conflict):
        services.send_bulletin(bulletin.pk, seen=mark, by=by)
    assert not Notice.objects.exists()


@db
def test_nobody_and_nothing_are_refused(cast):
    by = cast.viewer("elena")
    for wrong in ({"audiences": []}, {"audiences": ["everybody"]}, {"words_en": " \x00 "}):
        with pytest.raises(Invalid):
            services.write_bulletin(words(**wrong), by=by)
    empty = draft(cast, ["civil_society"])
    with pytest.raises(Invalid):
        send(cast, empty)


@db
def test_the_archive_is_open_to_whoever_it_reached_and_to_nobody_else(client, cast):
    bulletin = draft(cast, ["voices"])
    address = bulletin.get_absolute_url()
    client.force_login(cast.bruno)
    assert client.get(address).status_code == 404, "a draft"
    send(cast, bulletin)

    page = client.get(address).content.decode()
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert cast.claire.email not in page
    assert str(bulletin_audiences.LABELS["voices"]) not in page
    assert bulletin.title_es in client.get(reverse("library:bulletins")).content.decode()
    for who in ("carla", "oscar", "admin"):
        client.force_login(cast.people[who])
        assert client.get(address).status_code == 404
        listed = client.get(reverse("library:bulletins")).content.decode()
        assert bulletin.title_es not in listed
    assert not Bulletin.objects.visible_to(Viewer(at=clock.now())).exists()
    Mandate.objects.filter(user=cast.bruno).update(during=("2020-01-01", "2020-02-01"))
    assert not Bulletin.objects.visible_to(cast.viewer("bruno")).exists()


@db
def test_whoever_left_office_before_it_leaves_has_no_mail(cast):
    bulletin = sent(cast, ["voices"])
    Mandate.objects.filter(user=cast.bruno).update(during=("2020-01-01", "2020-02-01"))

    notifications.deliver_due()

    assert cast.bruno.email not in {letter.to[0] for letter in mail.outbox}
    told = bulletin_letters.deliveries(bulletin, cast.viewer("elena"))
    counts = dict(zip(bulletin_letters.WORDS, told.sums[0].counts, strict=True))
    assert counts[rules.Delivery.NOT_SENT] == 1
    assert counts[rules.Delivery.SENT] == told.sums[0].total - 1


@db
def test_a_mail_that_came_back_is_recorded_once_and_marks_the_contact(client, cast):
    bulletin = sent(cast, ["voices"])
    address = reverse("library:bulletin-returned", args=[bulletin.pk])
    whose = {"account": cast.bruno.pk}
    client.force_login(cast.elena)
    for forged in (
        {},
        {"account": "\x00"},
        {"account": "9" * 40},
        {"account": cast.oscar.pk},
    ):
        assert client.post(address, forged).status_code == 302
    client.post(address, whose)
    assert not Notice.objects.exclude(bounced_at=None).exists(), "it has not left"
    notifications.deliver_due()
    clock.set_to(clock.now() + timedelta(minutes=1), frozen=True)

    for _twice in range(2):
        back = client.post(address, whose, follow=True)
        assert back.status_code == 200
    returned = AuditEntry.objects.filter(verb="library.bulletin.returned")
    assert returned.count() == 1
    assert sweeps.note_bounces() == 1
    cast.bruno.refresh_from_db()
    assert cast.bruno.bounced_at == clock.now()
    page = client.get(reverse("library:bulletin-delivery", args=[bulletin.pk]))
    (row,) = [each for each in page.context["deliveries"].mails if each.user == cast.bruno]
    assert row.delivery == rules.Delivery.BOUNCED


@db
def test_what_became_of_the_mails_asks_the_same_however_many(
    client, cast, django_assert_max_num_queries
):
    few, many = sent(cast, ["secretariat"]), sent(cast, ["members", "observers"])
    by = cast.viewer("elena")
    for bulletin in (few, many):
        with django_assert_max_num_queries(5):
            bulletin_letters.deliveries(bulletin, by)
    client.force_login(cast.elena)
    page = client.get(reverse("library:bulletin-delivery", args=[many.pk]))
    assert len(page.context["deliveries"].mails) == many.addressees.count()


@db
def test_the_database_keeps_what_was_sent(cast):
    bulletin, kept = sent(cast, ["voices"]), draft(cast, ["voices"])
    for act in (
        lambda: Bulletin.objects.filter(pk=bulletin.pk).update(title_es="Otro"),
        lambda: Bulletin.objects.filter(pk=kept.pk).delete(),
        lambda: BulletinAddressee.objects.filter(bulletin=bulletin).delete(),
        lambda: BulletinAddressee.objects.update(audience="x"),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            act()


@db
def test_it_is_written_looked_at_and_sent_on_the_pages(client, cast):
    client.force_login(cast.elena)
    wrong = client.post(reverse("library:bulletin-new"), {**SAID, "title_en": ""})
    assert wrong.status_code == 200
    assert SAID["title_es"] in wrong.content.decode(), "what was typed stays"
    huge = {**SAID, "words_es": "x" * 30_000}
    assert client.post(reverse("library:bulletin-new"), huge).status_code == 200
    made = client.post(reverse("library:bulletin-new"), SAID)
    bulletin = Bulletin.objects.get()
    assert made.url == reverse("library:bulletin-send", args=[bulletin.pk])

    look = client.get(made.url)
    assert look.context["preview"].total == 12
    stale = client.post(made.url, {"seen": "x"})
    assert stale.status_code == 200
    assert look.context["preview"].mark in stale.content.decode()
    done = client.post(made.url, {"seen": look.context["preview"].mark})
    assert done.url == reverse("library:bulletin-delivery", args=[bulletin.pk])
    assert client.post(made.url, {"seen": "x"}).status_code == 404
    assert client.get(reverse("library:bulletin", args=[10**30])).status_code == 404
    bulletin.refresh_from_db()
    assert bulletin.state == BulletinState.SENT


@db
def test_every_act_is_recorded_and_has_its_words(cast):
    sent(cast, ["voices"])

    verbs = AuditEntry.objects.filter(verb__startswith="library.bulletin.")
    assert set(verbs.values_list("verb", flat=True)) <= set(ACTS)
    recorded = {
        f"library.{model}.{each.value}"
        for model, module in (("bulletin", services), ("newsitem", news))
        for call in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record"
        for each in call.args
        if isinstance(each, ast.Constant)
    }
    assert recorded == set(ACTS)
