"""The reserve fund: cases for its officers, statistics for the members."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from finance.views.fund import cases, money, officers, pages

of_a_case = [
    path("", pages.Case.as_view(), name="fund-case"),
    path(_("complete/"), cases.Complete.as_view(), name="fund-complete"),
    path(_("decide/"), cases.Decide.as_view(), name="fund-decide"),
    path(_("reserve/"), cases.Reserve.as_view(), name="fund-reserve"),
    path(_("pay/"), cases.Pay.as_view(), name="fund-pay"),
    path(_("payments/<int:pk>/return/"), cases.Return.as_view(), name="fund-return"),
    path(_("close/"), cases.Close.as_view(), name="fund-close"),
    path(_("read/"), cases.Read.as_view(), name="fund-read"),
    path(_("erase/"), cases.Erase.as_view(), name="fund-erase"),
]
of_the_fund: list[URLPattern | URLResolver] = [
    path("", pages.fund, name="fund"),
    path(_("cases/"), pages.Cases.as_view(), name="fund-cases"),
    path(_("cases/new/"), cases.Request.as_view(), name="fund-request"),
    path(_("cases/<str:number>/"), include(of_a_case)),
    path(_("deposit/"), money.Deposit.as_view(), name="fund-deposit"),
    path(_("serve/"), money.Serve.as_view(), name="fund-serve"),
    path(_("report/"), money.Report.as_view(), name="fund-report"),
    path(_("officers/"), officers.Officers.as_view(), name="fund-officers"),
    path(_("officers/appoint/"), officers.Appoint.as_view(), name="fund-officer-appoint"),
    path(_("officers/<int:pk>/end/"), officers.End.as_view(), name="fund-officer-end"),
]
urlpatterns = [path(_("reserve-fund/"), include(of_the_fund))]
