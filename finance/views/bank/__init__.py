"""Pages of bank statements and of their lines, for the Secretariat."""
