"""Shared papers: what an organisation or the cluster gives to an audience, file by file, version by version.

Vocabulary: document (a paper with a level for its title and one for its file), version (one file of it, known by its
digest), circle (whom it is shared with by name), proposal (a wider level that waits for the owner's consent), opening (a
line on who opened it). It may import `registry`, `accounts`, `common` and the engine.
"""
