"""Money that comes in and goes out: receipts, bank statements, expenditure."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from finance.views.bank import acts as bank_acts
from finance.views.bank import pages as bank
from finance.views.receipts import acts as receipt_acts
from finance.views.receipts import pages as receipts
from finance.views.spending import acts as spending_acts
from finance.views.spending import pages as spending

RECEIPTS: list[URLPattern] = [
    path(_("receipts/"), receipts.receipts, name="receipts"),
    path(_("receipts/new/"), receipt_acts.Record.as_view(), name="receipt-new"),
    path(_("receipts/<int:pk>/"), receipts.receipt, name="receipt"),
    path(_("receipts/<int:pk>/document/"), receipts.document, name="receipt-document"),
    path(
        _("receipts/<int:pk>/returned/"),
        receipt_acts.Return.as_view(),
        name="receipt-return",
    ),
    path(
        _("receipts/<int:pk>/allocate/"),
        receipt_acts.Allocate.as_view(),
        name="receipt-allocate",
    ),
    path(
        _("receipts/<int:pk>/allocations/<int:allocation>/release/"),
        receipt_acts.Release.as_view(),
        name="allocation-release",
    ),
    path(_("in-process/"), receipts.pledges, name="pledges"),
    path(_("in-process/<int:pk>/"), receipt_acts.Announce.as_view(), name="pledge"),
    path(
        _("in-process/<int:pk>/withdraw/"),
        receipt_acts.Withdraw.as_view(),
        name="pledge-withdraw",
    ),
]
BANK: list[URLPattern] = [
    path(_("bank/"), bank.statements, name="bank-statements"),
    path(_("bank/<int:pk>/"), bank.statement, name="bank-statement"),
    path(_("bank/<int:pk>/columns/"), bank.columns, name="bank-columns"),
    path(_("bank/<int:pk>/settle/"), bank_acts.settle, name="bank-settle"),
    path(_("bank/lines/<int:pk>/"), bank_acts.line, name="bank-line"),
    path(_("bank/lines/<int:pk>/take-up/"), bank_acts.take_up, name="bank-take-up"),
]
SPENDING: list[URLPattern] = [
    path(_("spending/"), spending.spending, name="spending"),
    path(_("spending/new/"), spending_acts.Spend.as_view(), name="expenditure-new"),
    path(_("spending/expenditure.csv"), spending.as_csv, name="spending-csv"),
    path(_("spending/expenditure.xlsx"), spending.as_workbook, name="spending-xlsx"),
    path(
        _("spending/commitments/new/"),
        spending_acts.Commit.as_view(),
        name="commitment-new",
    ),
    path(
        _("spending/commitments/<int:pk>/release/"),
        spending_acts.Release.as_view(),
        name="commitment-release",
    ),
    path(_("spending/lines/<slug:budget>/"), spending.lines, name="budget-lines"),
    path(
        _("spending/lines/<slug:budget>/move/"),
        spending_acts.Move.as_view(),
        name="line-transfer",
    ),
    path(_("spending/<int:pk>/"), spending.expenditure, name="expenditure"),
    path(_("spending/<int:pk>/document/"), spending.document, name="expenditure-document"),
    path(
        _("spending/<int:pk>/reverse/"),
        spending_acts.Reverse.as_view(),
        name="expenditure-reverse",
    ),
]
urlpatterns: list[URLPattern] = [*RECEIPTS, *BANK, *SPENDING]
