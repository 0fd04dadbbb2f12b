"""The whole portal on one machine: real servers, real processes, one parent."""
