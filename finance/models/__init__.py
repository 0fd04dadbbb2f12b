"""Scales, budgets, what each member owes and paid, what was spent, and the reserve fund."""

from finance.models.activity import ActivityReport
from finance.models.bank import (
    BankFormat,
    BankLine,
    BankReading,
    BankStatement,
    LineState,
)
from finance.models.budgets import Budget, BudgetAct, BudgetLine, BudgetVersion, LineKind
from finance.models.contributions import Allocation, Assessment, Pledge, Receipt
from finance.models.fund import CaseDecision, CaseReading, FundCase, FundReport
from finance.models.ledger import Account, Book, Entry, Journal, JournalKind
from finance.models.letters import Letter, LetterKind, LetterRecipient
from finance.models.officers import CaseOfficer
from finance.models.papers import PaymentRequest, ReceiptPaper
from finance.models.past import PastFact
from finance.models.scales import ALL, Scale, Share
from finance.models.spending import Commitment, Expenditure, LineTransfer

__all__ = [
    "ALL",
    "Account",
    "ActivityReport",
    "Allocation",
    "Assessment",
    "BankFormat",
    "BankLine",
    "BankReading",
    "BankStatement",
    "Book",
    "Budget",
    "BudgetAct",
    "BudgetLine",
    "BudgetVersion",
    "CaseDecision",
    "CaseOfficer",
    "CaseReading",
    "Commitment",
    "Entry",
    "Expenditure",
    "FundCase",
    "FundReport",
    "Journal",
    "JournalKind",
    "Letter",
    "LetterKind",
    "LetterRecipient",
    "LineKind",
    "LineState",
    "LineTransfer",
    "PastFact",
    "PaymentRequest",
    "Pledge",
    "Receipt",
    "ReceiptPaper",
    "Scale",
    "Share",
]
