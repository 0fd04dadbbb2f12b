"""The API of finance: contributions for who may see them; a receipt recorded once."""
