"""What can be done to the competence map: each act checks, writes, and records itself in the audit trail."""
