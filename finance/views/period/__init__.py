"""The page of a period, the statements of account, and their files."""
