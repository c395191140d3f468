"""The register: organisations, groups, sites, people and their facts, each with its source.

Vocabulary: organisation, group, site, fact, source, alias, identifier, person, delegate, batch (of an import), merge.
It imports `accounts`, `common` and `engine`.
"""
