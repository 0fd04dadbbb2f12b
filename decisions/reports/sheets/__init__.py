"""A text on every medium: page, paper, word processor, Akoma Ntoso and JSON, from one value."""
