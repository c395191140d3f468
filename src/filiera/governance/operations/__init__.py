"""What changes the association's records: each an act with its rules, written to the audit trail."""
