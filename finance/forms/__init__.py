"""What people type about money, checked and turned into what the services take."""
