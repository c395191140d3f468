"""What changes calls and all that comes of them."""
