"""Pages of privacy: the notice for everybody, one's own data, the office's desk, the register and the breaches."""
