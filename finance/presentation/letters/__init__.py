"""Letters about contributions and their way, as pages show them."""
