"""What readers bring: a code, a file to compare, a document."""
