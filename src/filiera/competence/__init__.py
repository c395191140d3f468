"""Who can do what: taxonomy, evidence, claims, the competence map and the answers.

Vocabulary: competence, evidence, link (evidence to organisation), reading, claim, decision, question, answer, shortlist.
It imports `registry`, `accounts`, `common` and `engine`.
"""
