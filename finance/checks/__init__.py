"""What has to hold of the ledger, in the language of the database."""

SHOWN = 20  # rows named of each fault
# The ids of what does not hold, at most so many, with how many there are in all.
FOUND = "SELECT id, count(*) OVER () FROM ({sql}) AS found(id) ORDER BY id LIMIT %s"
