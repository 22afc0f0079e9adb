"""What is shown in public, from published copies alone."""
