"""The least that Django can do here: an empty view behind its default middleware."""
