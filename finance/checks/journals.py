"""Journals by themselves: balanced, of their kind's accounts, mirrored, explained."""

from finance.models import Account, Book, JournalKind

# Which accounts each kind of movement is between, in which book.
SHAPES = {
    (Book.CONTRIBUTIONS, JournalKind.ASSESSMENT): (Account.RECEIVABLE, Account.INCOME),
    (Book.CONTRIBUTIONS, JournalKind.ADJUSTMENT): (Account.RECEIVABLE, Account.INCOME),
    (Book.CONTRIBUTIONS, JournalKind.RECEIPT): (Account.BANK, Account.CREDIT),
    (Book.CONTRIBUTIONS, JournalKind.ALLOCATION): (Account.CREDIT, Account.RECEIVABLE),
    (Book.CONTRIBUTIONS, JournalKind.WRITE_OFF): (Account.WRITTEN_OFF, Account.RECEIVABLE),
    (Book.CONTRIBUTIONS, JournalKind.EXPENDITURE): (Account.EXPENSE, Account.BANK),
    (Book.FUND, JournalKind.DEPOSIT): (Account.FUND_CASH, Account.FUND_FREE),
    (Book.FUND, JournalKind.RESERVATION): (Account.FUND_FREE, Account.FUND_RESERVED),
    (Book.FUND, JournalKind.PAYMENT): (Account.FUND_RESERVED, Account.FUND_CASH),
    (Book.FUND, JournalKind.RELEASE): (Account.FUND_FREE, Account.FUND_RESERVED),
}
_ALLOWED = ", ".join(
    f"('{book.value}', '{kind.value}', '{account.value}')"
    for (book, kind), accounts in SHAPES.items()
    for account in accounts
)

BALANCED = """
SELECT DISTINCT journal_id FROM (
    SELECT journal_id FROM finance_entry
     GROUP BY journal_id, currency, party_id, budget_id, line_id, case_id
    HAVING sum(cents) <> 0) AS unbalanced
"""
EMPTY = """
SELECT j.id FROM finance_journal j
 WHERE NOT EXISTS (SELECT FROM finance_entry e WHERE e.journal_id = j.id)
"""
SHAPE = f"""
SELECT DISTINCT j.id FROM finance_entry e
  JOIN finance_journal j ON j.id = e.journal_id
  LEFT JOIN finance_journal o ON o.id = j.reverses_id
 WHERE (j.book, coalesce(o.kind, j.kind), e.account) NOT IN (VALUES {_ALLOWED})
"""  # noqa: S608 - the values are this module's own
MIRRORED = """
SELECT DISTINCT id FROM (
    SELECT j.id FROM finance_journal j
      JOIN finance_entry e ON e.journal_id IN (j.id, j.reverses_id)
     WHERE j.reverses_id IS NOT NULL
     GROUP BY j.id, e.account, e.currency, e.party_id, e.assessment_id, e.receipt_id,
              e.budget_id, e.line_id, e.case_id
    HAVING sum(e.cents) <> 0
    UNION ALL
    SELECT j.id FROM finance_journal j JOIN finance_journal o ON o.id = j.reverses_id
     WHERE o.book <> j.book OR o.reverses_id IS NOT NULL) AS askew
"""
EXPLAINED = """
SELECT j.id FROM finance_journal j
  LEFT JOIN finance_receipt r ON r.journal_id = j.id
  LEFT JOIN finance_allocation a ON a.journal_id = j.id
  LEFT JOIN finance_expenditure x ON x.journal_id = j.id
 WHERE (j.kind = 'receipt') <> (r.id IS NOT NULL)
    OR (j.kind = 'allocation') <> (a.id IS NOT NULL)
    OR (j.kind = 'expenditure') <> (x.id IS NOT NULL)
    OR r.value_on <> j.value_on OR x.paid_on <> j.value_on
"""
# What was sent is kept as a hash (see services.ledger.digest_of): the rows tell it again.
SENT = """
SELECT j.id FROM finance_journal j
  JOIN finance_entry e ON e.journal_id = j.id AND e.cents > 0
 WHERE j.digest <> '' AND j.kind IN ('deposit', 'payment', 'write_off')
   AND j.digest <> encode(sha256(convert_to(CASE j.kind
       WHEN 'deposit' THEN '{"cents":"' || e.cents || '","value_on":"'
            || to_char(j.value_on, 'YYYY-MM-DD') || '","verb":"deposit"}'
       WHEN 'payment' THEN '{"case":"' || e.case_id || '","cents":"' || e.cents
            || '","paid_on":"' || to_char(j.value_on, 'YYYY-MM-DD') || '","verb":"fund_pay"}'
       ELSE '{"assessment":"' || e.assessment_id || '","cents":"' || e.cents
            || '","provision":"' || coalesce(j.provision_id::text, 'None') || '","reason":'
            || normalize(to_json(j.reason)::text, NFC)
            || ',"text":"' || j.text_id || '","verb":"write_off"}' END, 'UTF8')), 'hex')
"""
JOURNALS = {
    "balanced": BALANCED,
    "empty": EMPTY,
    "shape": SHAPE,
    "mirrored": MIRRORED,
    "explained": EXPLAINED,
    "sent": SENT,
}
