"""What the pages of sampling show."""
