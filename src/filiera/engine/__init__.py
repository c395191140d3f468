"""The engine: text, retrieval, reading, strength, names and evaluation, in plain Python.

Vocabulary: document (a piece of evidence), owner (who it is evidence for), passage, question,
asked competence, matcher, strength. It imports nothing of Django and nothing else of Filiera.
"""
