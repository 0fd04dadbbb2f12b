"""Pages of receipts, of what they pay, and of payments announced."""
