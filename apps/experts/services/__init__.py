"""What is done about experts and committees, a module a noun: the pool, ties to schools, conduct, committees."""
