"""The pages of follow-up; a module for each noun."""
