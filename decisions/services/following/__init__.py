"""Following up: one function for each verb."""
