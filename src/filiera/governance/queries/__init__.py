"""What is read of the association's records."""
