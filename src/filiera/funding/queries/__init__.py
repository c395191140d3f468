"""What is read of calls and of all that comes of them."""
