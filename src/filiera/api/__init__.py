"""REST v1: one file per feature, no rule of its own; what a page may show, an operation may return.

It imports everything below; nothing imports it but the URL list.
"""
