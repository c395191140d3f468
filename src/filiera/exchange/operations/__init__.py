"""What changes needs, matches and what comes of them."""
