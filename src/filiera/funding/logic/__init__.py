"""Pure rules of funding: no database, no clock, no file."""
