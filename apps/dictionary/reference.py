"""The shipped dictionary (fixtures/dictionary) brought into the database."""
