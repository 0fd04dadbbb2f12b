"""Pages of letters about contributions."""
