"""The drafting workspace: one text in work, with all that is proposed on it, on one page."""
