"""What is shown of reviews, and what they still lack."""
