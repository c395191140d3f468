"""What people may ask of us about their data, and the proof that we did it.

Vocabulary: notice (what people are told), consent, section (what one feature holds of a person), rights request, erasure,
retention rule, register of processing, breach. It imports `accounts` and `common` only: features above add what they hold.
"""
