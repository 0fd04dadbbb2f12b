"""Forms of scales, budgets and assessments: what is typed, and the decision that it cites."""
