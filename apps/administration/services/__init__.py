"""What is done with people and units, a module a noun."""
