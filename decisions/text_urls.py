"""Addresses of the texts in work, below ``/es/intranet/redaccion/``."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from decisions.text_more_urls import MORE
from decisions.views.texts import editing, files, negotiating, pages, steering, writing

app_name = "texts"

STEERING = [
    path(_("describe/"), steering.Describe.as_view(), name="describe"),
    path(_("open/"), steering.Open.as_view(), name="open"),
    path(
        pgettext_lazy("draft", "circulate/"), steering.Circulate.as_view(), name="circulate"
    ),
    path(_("consult/"), steering.Consult.as_view(), name="consult"),
    path(_("adopt/"), steering.Adopt.as_view(), name="adopt"),
    path(_("statement/"), steering.MakeStatement.as_view(), name="statement"),
    path(
        _("propose-publication/"),
        steering.ProposePublication.as_view(),
        name="propose-publication",
    ),
    path(_("publish/"), steering.Publish.as_view(), name="publish"),
    path(_("withdraw/"), steering.Withdraw.as_view(), name="withdraw"),
    path(_("forward/"), steering.Forward.as_view(), name="forward"),
    path(_("correct/"), steering.Correct.as_view(), name="correct"),
]
ON_PARAGRAPH = [
    path(_("edit/"), editing.EditParagraph.as_view(), name="edit-paragraph"),
    path(_("move/"), writing.MoveParagraph.as_view(), name="move-paragraph"),
    path(_("remove/"), writing.RemoveParagraph.as_view(), name="remove-paragraph"),
    path(_("agree/"), writing.Agree.as_view(), name="agree"),
    path(_("reopen/"), writing.ReopenParagraph.as_view(), name="reopen-paragraph"),
    path(_("translated/"), writing.Translated.as_view(), name="translated"),
    path(_("check/"), writing.CheckLanguage.as_view(), name="check-language"),
    path(_("propose/"), negotiating.Propose.as_view(), name="propose"),
]
ON_PROPOSAL = [
    path(_("support/"), negotiating.Support.as_view(), name="support"),
    path(_("end-support/"), negotiating.EndSupport.as_view(), name="end-support"),
    path(_("comment/"), negotiating.Comment.as_view(), name="comment"),
    path(_("withdraw/"), negotiating.WithdrawProposal.as_view(), name="withdraw-proposal"),
    path(_("decide/"), negotiating.Decide.as_view(), name="decide"),
]
ON_TEXT: list[URLPattern | URLResolver] = [
    path("", pages.text, name="text"),
    path(_("writing/"), pages.writing, name="writing"),
    path(_("add-paragraph/"), writing.AddParagraph.as_view(), name="add-paragraph"),
    path(_("propose-paragraph/"), negotiating.ProposeNew.as_view(), name="propose-new"),
    *STEERING,
    *MORE,
    path(_("files/<int:number>/<slug:shape>/"), files.text_file, name="text-file"),
    path(_("proposals/<int:number>/"), include(ON_PROPOSAL)),
    path(_("paragraphs/<slug:key>/"), include(ON_PARAGRAPH)),
]
urlpatterns = [
    path("", pages.texts, name="texts"),
    path(_("new/"), steering.New.as_view(), name="new"),
    path("<slug:reference>/", include(ON_TEXT)),
]
