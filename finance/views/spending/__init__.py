"""Pages of expenditure, commitments and transfers between lines."""
