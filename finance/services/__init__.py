"""One function per verb: the money of the Conference is recorded here, and moved elsewhere."""
