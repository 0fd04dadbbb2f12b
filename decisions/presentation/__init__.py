"""What the pages of a consultation say, as plain values in the reader's language."""
