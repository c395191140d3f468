"""REST v1: one file per feature, no rule of its own; what a page may show, an operation may return.

Vocabulary: door (language, person and headers of a request), problem (an error by RFC 9457), shape (the JSON of a thing),
cursor (a place in a list). It imports everything below; nothing imports it but the URL list and the shell.
"""
