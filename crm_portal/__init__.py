"""The composition root: settings, addresses, the API router, the schedule."""
