"""Pages of the reserve fund: what is told of it, and the desk of its case officers."""
