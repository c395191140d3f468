"""What can be done to the register: each act checks, writes, and records itself in the audit trail."""
