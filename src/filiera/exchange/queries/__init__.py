"""What is read of needs, matches and what comes of them."""
