"""Pages of scales, budgets, lines and assessments, and the acts on them."""
