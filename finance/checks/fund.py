"""The reserve fund: each case has what its state says, and the fund is never short."""

CASES = """
SELECT id FROM (
    SELECT c.id, c.cents, c.state,
           -coalesce(sum(e.cents) FILTER (WHERE e.account = 'fund_reserved'), 0) AS reserved,
           -coalesce(sum(e.cents) FILTER (WHERE e.account = 'fund_cash'), 0) AS paid
      FROM finance_fundcase c LEFT JOIN finance_entry e ON e.case_id = c.id
     GROUP BY c.id) AS held
 WHERE reserved < 0 OR paid < 0 OR reserved + paid > cents
    OR (state = 'reserved' AND reserved + paid <> cents)
    OR (state <> 'reserved' AND reserved <> 0)
    OR (state NOT IN ('reserved', 'closed', 'erased') AND paid <> 0)
"""
SHORT = """
SELECT 0::bigint FROM finance_entry WHERE account = 'fund_free' HAVING sum(cents) > 0
"""
FUND = {"cases": CASES, "fund": SHORT}
