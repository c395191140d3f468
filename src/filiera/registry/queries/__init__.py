"""What the register can be asked."""
