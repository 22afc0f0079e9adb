"""What is shown of experts and committees, a module a noun: the pool, ties to schools, the committees, the undertaking."""
