"""Sign-in, sign-up and the person's own account: django-allauth's flows on pages, words and rules of ours (ADR 12).

Vocabulary: second factor (codes of an app, or a passkey), passkey, recovery codes, session (one place where a person is
signed in), proving again (the password or a second factor asked for once more before a change), letter (a mail).
It imports whatever stands below `web`; of allauth it takes views, forms and adapters, never pages or words.
"""
