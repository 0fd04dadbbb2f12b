"""What people type about the follow-up, checked and turned into what the services take."""
