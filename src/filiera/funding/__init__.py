"""Funding: calls, their rules, and whether those who would apply together may.

Vocabulary: call (bando), rule, clause, consortium (partenariato), partner, lead (capofila), single undertaking (impresa
unica), size, aid, intensity, cap. Here `logic` is pure: it judges a call and a consortium from values alone, as the command
`filiera calls check` does from files. May import `registry`, `accounts`, `common`, `engine` and what stands between.
"""
