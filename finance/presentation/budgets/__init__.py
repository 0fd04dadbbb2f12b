"""What the pages of scales, budgets and assessments show."""
