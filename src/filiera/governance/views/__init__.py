"""The pages of the association."""
