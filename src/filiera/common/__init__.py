"""What every feature stands on: visibility, audit, partial dates, language fallback. No business noun.

Vocabulary: level (who may see an object), audience (what one person may see), event (an audited act).
It imports only `engine`.
"""
