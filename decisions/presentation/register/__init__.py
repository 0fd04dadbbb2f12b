"""The register of declarations and decisions: what is found, one text, one provision, as data."""
