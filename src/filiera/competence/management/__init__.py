"""Commands of the competence map."""
