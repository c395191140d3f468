"""The engine: text, retrieval, reading, strength, names and evaluation, in plain Python.

Vocabulary: document (a piece of evidence), owner (who it is evidence for), passage, question,
asked competence, matcher, strength. It imports nothing of Django and nothing else of Filiera.
"""

import os

# Before numpy loads: its threads spin while they wait for each other, which on busy cores made small products forty
# times slower, and a scan of vectors is bound by memory, not by cores. Whoever sets the variable decides.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
