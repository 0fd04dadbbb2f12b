"""Pages of payment requests and of receipts on paper."""
