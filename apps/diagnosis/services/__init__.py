"""What people do in self-diagnosis, a module a noun: regimes, plans, diagnoses, passages."""
