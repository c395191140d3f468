"""The association at work: who is a member, who holds which office, what was decided, and the proof of it.

Vocabulary: statute, class, body, mandate, meeting, notice, proxy, quorum, majority, resolution, minutes, book, fee.
It imports `competence`, `documents`, `registry`, `accounts` and `common`.
"""
