"""How much of one's own the search keeps."""

# How many searches one person keeps, and how many new results one letter counts one by one.
MOST_SAVED, MOST_TOLD = 50, 1000
