"""Requests, questionnaires, matrices and duties: what is asked and who answered."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from decisions.views.following import duties, matrices, questionnaires, requests

ON_REQUEST: list[URLPattern] = [
    path("", requests.request_page, name="request"),
    path(_("reply/"), requests.Reply.as_view(), name="request-reply"),
    path(_("remind/"), requests.Remind.as_view(), name="request-remind"),
    path(_("close/"), requests.Close.as_view(), name="request-close"),
    path(_("letters/<int:reminder>/"), requests.letter, name="request-letter"),
]
ON_QUESTIONNAIRE: list[URLPattern] = [
    path("", questionnaires.questionnaire, name="questionnaire"),
    path(_("answer/"), questionnaires.Answer.as_view(), name="questionnaire-answer"),
    path(
        _("countries/<slug:party>/"), questionnaires.answers, name="questionnaire-answers"
    ),
    path(
        _("files/<slug:shape>/"),
        questionnaires.questionnaire_file,
        name="questionnaire-file",
    ),
]
ON_CELL: list[URLPattern] = [
    path("", matrices.cell, name="matrix-cell"),
    path(_("propose/"), matrices.Propose.as_view(), name="matrix-cell-propose"),
    path(_("confirm/"), matrices.Confirm.as_view(), name="matrix-cell-confirm"),
    path(_("decline/"), matrices.Decline.as_view(), name="matrix-cell-decline"),
]
ON_MATRIX: list[URLPattern | URLResolver] = [
    path("", matrices.matrix, name="topic-matrix"),
    path(_("files/<slug:shape>/"), matrices.matrix_file, name="topic-matrix-file"),
    path(_("add-topics/"), matrices.AddTopics.as_view(), name="topic-matrix-widen"),
    path(_("issue/"), matrices.Issue.as_view(), name="topic-matrix-issue"),
    path(_("cells/<slug:topic>/<slug:party>/"), include(ON_CELL)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(_("requests/"), requests.requests, name="requests"),
    path(_("requests/new/"), requests.New.as_view(), name="request-new"),
    path(_("requests/<int:pk>/"), include(ON_REQUEST)),
    path(_("questionnaires/"), questionnaires.questionnaires, name="questionnaires"),
    path(_("questionnaires/new/"), questionnaires.New.as_view(), name="questionnaire-new"),
    path(_("questionnaires/<int:pk>/"), include(ON_QUESTIONNAIRE)),
    path(_("matrices/"), matrices.matrices, name="matrices"),
    path(_("matrices/new/"), matrices.New.as_view(), name="matrix-new"),
    path(_("matrices/<slug:code>/"), include(ON_MATRIX)),
    path(_("duties/"), duties.duties, name="duties"),
    path(_("duties/<path:key>/done/"), duties.Settle.as_view(), name="duty-settle"),
]
