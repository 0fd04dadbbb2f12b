"""Pages of the members app, by what they are about."""
