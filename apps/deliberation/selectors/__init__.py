"""What the pages of deliberation show."""
