"""Pages of the follow-up: they translate a request into a reading or one act."""
