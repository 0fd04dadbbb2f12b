"""What members owe and paid, and what was spent: the ledger against its papers."""

RECEIPTS = """
SELECT r.id FROM finance_receipt r
  LEFT JOIN finance_entry e ON e.journal_id = r.journal_id
       AND e.receipt_id = r.id AND e.party_id = r.party_id
 GROUP BY r.id
HAVING coalesce(sum(e.cents) FILTER (WHERE e.account = 'bank'), 0) <> r.net_cents
    OR coalesce(sum(e.cents) FILTER (WHERE e.account = 'credit'), 0) <> -r.net_cents
"""
ALLOCATIONS = """
SELECT a.id FROM finance_allocation a
  JOIN finance_receipt r ON r.id = a.receipt_id
  JOIN finance_assessment s ON s.id = a.assessment_id
  LEFT JOIN finance_entry e ON e.journal_id = a.journal_id
       AND e.receipt_id = a.receipt_id AND e.party_id = r.party_id
 GROUP BY a.id, r.party_id, s.party_id
HAVING r.party_id <> s.party_id
    OR coalesce(sum(e.cents) FILTER (WHERE e.account = 'credit'), 0) <> a.cents
    OR coalesce(sum(e.cents) FILTER (
           WHERE e.account = 'receivable' AND e.assessment_id = a.assessment_id), 0) <> -a.cents
"""
CREDIT = """
SELECT receipt_id FROM finance_entry WHERE account = 'credit'
 GROUP BY receipt_id HAVING sum(cents) > 0
"""
# Besides the journal that assessed it: nothing owed, paid or written off is below zero.
ASSESSMENTS = """
SELECT s.id FROM finance_assessment s
  LEFT JOIN finance_entry e ON e.assessment_id = s.id
  LEFT JOIN finance_journal j ON j.id = e.journal_id
 GROUP BY s.id
HAVING coalesce(sum(e.cents) FILTER (
           WHERE e.account = 'income' AND j.kind = 'assessment'), 0) <> -s.amount_cents
    OR coalesce(sum(e.cents) FILTER (
           WHERE e.account = 'receivable' AND j.kind = 'assessment'), 0) <> s.amount_cents
    OR coalesce(bool_or(e.party_id <> s.party_id), false)
    OR sum(e.cents) FILTER (WHERE e.account = 'income') > 0
    OR sum(e.cents) FILTER (WHERE e.account = 'written_off') < 0
    OR sum(e.cents) FILTER (WHERE e.account = 'receivable') < 0
    OR sum(e.cents) FILTER (WHERE e.account IN ('income', 'written_off', 'receivable')) > 0
"""
PARTS = """
SELECT id FROM (
    SELECT s.id, s.amount_cents, s.remainder, s.extra, s.rank, s.weight, h.amount_cents AS share,
           div(s.total_cents::numeric * s.weight, s.weights) AS floor,
           mod(s.total_cents::numeric * s.weight, s.weights) AS rest,
           s.total_cents - sum(s.amount_cents - s.extra) OVER (PARTITION BY s.budget_id) AS spare
      FROM finance_assessment s
      LEFT JOIN finance_share h ON h.scale_id = s.scale_id AND h.party_id = s.party_id) AS part
 WHERE amount_cents <> floor + extra OR remainder <> rest
    OR extra <> (rank <= spare)::int OR share <> weight
"""
TOTALS = """
SELECT s.budget_id FROM (
    SELECT budget_id, sum(amount_cents) AS whole, min(total_cents) AS least,
           max(total_cents) AS most, sum(weight) AS weight, min(weights) AS low,
           max(weights) AS high
      FROM finance_assessment GROUP BY budget_id) AS s
 WHERE s.whole <> s.most OR s.least <> s.most OR s.weight <> s.high OR s.low <> s.high
    OR NOT EXISTS (
       SELECT FROM finance_budgetact a JOIN finance_budgetversion v ON v.id = a.version_id
        WHERE a.budget_id = s.budget_id AND v.budget_id = s.budget_id
          AND a.step IN ('approve', 'amend') AND v.total_cents = s.whole)
"""
EXPENDITURES = """
SELECT x.id FROM finance_expenditure x
  LEFT JOIN finance_entry e ON e.journal_id = x.journal_id
       AND e.budget_id = x.budget_id AND e.line_id = x.line_id
 GROUP BY x.id
HAVING coalesce(sum(e.cents) FILTER (WHERE e.account = 'expense'), 0) <> x.cents
    OR coalesce(sum(e.cents) FILTER (WHERE e.account = 'bank'), 0) <> -x.cents
"""
LINES = """
SELECT v.id FROM finance_budgetversion v
  LEFT JOIN finance_budgetline l ON l.version_id = v.id
 GROUP BY v.id HAVING coalesce(sum(l.cents), 0) <> v.total_cents
"""
LETTERS = """
SELECT id FROM finance_letterrecipient
 WHERE outstanding_cents <> assessed_cents - paid_cents - written_off_cents
"""
CONTRIBUTIONS = {
    "receipts": RECEIPTS,
    "allocations": ALLOCATIONS,
    "credit": CREDIT,
    "assessments": ASSESSMENTS,
    "parts": PARTS,
    "totals": TOTALS,
    "expenditures": EXPENDITURES,
    "lines": LINES,
    "letters": LETTERS,
}
