"""What is followed up in a demonstration: laid once, of real decisions, and marked as invented."""

from crm_portal.core import clock
from crm_portal.core.models import Notice
from crm_portal.demonstration import follow_up
from crm_portal.library.models import NewsItem, NewsState
from decisions.following_sweeps import remind_of_commitments
from decisions.models.following import Commitment
from decisions.models.following_matrices import Matrix, MatrixCell
from decisions.models.following_questionnaires import Questionnaire
from decisions.models.following_requests import InformationRequest
from decisions.rules.following.requests import Told, tally
from decisions.services.following.requests import rows
from members.access import viewer_for


def test_what_is_followed_up_is_laid_once_and_marked(cast):
    assert (follow_up.prepare(), follow_up.prepare()) == (1, 0)

    made = Commitment.objects.select_related("text")
    assert len(made) == len(follow_up.FOLLOW_UP["commitment"])
    assert all(row.is_demonstration and not row.text.is_demonstration for row in made)
    asked = list(InformationRequest.objects.order_by("asked_on"))
    on = viewer_for(cast["guatemala"], clock.now()).on
    told = [tally(rows(each, on)).told for each in asked]
    assert told == [Told.ALL_BUT_ONE, Told.WITH_ONE_EXCEPTION]
    assert all(each.is_demonstration for each in asked)
    news = NewsItem.objects.get(state=NewsState.APPROVED)
    assert news.written_by != news.approved_by
    waiting = MatrixCell.objects.get(verdict=None)
    assert waiting.party.code == "HN"
    titles = [each.title_es for each in (*asked, Questionnaire.objects.get(), news)]
    names = [*titles, Matrix.objects.get().name_es, *(row.what_es for row in made)]
    assert all("(demostración)" in name for name in names)


def test_nobody_gets_a_letter_about_what_was_long_ago(cast):
    follow_up.prepare()
    remind_of_commitments()

    owed = Notice.objects.owed()
    assert not owed.filter(owed_at__lt=clock.now() - follow_up.STALE).exists()
    assert not owed.filter(event="commitment.overdue").exists()
    assert set(owed.values_list("event", flat=True)) == {
        "request.reminded",
        "request.replied",
        "request.proposed",
    }
