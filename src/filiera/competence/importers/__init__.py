"""Readers of the original public formats; each turns a file into drafts and says of every row what became of it."""
