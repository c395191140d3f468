"""Pages of calls and of what comes of them."""
