"""What changes about notices, consents, requests and what is kept."""
