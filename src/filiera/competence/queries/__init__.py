"""What the competence map can be asked."""
