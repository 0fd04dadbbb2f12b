"""The page of a period: who paid, what the cash stood at, how the budget is carried out."""
