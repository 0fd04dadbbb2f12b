"""What people type about meetings: shape and languages, not powers."""
