"""What is done with a text: one service for each verb, in one transaction."""
