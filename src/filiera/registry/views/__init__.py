"""Pages of the office on the register: what waits, sheets brought in step by step, duplicates and merges."""
