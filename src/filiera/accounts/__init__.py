"""Who signs in: accounts and their few roles.

Vocabulary: user (an account of a person), role (person, office, administrator), audience.
Being a member is never stored on the account: it is computed from delegations. It imports `common` only.
"""
