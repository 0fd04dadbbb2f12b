"""Pages of the meetings, of who is admitted to them, and of the Conference before others."""
