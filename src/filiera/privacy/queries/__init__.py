"""What is asked of notices, consents, requests and of what is held of a person."""
