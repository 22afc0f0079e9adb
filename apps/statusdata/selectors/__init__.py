"""What is shown of status data when several tables meet: the list of returns, a round, what changed."""
