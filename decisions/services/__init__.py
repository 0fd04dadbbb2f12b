"""One function per verb of the procedure: lock, ask the rules, take the step, audit, owe."""
