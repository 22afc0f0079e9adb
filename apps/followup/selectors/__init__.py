"""What is asked across the tables of follow-up; a module for each noun."""
