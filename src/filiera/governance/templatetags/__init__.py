"""Tags and filters of the association's pages."""
