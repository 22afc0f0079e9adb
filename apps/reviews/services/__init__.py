"""What is done about a review, a module a noun: teams, visits, materials, judgements, findings, reports."""
