"""What is asked about experts and committees."""
