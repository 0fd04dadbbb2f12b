"""Following up: what was decided, who owes what to it, and what is known of it."""
