"""The pages of a text in work: reading it, writing it, negotiating on it, steering it."""
