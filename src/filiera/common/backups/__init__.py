"""Backup and restore: the whole installation in one file, taken while people work, put back as it was.

Vocabulary: archive (the file), manifest (what it holds, with digests), dump (the database's own copy).
"""
