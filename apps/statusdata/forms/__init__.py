"""What is asked, a module a subject: rounds, lists and steps of the chain; filling in; workbooks."""
