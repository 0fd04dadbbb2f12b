"""Pages of finance: they translate a request into a reading or one act, and nothing else."""
