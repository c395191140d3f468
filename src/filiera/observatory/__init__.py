"""What is said of the cluster: figures with their sources, dated rules, events.

Vocabulary: figure (a claim with scope, speaker and source), deadline, cluster event, cluster function.
It reads everything below; only `web` and `api` read it.
"""
