"""Reports drawn from the follow-up: read once, told as page, paper, Word and spreadsheet."""
